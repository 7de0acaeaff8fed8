"""The county administrator's screens: units and settings of access."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from luotsi.base.permissions import permission_required
from luotsi.kit.errors import ConflictError, InputError
from luotsi.workbench.access.domain import units as verbs
from luotsi.workbench.access.forms import SettingsForm, UnitForm
from luotsi.workbench.access.purposes import PURPOSES
from luotsi.workbench.access.queries import county_settings
from luotsi.workbench.models import Unit


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("access.manage")
def units(request: HttpRequest) -> HttpResponse:
    """The units of the county, and a form for a new one."""
    form = UnitForm(request.POST or None, language=request.LANGUAGE_CODE)
    if request.method == "POST" and form.is_valid():
        verbs.create(request.user, form.name())
        messages.success(request, _("The unit has been created."))
        return redirect("access:units")
    in_force = Count("carerelationship", filter=Q(carerelationship__ended_at=None))
    found = Unit.objects.select_related("closure").annotate(clients=in_force).order_by("closure__closed_at", "slug")
    return render(request, "access/units.html", {"units": found, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("access.manage")
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Rename a unit."""
    found = get_object_or_404(Unit.objects.select_related("closure"), slug=slug)
    names = {"name_fi": found.name_fi, "name_sv": found.name_sv, "name_en": found.name_en}
    form = UnitForm(request.POST or None, initial=names, language=request.LANGUAGE_CODE)
    if request.method == "POST" and form.is_valid():
        verbs.rename(request.user, found, form.name())
        messages.success(request, _("The names have been stored."))
        return redirect("access:units")
    context = {"unit": found, "form": form, "closed": hasattr(found, "closure")}
    return render(request, "access/unit.html", context, status=422 if form.errors else 200)


@require_POST
@permission_required("access.manage")
def unit_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a unit without clients."""
    found = get_object_or_404(Unit, slug=slug)
    try:
        verbs.close(request.user, found)
    except (InputError, ConflictError) as error:
        messages.error(request, error.text.in_(request.LANGUAGE_CODE))
        return redirect("access:unit", slug)
    messages.success(request, _("The unit has been closed and the roles in it have ended."))
    return redirect("access:units")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("access.manage")
def settings(request: HttpRequest) -> HttpResponse:
    """Length of emergency access, names in the access report, and the list of purposes with their legal grounds."""
    now = county_settings()
    initial = {"emergency_minutes": now.emergency_minutes, "names_in_report": now.names_in_report}
    form = SettingsForm(request.POST or None, initial=initial, language=request.LANGUAGE_CODE)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_settings(request.user, **form.cleaned_data)
        except InputError as error:
            form.add_problems(error)
        else:
            messages.success(request, _("The settings have been stored."))
            return redirect("access:settings")
    context = {"form": form, "purposes": list(PURPOSES.values())}
    return render(request, "access/settings.html", context, status=422 if form.errors else 200)
