"""Users and the roles granted to them."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luotsi.base.roles import WAGTAIL_ROLES, Role


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is one and the same however it is capitalised."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A stored user; without a password the account cannot be signed in to by password."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who may do everything in the website's editing half. It opens no client data by itself."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of an e-mail address, capitals or not."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Elsewhere named by the opaque ``id`` alone."""

    class Language(models.TextChoices):
        """Language of the interface."""

        FI = "fi", "Suomi"
        SV = "sv", "Svenska"
        EN = "en", "English"

    class Theme(models.TextChoices):
        """Light, dark or as the device is set."""

        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    title = models.CharField(_("title or profession"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.FI)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    shortcuts_enabled = models.BooleanField(_("single-key shortcuts"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (models.CheckConstraint(condition=models.Q(email=Lower("email")), name="base_user_email_lower"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store; the address in lower case."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Lower case before uniqueness is judged."""
        super().clean()
        self.email = self.email.lower()

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read again, roles too."""
        self.__dict__.pop("_scopes", None)
        super().refresh_from_db(*args, **kwargs)

    def get_full_name(self) -> str:
        """The name, or the part of the address before the @ when no name was given."""
        return self.name or self.email.split("@", maxsplit=1)[0]

    def get_short_name(self) -> str:
        """The first of the names."""
        return self.get_full_name().split(" ", maxsplit=1)[0]

    def __str__(self) -> str:
        """For forms and lists."""
        return self.get_full_name()

    def _role_scopes(self) -> dict[str, set[str]]:
        """Roles in force and their scopes; read once an instance."""
        if "_scopes" not in self.__dict__:
            scopes: dict[str, set[str]] = {}
            if self.pk and self.is_active:
                for role, scope in self.grants.filter(ended_at=None).values_list("role", "scope"):
                    scopes.setdefault(role, set()).add(scope)
            self.__dict__["_scopes"] = scopes
        return self.__dict__["_scopes"]

    @property
    def roles(self) -> frozenset[Role]:
        """Every role in force, in any scope. Empty for an inactive user."""
        return frozenset(Role(role) for role in self._role_scopes() if role in Role._value2member_map_)

    def role_scopes(self, role: Role | str) -> frozenset[str]:
        """The scopes in which the role is held; ``""`` among them means everywhere."""
        return frozenset(self._role_scopes().get(str(role), ()))

    def has_role(self, role: Role | str, scope: str = "") -> bool:
        """Whether the role is held.

        With a ``scope`` (a unit, a call): held in that scope or everywhere. Without: held at all, in whatever scope.
        """
        scopes = self.role_scopes(role)
        return bool(scopes) if not scope else "" in scopes or scope in scopes

    def has_any_role(self, roles: Iterable[Role | str], scope: str = "") -> bool:
        """Whether at least one of the roles is held."""
        return any(self.has_role(role, scope) for role in roles)

    @property
    def is_staff(self) -> bool:
        """Whether the editing half of the website (Wagtail) is open to the user: follows from the roles."""
        return self.is_active and (self.is_superuser or bool(self.roles & WAGTAIL_ROLES))


class Grant(models.Model):
    """One role given to one user, for the time it holds. Ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=30, choices=[(role.value, role.value) for role in Role])
    scope = models.CharField(_("scope"), max_length=100, blank=True, default="")
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("granted role")
        verbose_name_plural = _("granted roles")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "scope"], condition=models.Q(ended_at=None), name="base_grant_once_in_force"
            ),
        )

    def __str__(self) -> str:
        """Role and scope, without a name."""
        return f"{self.role} {self.scope}".strip()
