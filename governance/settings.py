"""Settings of the whole house. What differs between machines comes from the environment (governance/environment.py)."""

import os
from datetime import timedelta
from pathlib import Path

import django.forms
import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from governance.environment import database, flag, map_ground, outside_channels, text

django_stubs_ext.monkeypatch()  # Field[…] and Manager[…] may be written as types

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(text("FENGGE_VAR", str(BASE_DIR / "var")))

SECRET_KEY = text("FENGGE_SECRET_KEY", "only-for-commands-that-sign-nothing")
FIELD_KEYS_FILE = os.environ.get("FENGGE_FIELD_KEYS_FILE") or str(VAR_DIR / "secrets" / "field-keys.json")
# Papers: the folders of the fonts (a county's own 仿宋 goes first), and the families, each of which must be there.
FONT_DIRS = [*text("FENGGE_FONT_DIRS").split(), str(VAR_DIR / "fonts"), str(BASE_DIR / "var" / "fonts")]
FONT_FAMILIES = {
    "body": [name.strip() for name in text("FENGGE_FONT_BODY", "Noto Serif SC").split(",")],
    "head": [name.strip() for name in text("FENGGE_FONT_HEAD", "Noto Sans SC").split(",")],
}
DEBUG = flag("FENGGE_DEBUG")
ALLOWED_HOSTS = text("FENGGE_ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = text("FENGGE_TRUSTED_ORIGINS").split()

INSTALLED_APPS = [
    "governance.apps.GovernanceConfig",
    "households",
    "disputes",
    "accounts",
    "grids",
    "core.tabular",
    "core.printing",
    "core.notifications",
    "core.deadlines",
    "core.workcalendar",
    "core.grants",
    "core.audit",
    "core.permissions",
    "core.paths",
    "core.crypto",
    "core.tenancy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "guardian",
    "rest_framework",
    "drf_spectacular",
]
if flag("FENGGE_PROBE"):  # tests and benches put real rows of their own through the same mechanisms
    INSTALLED_APPS += ["tests.probe", "tests.crypto.probe"]

MIDDLEWARE = [
    "governance.middleware.Answering",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.audit.origin.OriginMiddleware",
    "accounts.middleware.ActingMiddleware",
    "core.permissions.gate.ClosedByDefault",
]
ROOT_URLCONF = "governance.urls"
WSGI_APPLICATION = "governance.wsgi.application"
API_PREFIX = "/api/"
ABILITIES = "governance.abilities.ABILITIES"
AREA_BOOK = "governance.area_book"  # names of areas for the rooms beneath the tree

TEMPLATES = [
    {  # what a page draws many times, compiled: rows, fields, controls (Django's own in its form for Jinja2)
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja", Path(django.forms.__file__).parent / "jinja2"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "governance.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "governance.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "governance.templatetags.house",
            ],
            "loaders": [
                "django.template.loaders.filesystem.Loader"
                if DEBUG
                else ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Three roles, one database: see core/tenancy. Only `default` is walled, and only it serves people.
DATABASES = {"default": database(text("DATABASE_URL", "postgresql://app@127.0.0.1/fengge"))}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
for _alias in ("owner", "system"):
    if _url := text(f"DATABASE_{_alias.upper()}_URL"):
        DATABASES[_alias] = database(_url)
for _settings in DATABASES.values():
    # Behind a pooler in transaction mode a cursor that outlives its transaction would be somebody else's.
    _settings["DISABLE_SERVER_SIDE_CURSORS"] = flag("FENGGE_POOLED")
if "owner" in DATABASES:
    DATABASES["owner"]["TEST"] = {"DEPENDENCIES": []}  # Django would have it wait for `default`, its mirror
    for _alias in DATABASES.keys() - {"owner"}:
        DATABASES[_alias]["TEST"] = {"MIRROR": "owner"}

REDIS_URL = text("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# KB. A process that has set a volume of 500 pages keeps 1.4 GB for ever; it ends with that task, and a new one begins.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500_000
SWEEP_EVERY = float(text("FENGGE_SWEEP_EVERY", "60"))  # seconds between two ticks of the deadlines
SWEEP_BATCH = int(text("FENGGE_SWEEP_BATCH", "1000"))  # deadlines in one transaction
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# Ways out of the house besides the inbox; where none is configured, var/log/outbox.jsonl (core/notifications).
PUBLIC_URL = text("FENGGE_PUBLIC_URL", "http://localhost:8000").rstrip("/")
NOTIFICATION_CHANNELS = outside_channels()
DELIVERY_LEASE = float(text("FENGGE_DELIVERY_LEASE", "300"))  # seconds after which another worker may send
NOTIFICATION_ADDRESSES = "accounts.addresses.book"  # (user_ids, channel) -> {user_id: address}
EMAIL_HOST, EMAIL_PORT = text("FENGGE_EMAIL_HOST", "localhost"), int(text("FENGGE_EMAIL_PORT", "25"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = text("FENGGE_EMAIL_USER"), text("FENGGE_EMAIL_PASSWORD")
EMAIL_USE_TLS, EMAIL_TIMEOUT = flag("FENGGE_EMAIL_TLS"), 5
DEFAULT_FROM_EMAIL = text("FENGGE_EMAIL_FROM", "fengge@localhost")

AUTH_USER_MODEL = "accounts.User"
UNIT_MODEL = "accounts.Unit"  # whom a row can be opened to by name besides a person (core/grants)
# Guardian gives the tables of grants their shape; who may is asked of core/grants, which knows days, posts and
# counties. Nobody is anonymous here, and nothing is put on the user's row.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = GUARDIAN_MONKEY_PATCH_GROUP = False
LOGIN_URL = "sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses the locked before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"accounts.passwords.{rule}"}
    for rule in ("LongEnough", "ThreeClasses", "NotOneself", "NotAgain")
]
PASSWORD_LENGTH = 8
PASSWORD_DAYS = int(text("FENGGE_PASSWORD_DAYS", "90"))
PASSWORDS_REMEMBERED = 5
SLIP_DAYS = 7
# 等保三级: five failures lock the account for 300 seconds; an address shared by a whole office gets more of them.
LOCK_FAILURES = int(text("FENGGE_LOCK_FAILURES", "5"))
LOCK_SECONDS = int(text("FENGGE_LOCK_SECONDS", "300"))
LOCK_FAILURES_BY_ADDRESS = int(text("FENGGE_LOCK_FAILURES_BY_ADDRESS", "50"))
IDLE_SECONDS_OFFICERS = int(text("FENGGE_IDLE_SECONDS_OFFICERS", "600"))
IDLE_SECONDS = int(text("FENGGE_IDLE_SECONDS", "1800"))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
AXES_FAILURE_LIMIT = LOCK_FAILURES
AXES_COOLOFF_TIME = timedelta(seconds=LOCK_SECONDS)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "accounts.origin.username_of"
AXES_CLIENT_IP_CALLABLE = "accounts.origin.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are rows of our own (accounts.SignIn), which can't be changed
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "枫格"
TRUSTED_PROXIES = int(text("FENGGE_TRUSTED_PROXIES", "0"))  # how many proxies of ours stand in front
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "governance.views.errors.csrf_failure"
if flag(
    "FENGGE_HTTPS"
):  # a real installation behind its proxy; the embedded server speaks HTTP on loopback only
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, without the proxy
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MAP_GROUND = map_ground()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *filter(None, [MAP_GROUND.origin])],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
# Built names carry a content hash already (static/build.mjs), so the files are served where they were built.
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"-[0-9A-Z]{8}\.\w+$"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["core.permissions.drf.OpenTo"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["governance.api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "governance.api.errors.explain",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "枫格",
    "DESCRIPTION": "县域网格化社会治理平台接口",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["core.permissions.drf.OpenTo"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {  # sets that go by several names, or share one
        "DisputeStateEnum": "disputes.choices.State",
        "PartyKindEnum": "disputes.choices.PartyKind",
        "DoorKindEnum": "households.choices.DoorKind",
        "DemandKindEnum": "households.choices.DemandKind",
    },
}
# HSTS for subdomains and preload: the county's other systems live beside us, and it is not ours to bind them.
SILENCED_SYSTEM_CHECKS = [
    "security.W005",
    "security.W021",
    "axes.W002",  # no lockout page of its own: the sign-in form says it beside the fields
    "guardian.W001",  # its backend knows neither days nor counties, so it opens no door
    "axes.W006",  # an address is counted over our own sign-in rows, with its own limit
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "governance.request_id.WithRequestId"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "line"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
