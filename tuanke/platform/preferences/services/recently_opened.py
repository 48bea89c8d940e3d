import uuid
from datetime import datetime

from django.db import connection

KEPT = 20  # of one person
# one statement: every opening of a page makes this note
NOTE = """
WITH noted AS (
    INSERT INTO preferences_recentlyopened (staff_id, kind, uid, at)
    VALUES (%(staff)s, %(kind)s, %(uid)s, %(at)s)
    ON CONFLICT (staff_id, kind, uid) DO UPDATE SET at = EXCLUDED.at
)
DELETE FROM preferences_recentlyopened WHERE id IN (
    SELECT id FROM preferences_recentlyopened
    WHERE staff_id = %(staff)s AND (kind, uid) <> (%(kind)s, %(uid)s)
    ORDER BY at DESC, id DESC OFFSET %(others)s
)
"""


def note_opened(*, staff_id: int, kind: str, uid: uuid.UUID, at: datetime) -> None:
    """The person has this before them now; what they opened longest ago is forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, {"staff": staff_id, "kind": kind, "uid": uid, "at": at, "others": KEPT - 1})
