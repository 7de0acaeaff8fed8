"""Forms of the room. They check shape; sense is checked by the verbs."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from luotsi.base.models import User
from luotsi.kit.text import Language
from luotsi.workbench.queries import units_of


class FilesInput(forms.ClearableFileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; the cleaned value is a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Check every file."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(item, initial) for item in given or [None]]


class BulkForm(forms.Form):
    """Files of many clients, the unit, and the system that they come from."""

    files = FilesField(
        label=_("NDJSON files"), help_text=_("FHIR R4 (4.0.1): one resource or one Bundle a line, UTF-8.")
    )
    system = forms.CharField(
        label=_("Source system"),
        help_text=_("Named beside the data, so that sources that disagree can be told apart."),
        max_length=120,
        required=False,
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        units.queryset = units_of(user)
        units.label_from_instance = lambda unit: unit.name.in_(Language.parse(user.language))
        if units.queryset.count() == 1:
            units.initial = units.queryset.first()
            units.widget = forms.HiddenInput()

    def clean_files(self) -> list[UploadedFile]:
        """Over the limit, the command line is the way: it reads files where they are."""
        files: list[UploadedFile] = self.cleaned_data["files"]
        size, limit = sum(item.size or 0 for item in files), settings.LUOTSI_UPLOAD_LIMIT
        if size > limit:
            text = _("The files are %(size)d MB. The most is %(limit)d MB. Use the command: luotsi records bulk.")
            raise forms.ValidationError(text % {"size": size // 1_000_000, "limit": limit // 1_000_000})
        return files


class DocumentForm(forms.Form):
    """A file for a new document, or for one that the record names already."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, DOCX, TXT, PNG or JPEG."), required=False)
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    document = forms.ChoiceField(label=_("Document"), required=False)

    def __init__(self, *args: Any, documents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [("", _("a new document")), *documents]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("upload") and not self.errors:
            self.add_error("file", _("Choose a file."))
        return cleaned
