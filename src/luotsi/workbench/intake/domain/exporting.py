"""A client's whole record as one FHIR R4 Bundle, every version's origin told by Provenance resources."""

from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone

from luotsi.base.models import User
from luotsi.engines.clinical import Coding, Concept
from luotsi.engines.clinical import export as r4
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.models import Client, RecordImport, Resource
from luotsi.workbench.queries import current_resources

_NAMESPACE = UUID("7c1b9a52-3f57-5d0b-9e0e-696e74616b65")
_LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle"
_RECEIVE = Concept((Coding(_LIFECYCLE, "receive", "Receive/Retain Record Lifecycle Event"),))


def export_record(user: User, client: Client) -> dict[str, Any]:
    """The current resources of the client as they are stored, and a Provenance for each import that they came in.

    The opening is in the log. NotPermittedError without a right to open the record.
    """
    open_client(user, client, target="export:record")
    rows = list(current_resources(client).select_related("record_import__imported_by"))
    by_import: dict[UUID, list[Resource]] = {}
    imports: dict[UUID, RecordImport] = {}
    for row in rows:
        by_import.setdefault(row.record_import_id, []).append(row)
        imports[row.record_import_id] = row.record_import
    origins = [_provenance(imports[key], targets) for key, targets in by_import.items()]
    resources: list[dict[str, object]] = [row.body for row in rows]
    now = timezone.now()
    base = f"{settings.LUOTSI_PUBLIC_URL.rstrip('/')}/fhir"
    identity = str(uuid5(_NAMESPACE, f"{client.pk}/{now.isoformat()}"))
    return r4.bundle(identity, kind="collection", resources=[*resources, *origins], timestamp=now, base=base)


def _provenance(record_import: RecordImport, rows: list[Resource]) -> dict[str, object]:
    made = r4.provenance(
        str(uuid5(_NAMESPACE, str(record_import.pk))),
        targets=[row.reference for row in rows],
        recorded=record_import.imported_at,
        agents=[
            r4.Agent("enterer", name=record_import.imported_by.get_full_name() or record_import.imported_by.email),
            *([r4.Agent("author", name=record_import.system)] if record_import.system else []),
        ],
        activity=_RECEIVE,
    )
    # the file is no resource: R4 names it by its identifier, here the digest of what it held of the client
    what = {
        "identifier": {"system": "urn:luotsi:import:sha256", "value": record_import.sha256},
        "display": record_import.source,
    }
    return made | {"entity": [{"role": "source", "what": what}]}
