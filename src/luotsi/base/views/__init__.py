"""Views: thin, each calls one verb."""

from luotsi.base.views.audit import audit_csv, audit_log, audit_verify
from luotsi.base.views.health import health
from luotsi.base.views.jobs import job, job_cancel, job_part, jobs
from luotsi.base.views.notifications import notifications, notifications_read
from luotsi.base.views.people import demo_sign_in, profile
from luotsi.base.views.uploads import upload, upload_begin

__all__ = [
    "audit_csv",
    "audit_log",
    "audit_verify",
    "demo_sign_in",
    "health",
    "job",
    "job_cancel",
    "job_part",
    "jobs",
    "notifications",
    "notifications_read",
    "profile",
    "upload",
    "upload_begin",
]
