"""All settings, from the environment. `.env.example` names each variable and what it is for."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from goteo import env, media

BASE_DIR = Path(__file__).resolve().parent.parent

# --- which kind of place this is ---------------------------------------------------------
LOCAL = env.choice("GOTEO_MODE", "server", ("local", "server")) == "local"
DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("SECRET_KEY is too short; write at least 40 random characters.")
PLATFORM_NAME = env.text("PLATFORM_NAME", "Goteo")
BASE_URL = env.address("BASE_URL", None, ("http", "https")).rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / ".local")))

# --- parts -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "goteo.admin_app.PlatformAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "money",
    "ledger",
    "activity",
    "accounts",
    "projects",
    "rewards",
    "donations",
    "pages",
    "goteo",
]
MIDDLEWARE = [
    "goteo.request_ids.RequestIds",
    "goteo.health.Probes",
    "goteo.metrics.Requests",
    "goteo.logs.RequestLines",
    "django.middleware.security.SecurityMiddleware",
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
]
ROOT_URLCONF = "goteo.urls"
WSGI_APPLICATION = "goteo.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "pages.context.platform",
            ],
        },
    }
]
COTTON_DIR = "cotton"

# --- data --------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    "options": "-c lock_timeout=5s -c statement_timeout=30s"
    " -c idle_in_transaction_session_timeout=60s",
}
# Connections that each web process keeps at most, 0 for one a thread; see goteo/web_process.py.
DATABASE_POOL = env.whole("DATABASE_POOL", 0)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.address("REDIS_URL", None, ("redis", "rediss", "unix"))
_redis: dict[str, object] = {
    "LOCATION": REDIS_URL,
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
}
CACHES = {
    "default": {"BACKEND": "goteo.cache.RedisWithSpare", "KEY_PREFIX": "goteo", **_redis},
    "pages": {"BACKEND": "goteo.cache.RedisOrNothing", "KEY_PREFIX": "goteo-pages", **_redis},
    # In the memory of each process, for the second in which no page is written twice.
    "near": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "near",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
# How long a public page is kept at most when nothing is known to have changed it; 0: not at all.
KEPT_PAGE_SECONDS = env.whole("KEPT_PAGE_SECONDS", 10)
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- workers: PostgreSQL is the queue, Redis rings the bell --------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A web request must not hang on an absent bell: the beat's sweep does the work anyway.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
}
# A worker that is told to stop finishes for so long, then hands back what it had.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TIMEZONE = "UTC"

# --- people ------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:own"
LOGOUT_REDIRECT_URL = "pages:home"
ACCOUNT_ADAPTER = "accounts.signup.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.AddEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "signup": "accounts.forms.SignupForm",
}
# One address each; a new one takes the place of the old once it is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.split(":", 1)[0]
# The second factor: codes of an app, each good from a period before to a period after its own.
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.second_factor_forms.SetUpForm",
    "authenticate": "accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.second_factor_forms.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1
ADMIN_SECOND_FACTOR = env.flag("ADMIN_SECOND_FACTOR", not LOCAL)

# --- languages, time ---------------------------------------------------------------------
LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("ca", _("Catalan")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["goteo.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Madrid"

# --- files -------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(DATA_DIR / "media")))
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_S3_BUCKET = env.text("MEDIA_S3_BUCKET", "")
if MEDIA_S3_BUCKET:
    MEDIA_S3_PUBLIC_URL = env.address("MEDIA_S3_PUBLIC_URL", None, ("https", "http"))
    STORAGES["default"] = media.bucket(
        MEDIA_S3_BUCKET,
        endpoint=env.text("MEDIA_S3_ENDPOINT", ""),
        region=env.text("MEDIA_S3_REGION", "us-east-1"),
        access_key=env.text("MEDIA_S3_ACCESS_KEY"),
        secret_key=env.text("MEDIA_S3_SECRET_KEY"),
        public_url=MEDIA_S3_PUBLIC_URL,
    )
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- mail --------------------------------------------------------------------------------
globals().update(env.mail("EMAIL_URL", "console://local" if LOCAL else ""))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Goteo <hola@goteo.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- money -------------------------------------------------------------------------------
STRIPE_API_BASE = env.address("STRIPE_API_BASE", "https://api.stripe.com", ("http", "https"))
STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRETS = env.words("STRIPE_WEBHOOK_SECRETS")
# For each operation, over all processes; Stripe's default limit is 25 a second.
PROVIDER_CALLS_PER_SECOND = env.whole("PROVIDER_CALLS_PER_SECOND", 20)
CURRENCY = "EUR"
# What a backer agreed to is kept with this beside it; raise it when the terms page changes.
TERMS_VERSION = "2026-11"
# Frozen on a project when it launches (domain.md, "Closing a round"). Basis points: 400 = 4 %.
PLATFORM_FEE_BASIS_POINTS = env.whole("PLATFORM_FEE_BASIS_POINTS", 400)
VAT_BASIS_POINTS = env.whole("VAT_BASIS_POINTS", 2100)
DONATION_FLOOR_CENTS = env.whole("DONATION_FLOOR_CENTS", 100, least=50)
GUEST_CHECKOUT_FLOOR_CENTS = env.whole("GUEST_CHECKOUT_FLOOR_CENTS", 200, least=50)
DONATION_CEILING_CENTS = env.whole("DONATION_CEILING_CENTS", 1_000_000, least=100)
SHARED_PAYMENT_BELOW_CENTS = env.whole("SHARED_PAYMENT_BELOW_CENTS", 2500)
CHECKOUT_GRACE = timedelta(minutes=30)
CHARGE_BY_DAYS = 11
COLLECTION_HOUR = 10

# --- safety ------------------------------------------------------------------------------
_secure = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = _secure
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _secure
SECURE_HSTS_PRELOAD = _secure
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if env.flag("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Limits per address count the visitor's, as our own proxy reports it, not the proxy's.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_NAME = "__Host-session" if _secure else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _secure else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# Chromium applies form-action to the redirect after a form, so the card page must be allowed, and
# the address from which the provider leads a backer to their bank.
_real_stripe = STRIPE_API_BASE == "https://api.stripe.com"
_pictures = [media.origin(MEDIA_S3_PUBLIC_URL)] if MEDIA_S3_BUCKET else []
_stripe_pages = ["https://checkout.stripe.com", "https://hooks.stripe.com"]
_card_page = _stripe_pages if _real_stripe else [STRIPE_API_BASE]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *_pictures],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *_card_page],
    }
}

# --- the API -----------------------------------------------------------------------------
# Requests per address without a token, and per person with one.
API_ANONYMOUS_RATE = env.rate("API_ANONYMOUS_RATE", "120/minute")
API_TOKEN_RATE = env.rate("API_TOKEN_RATE", "600/minute")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.AnonymousThrottle", "accounts.api.TokenThrottle"],
    "DEFAULT_PARSER_CLASSES": ["goteo.api_requests.ShallowJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "goteo.api_pages.KeysetPages",
    "DEFAULT_SCHEMA_CLASS": "goteo.api_schema.Description",
    "DEFAULT_METADATA_CLASS": None,
    # There is one format: `?format=` is a filter that nobody knows.
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "goteo.api_errors.answer",
    # Without a proxy of ours, X-Forwarded-For is what anybody writes.
    "NUM_PROXIES": 1 if env.flag("BEHIND_PROXY", False) else 0,
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{PLATFORM_NAME} API",
    "VERSION": "1",
    "DESCRIPTION": "Projects, their returns to everyone and their figures; and one's own drafts.",
    "OAS_VERSION": "3.1.1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVERS": [{"url": BASE_URL}],
    # Values where they are used, rather than under names made up for them.
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enum_id_removal"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# --- what happened -----------------------------------------------------------------------
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
SENTRY_DSN = env.text("SENTRY_DSN", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {
            "()": "goteo.logs.Lines",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "goteo.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.choice("LOG_FORMAT", "text" if LOCAL else "json", ("text", "json")),
        }
    },
    "loggers": {
        # The client's own log names every request, addresses of card pages included.
        "stripe": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        # Django's own handlers would write lines of their own beside ours.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
