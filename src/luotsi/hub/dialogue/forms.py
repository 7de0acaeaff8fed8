"""What people fill in."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.base.models import User
from luotsi.hub.dialogue.models import Discussion, Reason, Response, Statement, Steward
from luotsi.hub.dialogue.models.statement import Standing
from luotsi.hub.spine.models import Organisation

LANGUAGES = (("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English")))
RESERVED = frozenset({"tyotila", "arbetsyta", "workspace", "jaettu", "delad", "shared"})
_LOCAL = "%Y-%m-%dT%H:%M"


class _Moment(forms.DateTimeField):
    """A local time, by the browser's own control."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL)
        super().__init__(widget=widget, input_formats=[_LOCAL, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)


class DiscussionForm(forms.ModelForm[Discussion]):
    """Words, schedule and rules."""

    opens_at = _Moment(label=_("Opens"), required=False, help_text=_("Empty: as soon as it is published."))
    closes_at = _Moment(
        label=_("Closes"), required=False, help_text=_("Closing destroys the key of the pseudonyms for good.")
    )

    class Meta:
        model = Discussion
        fields = (
            "slug",
            *(f"{name}_{tag}" for name in ("title", "about", "use") for tag in ("fi", "sv", "en")),
            "opens_at",
            "closes_at",
            "open_door",
            "own_statements",
            "statement_length",
            "results_after",
            "network_limit",
            "listed",
            "invented",
        )
        help_texts = {"slug": _("The last part of the address: letters a to z, digits and hyphens.")}
        widgets = {
            f"{name}_{tag}": forms.Textarea(attrs={"rows": 3, "lang": tag})
            for name in ("about", "use")
            for tag in ("fi", "sv", "en")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.published_at is not None:
            del self.fields["slug"], self.fields["invented"]

    def clean_slug(self) -> str:
        """Not one of the addresses of the work space."""
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise ValidationError(_("This address is reserved. Choose another."))
        return slug

    def clean_statement_length(self) -> int:
        """140 to 200."""
        length: int = self.cleaned_data["statement_length"]
        if not 140 <= length <= 200:  # noqa: PLR2004 - the limits of the table
            raise ValidationError(_("Give a length from 140 to 200 characters."))
        return length

    def clean(self) -> dict[str, Any]:
        """At least one title; closing after opening."""
        given = super().clean() or {}
        if not any(given.get(f"title_{tag}") for tag in ("fi", "sv", "en")):
            self.add_error("title_fi", _("Write the title in at least one language. All three are needed to open."))
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if closes and closes <= (opens or timezone.now()):
            self.add_error("closes_at", _("Closing must come after opening."))
        return given

    def values(self) -> dict[str, Any]:
        """What is stored."""
        return {name: self.cleaned_data[name] for name in self.fields}


class ProposalForm(forms.Form):
    """A participant's own statement. The length is judged by the discussion's rule, so that the error names it."""

    text = forms.CharField(label=_("Your statement"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    language = forms.ChoiceField(label=_("Language of your statement"), choices=LANGUAGES)
    submission = forms.UUIDField(widget=forms.HiddenInput)


class StatementForm(forms.Form):
    """A statement in its versions, for those who run the discussion."""

    language = forms.ChoiceField(label=_("Language of the original"), choices=LANGUAGES)
    meta = forms.BooleanField(label=_("About the participant, not about the matter"), required=False)

    def __init__(self, *args: Any, original: str = "", length: int = 140, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tag, name in LANGUAGES:
            self.fields[f"text_{tag}"] = forms.CharField(
                label=name,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": tag}),
                help_text=_("At most %(n)s characters.") % {"n": length},
            )
            self.fields[f"standing_{tag}"] = forms.ChoiceField(
                label=_("How this version was made"),
                required=False,
                choices=[("", _("as the original or by a person")), *Standing.choices[1:]],
            )
        if original:
            del self.fields["language"]

    def versions(self) -> dict[str, str]:
        """The texts by language."""
        return {tag: self.cleaned_data[f"text_{tag}"] for tag, _name in LANGUAGES}

    def standings(self) -> dict[str, str]:
        """How each was made."""
        return {tag: self.cleaned_data[f"standing_{tag}"] for tag, _name in LANGUAGES}


class DecisionForm(forms.Form):
    """What a moderator says of a statement."""

    act = forms.ChoiceField(
        choices=[(act, act) for act in ("accept", "reject", "confirm", "return", "uphold", "dismiss")]
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *Reason.choices], required=False)
    note = forms.CharField(label=_("Note to the public log"), max_length=300, required=False)
    meta = forms.BooleanField(label=_("About the participant, not about the matter"), required=False)


class AppealForm(forms.Form):
    """Why a rejected statement should have been accepted."""

    words = forms.CharField(
        label=_("Why should the statement be accepted?"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class WithdrawForm(forms.Form):
    """The withdrawal code, where the browser is not known."""

    code = forms.CharField(label=_("Withdrawal code"), max_length=40, required=False)
    sure = forms.BooleanField(
        label=_("I understand that my votes are removed for good"),
        error_messages={"required": _("Tick that you understand: removed votes cannot be brought back.")},
    )


class InvitationForm(forms.Form):
    """A batch of invitations: a number of tokens to hand out, or addresses to send them to."""

    batch = forms.CharField(
        label=_("To whom"), max_length=80, help_text=_("A kind of people, not a name: nurses, patient organisations.")
    )
    count = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=500)
    addresses = forms.CharField(
        label=_("Or e-mail addresses, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Each gets a letter with a token of its own. The addresses are forgotten when the letters have gone."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if bool(given.get("count")) == bool((given.get("addresses") or "").strip()) and not self.errors:
            self.add_error("count", _("Give either a number or addresses."))
        return given


class ShareForm(forms.Form):
    """A link that shows the discussion, read only."""

    label = forms.CharField(label=_("For whom"), max_length=80)
    days = forms.IntegerField(label=_("In force, days"), min_value=1, max_value=180, initial=30)


class EmbedForm(forms.Form):
    """The sites that may show the discussion in a frame."""

    embed_hosts = forms.CharField(
        label=_("Sites, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As https://www.example.fi, without a path."),
    )

    def clean_embed_hosts(self) -> str:
        """Origins only: what stands in the frame-ancestors list of the page."""
        kept = []
        for number, line in enumerate(self.cleaned_data["embed_hosts"].splitlines(), 1):
            if origin := line.strip().rstrip("/").lower():
                if not _is_origin(origin):
                    raise ValidationError(
                        _("Line %(n)s is not the address of a site: https://www.example.fi"), params={"n": number}
                    )
                kept.append(origin)
        return "\n".join(dict.fromkeys(kept))


_ORIGIN = re.compile(r"(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?")


def _is_origin(text: str) -> bool:
    """Scheme and host, perhaps a port; http for this machine only. Nothing that could end the list or widen it."""
    if len(text) > 200 or not _ORIGIN.fullmatch(text):  # noqa: PLR2004 - no host is longer
        return False
    host = urlsplit(text).hostname or ""
    return host in {"localhost", "127.0.0.1"} or ("." in host and ".." not in host and not host.startswith(("-", ".")))


class StewardForm(forms.Form):
    """Somebody who gets a part in running the discussion."""

    email = forms.EmailField(label=_("E-mail address of the account"))
    part = forms.ChoiceField(label=_("Part in the discussion"), choices=Steward.Part.choices)

    def clean_email(self) -> User:
        """An account that exists."""
        found = User.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if found is None:
            raise ValidationError(_("No account has this address. The person makes one by signing up first."))
        return found


class ResponseForm(forms.ModelForm[Response]):
    """An official answer to a statement."""

    class Meta:
        model = Response
        fields = ("organisation", "words_fi", "words_sv", "words_en")
        widgets = {f"words_{tag}": forms.Textarea(attrs={"rows": 4, "lang": tag}) for tag in ("fi", "sv", "en")}

    def clean(self) -> dict[str, Any]:
        """Written in one language at least."""
        given = super().clean() or {}
        if not any((given.get(f"words_{tag}") or "").strip() for tag in ("fi", "sv", "en")):
            self.add_error("words_fi", _("Write the answer in at least one language."))
        return given


class HandOnForm(forms.Form):
    """Where a statement goes next: what it becomes, and who is responsible where that is asked."""

    kind = forms.ChoiceField(label=_("What it becomes"))
    ground = forms.CharField(label=_("Why"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Responsible organisation"), required=False
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds


class LinkForm(forms.Form):
    """A link to something of the hub that exists already."""

    target = forms.ChoiceField(label=_("What it is linked to"))

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets


class ImportForm(forms.Form):
    """A conversation exported from Polis."""

    slug = forms.SlugField(label=_("address"), max_length=50)
    title = forms.CharField(label=_("Title"), max_length=160)
    language = forms.ChoiceField(label=_("Language of the statements"), choices=LANGUAGES)
    attribution = forms.CharField(
        label=_("Where it comes from"),
        max_length=300,
        help_text=_("Whose discussion it was, when, and by what licence or permission it is shown here."),
    )
    file = forms.FileField(
        label=_("The export as a zip file"),
        help_text=_("The zip holds comments.csv and votes.csv as Polis exports them."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
    )

    def clean_slug(self) -> str:
        """Free."""
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED or Discussion.objects.filter(slug=slug).exists():
            raise ValidationError(_("This address is reserved. Choose another."))
        return slug


class PaperForm(forms.Form):
    """One ballot on paper: its number, and an answer a statement."""

    sheet = forms.IntegerField(label=_("Number of the sheet"), min_value=1, max_value=99999)

    def __init__(self, *args: Any, statements: list[Statement], choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [row.number for row in statements]
        for row in statements:
            self.fields[f"s{row.number}"] = forms.ChoiceField(
                label=f"{row.number}. {row.text.shown()}",
                required=False,
                choices=[*choices, ("", pgettext_lazy("ballot", "No answer"))],
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[int, str]:
        """The answers that were given."""
        return {number: choice for number in self.numbers if (choice := self.cleaned_data[f"s{number}"])}


class DayForm(forms.Form):
    """A day of the time machine."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)


class ReceiptForm(forms.Form):
    """A receipt to be looked up in the log."""

    receipt = forms.CharField(label=_("Receipt"), max_length=90)
