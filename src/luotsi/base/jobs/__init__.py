"""Background work with progress, cancelling and recovery when the worker that ran it is killed.

A job is a function registered under a name. Its row is the truth of where it stands; every change of state is one
conditional UPDATE, so a job that was given to another worker can no longer be touched by the first.

``start`` · ``cancel`` · ``job_state`` for those who order work; ``@job`` and ``JobHandle`` for those who do it;
``beat`` and ``reap`` for the worker.
"""

from luotsi.base.jobs.orders import cancel, job_state, snapshot, start, state_text, words
from luotsi.base.jobs.recovery import reap
from luotsi.base.jobs.registry import JobCancelled, JobHandle, JobInterrupted, JobKind, job, kind, stopping, title
from luotsi.base.jobs.running import beat

__all__ = [
    "JobCancelled",
    "JobHandle",
    "JobInterrupted",
    "JobKind",
    "beat",
    "cancel",
    "job",
    "job_state",
    "kind",
    "reap",
    "snapshot",
    "start",
    "state_text",
    "stopping",
    "title",
    "words",
]
