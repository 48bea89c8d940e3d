"""The one web application (gunicorn serves it). It is loaded once, and the processes that serve it are forked off.

So what every request needs is made before that: addresses, words and templates lie in memory once, not once for
each process, and the first to ask is not the one who waits for them.
"""

import gc
import os
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.urls import reverse
from django.utils import translation

from tuanke.config.turns import Turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuanke.config.settings")


def _warm() -> None:
    reverse("console:home")
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
    for folder in get_app_template_dirs("templates"):
        if settings.PACKAGE in Path(folder).parents:
            for file in Path(folder).rglob("*.html"):
                engines["django"].get_template(str(file.relative_to(folder)))


application = Turns(get_wsgi_application())
_warm()
caches["counts"].clear()  # another version, or another database, may have left them
gc.collect()
gc.freeze()  # what is loaded by now stays shared: a collection would write to every page of it
