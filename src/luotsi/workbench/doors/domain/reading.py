"""Who reads which client's record through the API, and the note of it in the audit log."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.doors.models import ApiToken
from luotsi.workbench.models import CareRelationship, Client
from luotsi.workbench.queries import clients_of


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in user, or another system by its key: one of the two."""

    user: User | None = None
    token: ApiToken | None = None

    @property
    def key(self) -> str:
        """What the caller's rate is counted by."""
        return f"user:{self.user.pk}" if self.user else f"token:{self.token.pk if self.token else ''}"

    def clients(self, only: UUID | None = None) -> QuerySet[Client]:
        """The clients whose record the caller may read; with ``only``, that one at most."""
        if self.user is not None:
            return clients_of(self.user, only)
        in_force = CareRelationship.objects.filter(unit=self.token.unit if self.token else None, ended_at=None)
        if only is None:
            return Client.objects.filter(pk__in=in_force.values("client"))
        return Client.objects.filter(Exists(in_force.filter(client=OuterRef("pk"))), pk=only)

    def client(self, client_id: UUID) -> Client | None:
        """The client when the caller may read the record; else None, whether or not there is one."""
        return self.clients(client_id).first()

    def opened(self, client: Client, what: str, count: int) -> None:
        """Note in the audit log what is handed over."""
        if self.user is not None:
            open_client(self.user, client, target=f"fhir:{what}")
        elif self.token is not None:
            audit.record(
                "record.open",
                actor=None,
                role="system",
                target=f"fhir:{what}",
                client=str(client.pk),
                purpose="care",
                detail={"key": str(self.token.pk), "unit": self.token.unit.slug, "resources": count},
            )
