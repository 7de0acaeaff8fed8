"""Files of documents: kept by content, named by a DocumentReference of the client's record, opened with a trace."""

import base64
from hashlib import sha1
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from luotsi.base import audit, files
from luotsi.base.models import StoredFile, Upload, User
from luotsi.base.permissions import can, require
from luotsi.engines.clinical import parse_bundle
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.domain.records import open_client, unit_for
from luotsi.workbench.domain.storing import Origin, store
from luotsi.workbench.intake.models import Attachment
from luotsi.workbench.models import Client, Resource, Unit
from luotsi.workbench.queries import units_of

ACCEPTED = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "text/plain": "TXT",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
}
PIECE = 1 << 20


def attach(
    user: User, client: Client, stored: StoredFile, *, name: str, title: str = "", document: str = ""
) -> Attachment:
    """Attach a stored file to a document of the record ("DocumentReference/x"), or to a new one.

    InputError when the type is not one of a document's, or the record has no such document.
    """
    require(user, "workbench.open_client", client)
    plain = Path(name).name[:255] or "document"
    if stored.media_type not in ACCEPTED:
        kinds = ", ".join(ACCEPTED.values())
        text = Text("Tiedoston on oltava {n}.", "Filen ska vara {n}.", "The file must be {n}.").format(n=kinds)
        raise InputError(text, [Problem("file", text)])
    with transaction.atomic():
        if document:
            _check_document(client, document)
        identity = uuid4()
        reference = document or _new_document(user, client, stored, (identity, plain, title.strip() or plain))
        found, made = Attachment.objects.get_or_create(
            client=client,
            document=reference,
            stored=stored,
            defaults={"id": identity, "name": plain, "added_by": user},
        )
        if made:
            files.hold(stored, f"intake.attachment:{found.pk}")
            detail = {"document": reference, "media_type": stored.media_type, "size": stored.size}
            audit.record(
                "document.attach", actor=user, target=f"attachment:{found.pk}", client=str(client.pk), detail=detail
            )
    return found


def finished_upload(user: User, upload_id: UUID) -> tuple[StoredFile, str]:
    """The file of a resumable upload that has wholly arrived, and its name; InputError otherwise."""
    upload = Upload.objects.filter(pk=upload_id).select_related("stored").first()
    if upload is None or not can(user, "base.upload", upload) or upload.stored is None:
        text = Text("Lähetys ei ole valmis.", "Uppladdningen är inte klar.", "The upload has not finished.")
        raise InputError(text, [Problem("upload", text)])
    return upload.stored, upload.name


def open_attachment(user: User, attachment: Attachment) -> BinaryIO:
    """The content, for reading. The opening is in the log."""
    open_client(user, attachment.client, target=f"attachment:{attachment.pk}")
    return files.open_file(attachment.stored.sha256)


def _check_document(client: Client, document: str) -> None:
    kind, _, logical_id = document.partition("/")
    rows = Resource.objects.filter(client=client, type="DocumentReference", logical_id=logical_id, superseded_by=None)
    if kind != "DocumentReference" or not rows.exists():
        text = Text("Asiakirjaa ei ole.", "Dokumentet finns inte.", "There is no such document.")
        raise InputError(text, [Problem("document", text)])


def _new_document(user: User, client: Client, stored: StoredFile, named: tuple[UUID, str, str]) -> str:
    """Write a DocumentReference that names the file; its reference. Provenance is that of any other resource."""
    patient = client.resources.filter(type="Patient", superseded_by=None).first()
    if patient is None:
        text = Text("Asiakkaan tiedot puuttuvat.", "Klientens uppgifter saknas.", "The client has no record.")
        raise InputError(text)
    identity, name, title = named
    body = _body(client, stored, patient.reference, (identity, title))
    bundle = parse_bundle(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient.body}, {"resource": body}]}
    )
    store(bundle, Origin(user=user, unit=_unit(user, client), source=name, system=None))
    return f"DocumentReference/{identity}"


def _unit(user: User, client: Client) -> Unit:
    related = client.care_relationships.filter(unit__in=units_of(user), ended_at=None).select_related("unit").first()
    return related.unit if related else unit_for(user, None)


def _body(client: Client, stored: StoredFile, patient: str, named: tuple[UUID, str]) -> dict[str, Any]:
    identity, title = named
    now = timezone.now().isoformat(timespec="seconds")
    path = reverse("intake:download", args=[client.pk, identity])
    attachment = {
        "contentType": stored.media_type,
        "url": f"{settings.LUOTSI_PUBLIC_URL.rstrip('/')}{path}",
        "size": stored.size,
        "hash": _sha1(stored.sha256),
        "title": title,
        "creation": now,
    }
    return {
        "resourceType": "DocumentReference",
        "id": str(identity),
        "status": "current",
        "subject": {"reference": patient},
        "date": now,
        "description": title,
        "content": [{"attachment": attachment}],
    }


def _sha1(sha256: str) -> str:
    """What R4 asks for in Attachment.hash: SHA-1 in base64. Our own name of the file stays SHA-256."""
    digest = sha1(usedforsecurity=False)
    with files.open_file(sha256) as content:
        while piece := content.read(PIECE):
            digest.update(piece)
    return base64.b64encode(digest.digest()).decode()
