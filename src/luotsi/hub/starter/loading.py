"""Loads the starter content once, piece by piece. What was loaded before is left alone, whatever became of it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from luotsi.hub.spine.models import Organisation, Source, StarterMark
from luotsi.hub.spine.trilingual import columns
from luotsi.hub.starter import pages
from luotsi.hub.starter.experiments import load_experiment, load_programme
from luotsi.hub.starter.files import read, text
from luotsi.kit.text import Text

# What editors may change as snippets, besides pages.
EDITABLE = ("source", "organisation", "programme", "experiment")
EDITORS = ("Editors", "Moderators")


@transaction.atomic
def load() -> list[str]:
    """Load what has not been loaded yet; the keys of what was. A second run loads nothing."""
    loaded: list[str] = []

    def once(key: str, make: Callable[[], object]) -> None:
        if not StarterMark.objects.filter(pk=key).exists():
            make()
            StarterMark.objects.create(pk=key)
            loaded.append(key)

    once("editors", _permissions)
    once("sources", _sources)
    once("organisations", _organisations)
    content = read("experiments")
    once("programme", lambda: load_programme(content["programme"]))
    for entry in content["experiments"]:
        once(f"experiment:{entry['number']}", lambda entry=entry: load_experiment(entry, content))
    once("site", pages.make_home_pages)
    for entry in read("pages")["pages"]:
        once(f"page:{entry['purpose']}", lambda entry=entry: pages.make_content_pages(entry))
    return loaded


def _permissions() -> None:
    may = Permission.objects.filter(
        content_type__model__in=EDITABLE,
        content_type__app_label__in=("spine", "experiments"),
        codename__regex=r"^(add|change|view)_",
    )
    for group in Group.objects.filter(name__in=EDITORS):
        group.permissions.add(*may)


def _sources() -> None:
    for entry in read("sources"):
        Source.objects.get_or_create(
            id=entry["id"],
            defaults={
                **columns("title", text(entry["title"])),
                "publisher": entry["publisher"],
                "published": str(entry["published"]),
                "url": entry.get("url", ""),
                "retrieved_on": entry["retrieved_on"],
            },
        )


def _organisations() -> None:
    content = read("organisations")
    for key, area, bilingual, *names in content["counties"]:
        short_fi, short_sv, short_en, name_fi, name_sv = names
        _organisation(
            key,
            Text(short_fi, short_sv, short_en),
            Text(name_fi, name_sv, f"Wellbeing services county of {short_en}"),
            {"type": "county", "area": area, "bilingual": bilingual},
        )
    for entry in content["others"]:
        plain = {"type": entry["type"], "area": entry.get("area", ""), "bilingual": entry.get("bilingual")}
        _organisation(entry["id"], text(entry["short"]), text(entry["name"]), plain)


def _organisation(key: str, short: Text, name: Text, plain: dict[str, Any]) -> None:
    defaults = {**plain, **columns("short", short), **columns("name", name)}
    Organisation.objects.get_or_create(id=key, defaults=defaults)
