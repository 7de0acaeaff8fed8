"""Files of a client's documents: attach one, open one."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.base import files
from luotsi.base.permissions import permission_required
from luotsi.kit.errors import InputError
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.intake.domain import documents
from luotsi.workbench.intake.forms import DocumentForm
from luotsi.workbench.intake.models import Attachment
from luotsi.workbench.intake.panels import document_choices
from luotsi.workbench.models import Client
from luotsi.workbench.queries import clients_of


@require_http_methods(["GET", "POST"])
@permission_required("workbench.work_with_clients")
def attach(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Attach a file sent with the form, or one that was sent before in pieces (``upload``)."""
    client = get_object_or_404(clients_of(request.user, client_id))
    choices = document_choices(client)
    posted = request.method == "POST"
    form = DocumentForm(request.POST if posted else None, request.FILES if posted else None, documents=choices)
    if posted and form.is_valid():
        try:
            _attached(request, client, form)
        except InputError as error:
            for line in error.lines(request.LANGUAGE_CODE)[:1]:
                form.add_error("file", line)
        else:
            messages.success(request, _("The file was attached to the record."))
            return redirect("workbench:client", client.pk)
    elif not posted:
        open_client(request.user, client, target="page:documents")
    context = {"client": client, "form": form, "limit": settings.LUOTSI_UPLOAD_LIMIT}
    return render(request, "intake/attach.html", context, status=422 if form.errors else 200)


def _attached(request: HttpRequest, client: Client, form: DocumentForm) -> Attachment:
    data = form.cleaned_data
    if data["upload"]:
        stored, name = documents.finished_upload(request.user, data["upload"])
    else:
        upload = data["file"]
        stored, name = files.store(upload, name=upload.name), upload.name
    return documents.attach(request.user, client, stored, name=name, title=data["title"], document=data["document"])


@require_safe
@permission_required("workbench.work_with_clients")
def download(request: HttpRequest, client_id: UUID, attachment_id: UUID) -> FileResponse:
    """The file itself, as a download: never shown as a page of ours."""
    client = get_object_or_404(clients_of(request.user, client_id))
    found = get_object_or_404(Attachment.objects.select_related("stored", "client"), pk=attachment_id, client=client)
    content = documents.open_attachment(request.user, found)
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(
        content, as_attachment=True, filename=found.name, content_type=found.stored.media_type, headers=headers
    )
