"""How people get in: allauth's adapters, and signing in anew before an act that binds (signing a record)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
    suspend_request,
)
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, override

from luotsi.base import audit, people, ratelimit
from luotsi.base.models import User
from luotsi.base.roles import Role

TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 30


def client_address(request: HttpRequest) -> str:
    """The network address of the browser. Forwarded headers are believed only from as many proxies as are set."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.LUOTSI_PROXIES and len(hops) >= settings.LUOTSI_PROXIES:
        return hops[-settings.LUOTSI_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up on the workbench, open on the hub; signing in, out and failing to are in the audit log."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts of the workbench are made by the county's administrator."""
        del request
        return bool(settings.IS_HUB)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new user of the hub is a member, in the language of the page where the account was made."""
        user.language = getattr(request, "LANGUAGE_CODE", "fi")[:2]
        saved = super().save_user(request, user, form, commit)
        if commit:
            welcome(saved)
        return saved

    def get_client_ip(self, request: HttpRequest) -> str:
        """See :func:`client_address`."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, per account and per network address (both as keyed hashes)."""
        ratelimit.limit(f"sign-in-from:{client_address(request)}", TRIES_PER_ADDRESS)
        ratelimit.limit(f"sign-in-to:{str(credentials.get('email', '')).lower()}", TRIES_PER_ACCOUNT)
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log the failure; an address that is no account's is not written down."""
        del request
        found = (
            User.objects.filter(email=str(credentials.get("email", "")).lower()).values_list("pk", flat=True).first()
        )
        audit.record("account.sign_in_failed", actor=None, target=f"user:{found}" if found else "")

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the password of the one who is signed in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and log it."""
        super().login(request, user)
        audit.record("account.sign_in", actor=user)

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """On the workbench in the user's own language, also on the way in, where the page was still in another."""
        user = request.user
        own = user.language if user.is_authenticated and not settings.IS_HUB else get_language()
        with override(own):
            super().add_message(request, *args, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        """Log it, and sign out."""
        audit.record("account.sign_out", actor=request.user)
        super().logout(request)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the organisation's own OpenID Connect provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """As for local accounts."""
        del sociallogin
        del request
        return bool(settings.IS_HUB)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse answers about two people; bind an account found by its address to the identity from now on."""
        told = sociallogin.account.extra_data
        subjects = {told[part].get("sub") for part in ("id_token", "userinfo") if part in told}
        if len(subjects) > 1:  # OpenID Connect Core 1.0, section 5.3.2
            raise ImmediateHttpResponse(render_authentication_error(request, sociallogin.provider))
        if sociallogin.is_existing and sociallogin.account.pk is None:
            sociallogin.save(request, connect=True)

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """An address that the provider has verified opens the account that an administrator made for it.

        Refused when that account is already bound to another identity of the provider.
        """
        others = SocialAccount.objects.filter(user__email=email.lower(), provider=login.account.provider)
        return not others.exclude(uid=login.account.uid).exists()

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """One field for the name."""
        user = super().populate_user(request, sociallogin, data)
        whole = f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip()
        user.name = data.get("name") or whole
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """A new user of the hub is a member."""
        user = super().save_user(request, sociallogin, form)
        welcome(user)
        return user


def welcome(user: User) -> None:
    """Whoever makes an account on the hub is a member and may apply."""
    people.grant(user, Role.MEMBER, by=None)
    people.grant(user, Role.APPLICANT, by=None)


# Signing in anew ----------------------------------------------------------------------------------------------------


def reauthenticated(request: HttpRequest) -> bool:
    """Whether the user has proved who they are within the last minutes (ACCOUNT_REAUTHENTICATION_TIMEOUT).

    Signing in at the start of the day is not enough: the proof must be a renewed one, or (for a user of an
    OpenID Connect provider without a password here) a sign-in through it within that time.
    """
    if get_reauthentication_flows(request.user):
        return did_recently_reauthenticate(request)
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def recently_authenticated(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Guard a view that binds. The user proves who they are, then comes back; a POST is carried out then as it was sent.

    Post to an address without a query string: only such a request is kept while the user is away.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if reauthenticated(request):
            return view(request, *args, **kwargs)
        return suspend_request(request, reauthentication_url(request))

    return guarded


def reauthentication_url(request: HttpRequest) -> str:
    """Where this user proves who they are: password, authenticator or key here, else the organisation's provider."""
    methods = AccountAdapter(request).get_reauthentication_methods(request.user)
    if methods:
        return methods[0]["url"]
    account = SocialAccount.objects.filter(user=request.user).first()
    return account.get_provider(request).get_login_url(request) if account else reverse("account_login")
