"""The form by which a county's key is enrolled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.kit.errors import InputError

MOST_BYTES = 10_000


class EnrolForm(forms.Form):
    """A county's public key and its fingerprint as the county said it."""

    file = forms.FileField(
        label=_("The county's public key"), help_text=_("The file border-….pub, received from the county.")
    )
    fingerprint = forms.CharField(
        label=_("Fingerprint"),
        max_length=200,
        help_text=_(
            "As the county said it by telephone or on paper, never copied from the message that brought the file."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    invented = forms.BooleanField(
        label=_("The county is invented (demo, training)"),
        help_text=_("Its figures are shown apart and never counted into a result."),
        required=False,
    )

    def content(self) -> bytes:
        """What the file holds; too large a file is not read whole."""
        found: bytes = self.cleaned_data["file"].read(MOST_BYTES)
        return found

    def add_problems(self, error: InputError, language: str) -> None:
        """Put the problem on the field that it concerns."""
        name = next((problem.where for problem in error.problems if problem.where in self.fields), "file")
        self.add_error(name, error.text.in_(language))
