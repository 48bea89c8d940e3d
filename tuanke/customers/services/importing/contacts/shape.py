"""From the canonical rows of a contact list to one profile per customer: SQL over a Parquet file."""

from pathlib import Path

import duckdb
import pyarrow as pa

MEMORY = "192MB"
SLICE = 50_000

# Whom nothing identifies is known by what the row says of them.
KEYED = """
CREATE TEMP VIEW keyed AS
SELECT *, coalesce(known_as, 'contact:' || md5(concat_ws('|', customer_name, nickname, organization, phone, birthday,
                                                         address))) AS key,
       CAST(row(customer_name, nickname, organization, phone, phone_2, email, wechat, address, province, city, gender,
                title, department, note, uscc, birthday, tags, consent_sms, consent_email, points_balance,
                stored_value_balance, growth_value, extra) AS VARCHAR) AS said
FROM rows
"""
PROFILES = r"""
CREATE TEMP TABLE profiles AS
SELECT key,
       CASE WHEN count(coalesce(customer_name, nickname)) = 0 AND count(organization) > 0 THEN 'org'
            ELSE 'person' END AS kind,
       coalesce(arg_min(customer_name, line), arg_min(nickname, line), arg_min(organization, line),
                CASE WHEN starts_with(key, '+') THEN '…' || right(key, 4)
                     WHEN contains(key, '@') THEN left(key, 2) || '…@' || split_part(key, '@', 2)
                     ELSE key END) AS name,
       arg_min(organization, line) AS organization,
       arg_min(phone, line) AS phone, arg_min(phone_2, line) AS phone_2, arg_min(email, line) AS email,
       arg_min(wechat, line) AS wechat,
       arg_min(CASE WHEN contains(address, '*') THEN NULL
                    WHEN province IS NULL OR starts_with(address, left(province, 2)) THEN address
                    WHEN address IS NOT NULL THEN concat_ws('', province, city, district, address) END, line)
           AS address,
       arg_min(province, line) AS province, arg_min(city, line) AS city,
       arg_min(coalesce(channel, source), line) AS channel, min(created_at) AS created_at,
       arg_min(nickname, line) AS nickname, arg_min(gender, line) AS gender, arg_min(title, line) AS title,
       arg_min(department, line) AS department, arg_min(note, line) AS note, arg_min(uscc, line) AS uscc,
       arg_min(birthday_on, line) AS birthday_on, arg_min(birthday_month_day, line) AS birthday_month_day,
       coalesce(arg_min(birthday_lunar, line), false) AS birthday_lunar,
       arg_min(nullif(consent_sms, 'unknown'), line) AS consent_sms,
       arg_min(nullif(consent_email, 'unknown'), line) AS consent_email,
       arg_min(points_balance, line) AS points, arg_min(stored_value_balance, line) AS stored_value,
       arg_min(growth_value, line) AS growth,
       list_distinct(flatten(list(tags) FILTER (tags IS NOT NULL))) AS tags,
       arg_min(extra, line) AS extra,
       CAST(count(*) AS INTEGER) AS file_rows, md5(string_agg(said, '|' ORDER BY line)) AS content_hash
FROM keyed GROUP BY key
"""
PEOPLE = """
CREATE TEMP TABLE people AS
SELECT CAST(row_number() OVER (ORDER BY kind = 'person', key) - 1 AS INTEGER) AS n, *
FROM (
    SELECT key, kind, name, phone, province, city, channel, created_at, organization FROM profiles
    UNION ALL
    SELECT 'org:' || organization, 'org', organization, NULL, NULL, NULL, any_value(channel), min(created_at), NULL
    FROM profiles WHERE kind = 'person' AND organization IS NOT NULL GROUP BY organization
)
"""
STAGED_PEOPLE = """
SELECT p.n, p.key, p.kind, p.name, p.phone, p.province, p.city, p.channel, p.created_at, o.n AS org_n
FROM people p LEFT JOIN people o ON p.kind = 'person' AND o.key = 'org:' || p.organization
ORDER BY p.n
"""
STAGED_PROFILES = """
SELECT p.n, f.* EXCLUDE (key, kind, name, organization, phone, province, city, channel, created_at)
FROM profiles f JOIN people p USING (key) ORDER BY p.n
"""
STAGED_POINTS = """
SELECT n, phone_2, coalesce(f.email, CASE WHEN contains(key, '@') THEN key END) AS email, wechat, address
FROM profiles f JOIN people p USING (key) ORDER BY n
"""


class Shape:
    """The staged tables of one contact list, read one after the other in slices."""

    def __init__(self, rows: Path, folder: Path) -> None:
        self._duckdb = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder)})
        self._duckdb.execute("SET TimeZone = 'UTC'")
        self._duckdb.read_parquet(str(rows)).create_view("rows")
        for statement in (KEYED, PROFILES, PEOPLE):
            self._duckdb.execute(statement)

    def people(self) -> pa.RecordBatchReader:
        return self._read(STAGED_PEOPLE)

    def profiles(self) -> pa.RecordBatchReader:
        return self._read(STAGED_PROFILES)

    def points(self) -> pa.RecordBatchReader:
        return self._read(STAGED_POINTS)

    def phones(self) -> pa.Table:
        return self._duckdb.sql("SELECT name, phone FROM people WHERE phone IS NOT NULL").to_arrow_table()

    def count_people(self) -> int:
        row = self._duckdb.execute("SELECT count(*) FROM people").fetchone()
        return int(row[0]) if row else 0

    def _read(self, query: str) -> pa.RecordBatchReader:
        return self._duckdb.sql(query).to_arrow_reader(SLICE)
