"""The tables of the base app."""

from luotsi.base.models.audit import AuditRow
from luotsi.base.models.file import FileReference, StoredFile, Upload
from luotsi.base.models.job import Job, JobState
from luotsi.base.models.letter import Letter
from luotsi.base.models.notification import Notification
from luotsi.base.models.people import Grant, User
from luotsi.base.models.rate import RateCount

__all__ = [
    "AuditRow",
    "FileReference",
    "Grant",
    "Job",
    "JobState",
    "Letter",
    "Notification",
    "RateCount",
    "StoredFile",
    "Upload",
    "User",
]
