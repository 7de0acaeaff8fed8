"""What editors may change of the spine: organisations and sources."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from luotsi.hub.spine.models import Organisation, Source


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name_fi", "type", "area", "verified"]
    list_filter = ["type", "area", "verified"]
    search_backend_name = None
    search_fields = ["name_fi", "name_sv", "name_en"]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "doc-full"
    list_display = ["id", "title_fi", "publisher", "retrieved_on"]
    search_backend_name = None
    search_fields = ["title_fi", "title_sv", "title_en", "publisher"]


register_snippet(OrganisationViewSet)
register_snippet(SourceViewSet)
