"""Settings for checks that look at the code only: there is no database to ask."""

from tuanke.config.settings import *  # noqa: F403

DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}}
