"""Tables of the three stores that tools share: Library, Entry and Task. Fields and constraints only."""

from luotsi.workbench.stores.models.entry import Entry, EntryVersion
from luotsi.workbench.stores.models.library import (
    ItemVersion,
    LibraryItem,
    LibraryReview,
    Publication,
    RunPack,
    StoredPack,
)
from luotsi.workbench.stores.models.task import Task, TaskAct

__all__ = [
    "Entry",
    "EntryVersion",
    "ItemVersion",
    "LibraryItem",
    "LibraryReview",
    "Publication",
    "RunPack",
    "StoredPack",
    "Task",
    "TaskAct",
]
