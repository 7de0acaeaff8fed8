"""Addresses of the recommendations and the vision, below the language."""

from django.urls import path

from luotsi.hub.recommendations.views import editing, parts, public, vision
from luotsi.hub.spine.addresses import address

app_name = "recommendations"


def _three(fi: str, sv: str, en: str) -> object:
    return address(f"suositukset{fi}", f"rekommendationer{sv}", f"recommendations{en}")


def _of_one(fi: str, sv: str, en: str) -> object:
    return _three(f"/<slug:slug>/{fi}", f"/<slug:slug>/{sv}", f"/<slug:slug>/{en}")


def _vision(fi: str = "", sv: str = "", en: str = "") -> object:
    return address(f"visio{fi}", f"vision{sv}", f"vision{en}")


urlpatterns = [
    path(_three("/", "/", "/"), public.recommendations, name="list"),
    path(_three(".csv", ".csv", ".csv"), public.table, name="csv"),
    path(_three(".json", ".json", ".json"), public.document, name="json"),
    path(_three(".atom", ".atom", ".atom"), public.feed, name="feed"),
    path(_three("/tyotila/", "/arbetsyta/", "/workspace/"), editing.workspace, name="workspace"),
    path(_three("/tyotila/uusi/", "/arbetsyta/ny/", "/workspace/new/"), editing.new, name="new"),
    path(
        _three("/tyotila/versio/<int:pk>/", "/arbetsyta/version/<int:pk>/", "/workspace/version/<int:pk>/"),
        editing.edition,
        name="edition",
    ),
    path(_of_one("", "", ""), public.recommendation, name="detail"),
    path(_of_one("versiot/", "versioner/", "versions/"), public.versions, name="versions"),
    path(_of_one("muokkaa/", "redigera/", "edit/"), editing.edit, name="edit"),
    path(_of_one("vastuut/", "ansvar/", "owner/"), editing.owner, name="owner"),
    path(_of_one("perusta/", "grund/", "ground/"), editing.ground, name="ground"),
    path(_of_one("laheta/", "skicka/", "submit/"), editing.submit, name="submit"),
    path(_of_one("osa/<slug:part>/uusi/", "del/<slug:part>/ny/", "part/<slug:part>/new/"), parts.new, name="part_new"),
    path(
        _of_one("osa/<slug:part>/<uuid:pk>/", "del/<slug:part>/<uuid:pk>/", "part/<slug:part>/<uuid:pk>/"),
        parts.edit,
        name="part",
    ),
    path(
        _of_one(
            "mittari/<uuid:indicator>/arvo/", "indikator/<uuid:indicator>/varde/", "indicator/<uuid:indicator>/value/"
        ),
        parts.new_value,
        name="value_new",
    ),
    path(_vision("/", "/", "/"), vision.vision, name="vision"),
    path(_vision(".pdf", ".pdf", ".pdf"), vision.pdf, name="vision_pdf"),
    path(_vision(".json", ".json", ".json"), vision.document, name="vision_json"),
    path(_vision("/kysely.csv", "/enkat.csv", "/poll.csv"), vision.poll, name="poll"),
    path(_vision("/versiot/", "/versioner/", "/versions/"), vision.versions, name="vision_versions"),
    path(_vision("/muokkaa/", "/redigera/", "/edit/"), vision.edit, name="vision_edit"),
    path(_vision("/perusta/", "/grund/", "/ground/"), vision.ground, name="vision_ground"),
    path(
        _vision("/vaite/<uuid:pk>/perusta/", "/pastaende/<uuid:pk>/grund/", "/statement/<uuid:pk>/ground/"),
        vision.statement_ground,
        name="statement_ground",
    ),
    path(_vision("/laheta/", "/skicka/", "/submit/"), vision.submit, name="vision_submit"),
    path(
        _vision("/osa/<slug:part>/uusi/", "/del/<slug:part>/ny/", "/part/<slug:part>/new/"),
        parts.vision_new,
        name="vision_part_new",
    ),
    path(
        _vision("/osa/<slug:part>/<uuid:pk>/", "/del/<slug:part>/<uuid:pk>/", "/part/<slug:part>/<uuid:pk>/"),
        parts.vision_edit,
        name="vision_part",
    ),
]
