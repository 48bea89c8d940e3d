"""Django settings of every deployment. What may differ between deployments is in environment.py."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.contrib.messages import constants as messages

from tuanke.config import environment, keys, logs, mail
from tuanke.config.postgres import EmbeddedPostgres

ENVIRONMENT = environment.read()
PACKAGE = Path(__file__).resolve().parent.parent
TESTING = ENVIRONMENT.testing

TUANKE_DATA = ENVIRONMENT.data
KEYS = TUANKE_DATA / "keys"
SECRET_KEY = ENVIRONMENT.secret_key or keys.load_or_create(KEYS, "secret_key")
FIELD_KEY = keys.load_or_create(KEYS, "field_key")  # encrypts contact details
INDEX_KEY = keys.load_or_create(KEYS, "index_key")  # keyed hash for exact search; never the same key

BASE_URL = ENVIRONMENT.base_url or f"http://localhost:{ENVIRONMENT.port}"
DEBUG = False
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]  # our own probe, and whoever watches from this machine
ALLOWED_HOSTS = [urlsplit(ENVIRONMENT.base_url).hostname or "", *LOOPBACK] if ENVIRONMENT.base_url else ["*"]
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
# Read only from these: config.proxies drops the header of everybody else.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
METRICS_TOKEN = ENVIRONMENT.metrics_token
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url] if ENVIRONMENT.base_url else []

# A layer's rooms may use the rooms further down; .importlinter checks it.
INSTALLED_APPS = [
    "tuanke.config",
    "tuanke.console",
    "tuanke.api.rest",
    "tuanke.reports",
    "tuanke.care",
    "tuanke.segments",
    "tuanke.classes",
    "tuanke.orders",
    "tuanke.engagement",
    "tuanke.customers",
    "tuanke.catalog",
    "tuanke.facts",
    "tuanke.platform.imports",
    "tuanke.platform.jobs",
    "tuanke.platform.notifications",
    "tuanke.platform.outbox",
    "tuanke.platform.preferences",
    "tuanke.platform.audit",
    "tuanke.platform.accounts",
    "tuanke.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "tuanke.config.proxies.TrustedProxyMiddleware",
    "tuanke.config.requests.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # its padding by chance hides what a length would tell (BREACH)
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tuanke.platform.preferences.web.middleware.PreferenceMiddleware",
    "tuanke.platform.accounts.web.middleware.PermissionMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tuanke.config.urls"
WSGI_APPLICATION = "tuanke.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["tuanke.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tuanke.platform.preferences.web.context.preferences",
                "tuanke.platform.notifications.web.context.bell",
                "tuanke.console.web.shell.shell",
            ],
        },
    },
]


CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    # what surrounds every page, by language, role and section: drawn once a process, {% cache %} in ui/page.html
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
    # answers over all customers, for as long as they stand (accounts.selectors.kept), shared by the processes of the
    # web; a test sees every change at once
    "counts": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache"
        if TESTING
        else "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": TUANKE_DATA / "answers",
    },
}


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise environment.ConfigurationError("DATABASE_URL must start with postgresql://")
    query = dict(parse_qsl(parts.query))
    session = "-c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.pop("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **query,
            "options": session,
            **({} if TESTING else {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}),
        },
    }


DATABASE_URL = ENVIRONMENT.database_url or EmbeddedPostgres(TUANKE_DATA).url
DATABASES = {"default": _database(DATABASE_URL)}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE.parent / "build" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "tuanke.config.static_files.StaticFiles",
    },
}
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = TESTING
MEDIA_ROOT = TUANKE_DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console:home"
ACCOUNT_FORMS = {
    "change_password": "tuanke.platform.accounts.web.own_password.OwnPasswordForm",
    "reauthenticate": "tuanke.platform.accounts.web.own_password.ItIsMeForm",
}
ACCOUNT_ADAPTER = "tuanke.platform.accounts.web.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = False  # django-axes counts failures in the database, shared by every web process
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody can lock the owner out from elsewhere
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_USERNAME_CALLABLE = "tuanke.platform.accounts.web.adapter.tried_name"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.https else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENVIRONMENT.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],  # ECharts sizes its canvas so (DESIGN 9, charts)
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

PROCRASTINATE_ON_APP_READY = "tuanke.config.wiring.register_jobs"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
MAIL = mail.read(os.environ)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.host else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.security == "starttls", MAIL.security == "tls"
EMAIL_TIMEOUT = mail.TIMEOUT
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL.sender or "tuanke@localhost"
MESSAGE_TAGS = {messages.ERROR: "danger"}  # the names Tabler gives to alerts
LOGGING = logs.configuration()
