"""What the user has been told."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from luotsi.base import notifications as told
from luotsi.base.models import Notification

_PER_PAGE = 25


@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """All of them, newest first."""
    page = Paginator(Notification.objects.filter(user=request.user), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "base/notifications.html", {"page": page})


@require_POST
@login_required
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Mark one (``id``) or all as read."""
    chosen = request.POST.get("id", "")
    told.mark_read(request.user, int(chosen) if chosen.isdecimal() else None)
    return HttpResponseRedirect(reverse("base:notifications"))
