"""A client's record on its way out."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from luotsi.base.permissions import permission_required
from luotsi.workbench.intake.domain.exporting import export_record
from luotsi.workbench.queries import clients_of


@require_POST
@permission_required("workbench.work_with_clients")
def export(request: HttpRequest, client_id: UUID) -> JsonResponse:
    """The whole record as a FHIR R4 Bundle. Posted, so that no link or prefetch takes a record out."""
    client = get_object_or_404(clients_of(request.user, client_id))
    headers = {"Content-Disposition": 'attachment; filename="record.json"', "Cache-Control": "no-store"}
    return JsonResponse(
        export_record(request.user, client),
        headers=headers,
        content_type="application/fhir+json",
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
