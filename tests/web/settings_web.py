"""A site of the design system alone: the catalogue, the switches, the error pages. For tests and for looking."""

from luotsi.web.csp import CONTENT_SECURITY_POLICY  # noqa: F401 - read by django-csp

SECRET_KEY = "for tests only"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["luotsi.web", "django_htmx", "csp", "django.contrib.messages", "django.contrib.staticfiles"]
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luotsi.web.errors.LuotsiErrorsMiddleware",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "luotsi.web.context.web",
            ],
            "builtins": ["luotsi.web.templatetags.ui", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
ROOT_URLCONF = "tests.web.urls_web"
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "luotsi_language"
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Helsinki"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CSRF_FAILURE_VIEW = "luotsi.web.errors.csrf_failure"
LUOTSI_ROLE = "workbench"
LUOTSI_COUNTY_NAME = {"fi": "Esimerkin hyvinvointialue", "sv": "Exempels välfärdsområde", "en": "County of Esimerkki"}
LUOTSI_DEMO = True
