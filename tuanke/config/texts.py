"""Django's translations and templates without a deployment: no database, no keys, nothing written."""

from pathlib import Path

import django
from django.conf import settings

PACKAGE = Path(__file__).resolve().parent.parent


def prepare(time_zone: str) -> None:
    """Make texts and templates work in this process; settings that are there already stay."""
    if not settings.configured:
        settings.configure(
            LANGUAGE_CODE="zh-hans",
            LANGUAGES=[("zh-hans", "简体中文"), ("en", "English")],
            LOCALE_PATHS=[PACKAGE / "locale"],
            TIME_ZONE=time_zone,
            USE_TZ=True,
        )
    django.setup()
