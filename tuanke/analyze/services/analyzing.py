"""`tuanke analyze`, from the file to the four files that come out of it."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import translation

from tuanke.analyze.domain.account import Account
from tuanke.analyze.selectors.findings import find_all
from tuanke.analyze.selectors.shop import open_shop
from tuanke.analyze.services.reading import keep_rows
from tuanke.analyze.services.rendering import render_report
from tuanke.analyze.services.writing import write_customers, write_summary
from tuanke.kit.files.orders import read_orders


@dataclass(frozen=True)
class Wish:
    """How to read the file. `zone` is the business zone; `language` that of the report, as Django names it."""

    zone: str
    mapping: Mapping[str, str] | None = None
    preset: str | None = None
    as_of: date | None = None
    language: str = "zh-hans"


def analyze(path: Path, out: Path, wish: Wish, today: date) -> Account:
    """Writes report.html, customers.parquet, summary.json and rejected.csv into the folder `out`.

    `today` stands in for the day of the last valid row where there is none. Raises FileRefused when the file
    as a whole cannot be read, TooMuchMoney, and OSError when `out` cannot be written.
    """
    file = read_orders(path, mapping=wish.mapping, preset=wish.preset, tz=wish.zone, as_of=wish.as_of)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tuanke-") as name, translation.override(wish.language):
        folder = Path(name)
        account = keep_rows(file, folder / "rows.parquet", out / "rejected.csv")
        shop = open_shop(folder / "rows.parquet", folder, wish.as_of or account.last_on or today)
        try:
            found = find_all(shop, path, account)
            write_customers(out / "customers.parquet", shop, found.foresight)
        finally:
            shop.engine.disconnect()
        write_summary(out / "summary.json", found)
        (out / "report.html").write_text(render_report(found, wish.language), encoding="utf-8")
    return account
