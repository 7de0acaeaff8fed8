"""Who may do what in the stores. What no rule allows is refused."""

from luotsi.base.models import User
from luotsi.base.permissions import rule
from luotsi.base.roles import Role
from luotsi.workbench.stores.models import Task
from luotsi.workbench.stores.queries import tasks_of


@rule("library.read")
def read_library(user: User, obj: object) -> bool:
    """Whoever works in the county may read the rules by which its tools work."""
    return bool(user.roles)


@rule("library.edit")
def edit_library(user: User, obj: object) -> bool:
    """Knowledge editors write, review and publish; that one does not review one's own text, the verb sees to."""
    return user.has_role(Role.KNOWLEDGE_EDITOR)


@rule("stores.work_on_task")
def work_on_task(user: User, task: Task) -> bool:
    """The owner, the unit's people, and those who may open the client's record."""
    return tasks_of(user).filter(pk=task.pk).exists()
