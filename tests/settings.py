"""Settings of the tests: those of the product, on a scratch folder, with a fast hasher and tasks run at once.

LUOTSI_ROLE chooses the half (workbench when unset); LUOTSI_TEST_DB=postgres runs on a real PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

_scratch = tempfile.mkdtemp(prefix="luotsi-test-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ.setdefault("LUOTSI_DATA", _scratch)
os.environ.setdefault("LUOTSI_SECRET_KEY", "for tests only, and never anywhere else: 0123456789 0123456789")
os.environ.setdefault("LUOTSI_MFA_REQUIRED", "0")

from luotsi.project.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
ALLOWED_HOSTS = ["*"]

POSTGRES_MISSING = False
if os.environ.get("LUOTSI_TEST_DB") == "postgres":
    from tests import postgres

    if found := postgres.settings():
        DATABASES = {"default": found}
    else:
        POSTGRES_MISSING = True  # conftest.py skips every test, with the command that installs it
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns without it
