"""Whether this process serves and reaches its database."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

import luotsi


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 when the database does not answer. Open to everybody; tells nothing else."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = "ok"
    except DatabaseError:
        database = "unavailable"
    version = getattr(luotsi, "__version__", "")
    status = 200 if database == "ok" else 503
    return JsonResponse({"version": version, "database": database}, status=status)
