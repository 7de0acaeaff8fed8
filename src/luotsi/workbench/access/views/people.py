"""The county administrator's screens: people, their roles, and their accounts."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base.models import Grant, User
from luotsi.base.permissions import permission_required
from luotsi.base.ratelimit import limit
from luotsi.base.roles import Role
from luotsi.kit.errors import ConflictError, InputError, LuotsiError, NotPermittedError
from luotsi.kit.text import Text
from luotsi.workbench.access.domain import accounts
from luotsi.workbench.access.forms import GrantForm, PersonForm
from luotsi.workbench.models import Unit

PAGE = 50
LINKS_A_MINUTE = 20
_NO_MAIL = ("filebased", "console", "dummy")


def mail_is_configured() -> bool:
    """Whether letters leave the machine; otherwise they stay in the data folder."""
    return not any(name in settings.EMAIL_BACKEND for name in _NO_MAIL)


def _people() -> Any:
    grants = Grant.objects.filter(ended_at=None).order_by("role", "scope")
    second = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return User.objects.annotate(second_factor=Exists(second)).prefetch_related(
        Prefetch("grants", queryset=grants, to_attr="in_force")
    )


def _roles(person: Any, language: str) -> list[dict[str, Any]]:
    names = {unit.scope: unit.name for unit in Unit.objects.all()}
    return [
        {
            "id": grant.pk,
            "role": Role(grant.role).label.in_(language),
            "unit": names.get(grant.scope, Text.same(grant.scope)).in_(language) if grant.scope else "",
        }
        for grant in person.in_force
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("access.manage")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account: roles, last sign-in, second factor. A search is posted."""
    query = request.POST.get("q", "").strip()[:80]
    found = _people().order_by("-is_active", "name", "email")
    if query:
        found = found.filter(Q(name__icontains=query) | Q(email__icontains=query))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(person, _roles(person, request.LANGUAGE_CODE)) for person in page.object_list]
    context = {"page": page, "rows": rows, "query": query, "mail": mail_is_configured()}
    return render(request, "access/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("access.manage")
def person_new(request: HttpRequest) -> HttpResponse:
    """Make an account and send the letter by which its owner sets a password."""
    form = PersonForm(request.POST or None, language=request.LANGUAGE_CODE, initial={"spoken": "fi"})
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        new = accounts.NewPerson(
            email=found["email"], name=found["name"], title=found["title"], language=found["spoken"]
        )
        try:
            made = accounts.create_person(request.user, new)
        except InputError as error:
            form.add_problems(error)
        else:
            messages.success(request, _("The account has been created. Grant its roles next."))
            _send_link(request, made)
            return redirect("access:person", made.pk)
    context = {"form": form, "mail": mail_is_configured()}
    return render(request, "access/person_new.html", context, status=422 if form.errors else 200)


@require_safe
@permission_required("access.manage")
def person(request: HttpRequest, user_id: str) -> HttpResponse:
    """One person: roles to grant and end, the account to close."""
    return _person(request, user_id, GrantForm(language=request.LANGUAGE_CODE))


def _person(request: HttpRequest, user_id: str, form: GrantForm, status: int = 200) -> HttpResponse:
    found = get_object_or_404(_people(), pk=user_id)
    context = {
        "person": found,
        "roles": _roles(found, request.LANGUAGE_CODE),
        "form": form,
        "mail": mail_is_configured(),
        "oneself": found.pk == request.user.pk,
    }
    return render(request, "access/person.html", context, status=status)


@require_POST
@permission_required("access.manage")
def grant(request: HttpRequest, user_id: str) -> HttpResponse:
    """Grant a role."""
    found = get_object_or_404(User, pk=user_id)
    form = GrantForm(request.POST, language=request.LANGUAGE_CODE)
    if not form.is_valid():
        return _person(request, user_id, form, 422)
    try:
        accounts.grant_role(request.user, found, Role(form.cleaned_data["role"]), form.cleaned_data["unit"])
    except (InputError, NotPermittedError) as error:
        form.add_problems(error)
        return _person(request, user_id, form, 403 if isinstance(error, NotPermittedError) else 422)
    messages.success(request, _("The role has been granted."))
    return redirect("access:person", user_id)


@require_POST
@permission_required("access.manage")
def grant_end(request: HttpRequest, user_id: str, grant_id: int) -> HttpResponse:
    """End a role."""
    found = get_object_or_404(Grant.objects.select_related("user"), pk=grant_id, user=user_id)
    return _done(request, user_id, lambda: accounts.end_role(request.user, found), _("The role has ended."))


@require_POST
@permission_required("access.manage")
def close(request: HttpRequest, user_id: str) -> HttpResponse:
    """Close the account and end its roles."""
    found = get_object_or_404(User, pk=user_id)
    done = _("The account has been closed and its roles have ended.")
    return _done(request, user_id, lambda: accounts.close_account(request.user, found), done)


@require_POST
@permission_required("access.manage")
def reopen(request: HttpRequest, user_id: str) -> HttpResponse:
    """Open a closed account again, without roles."""
    found = get_object_or_404(User, pk=user_id)
    done = _("The account is open again. It has no roles.")
    return _done(request, user_id, lambda: accounts.open_account(request.user, found), done)


@require_POST
@permission_required("access.manage")
def link(request: HttpRequest, user_id: str) -> HttpResponse:
    """Send the letter for setting a password again."""
    _send_link(request, get_object_or_404(User, pk=user_id, is_active=True))
    return redirect("access:person", user_id)


def _send_link(request: HttpRequest, found: User) -> None:
    limit(f"access.link:{request.user.pk}", LINKS_A_MINUTE)
    form = ResetPasswordForm({"email": found.email})
    if form.is_valid():
        form.save(request)
    if mail_is_configured():
        messages.info(request, _("A letter for setting a password has been sent."))
    else:
        messages.warning(
            request, _("Mail is not configured: the letter stays in the data folder of this server and reaches nobody.")
        )


def _done(request: HttpRequest, user_id: str, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except (InputError, ConflictError, NotPermittedError) as error:
        _refused(request, error)
    else:
        messages.success(request, done)
    return redirect("access:person", user_id)


def _refused(request: HttpRequest, error: LuotsiError) -> None:
    messages.error(request, error.text.in_(request.LANGUAGE_CODE))
