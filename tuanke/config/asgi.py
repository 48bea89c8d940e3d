"""The one web application (granian serves it)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuanke.config.settings")
application = get_asgi_application()
