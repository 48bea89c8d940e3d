"""The one web application (gunicorn serves it). It is loaded once, and the processes that serve it are forked off."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuanke.config.settings")
application = get_wsgi_application()
gc.freeze()  # what is loaded by now stays shared: a collection would write to every page of it
