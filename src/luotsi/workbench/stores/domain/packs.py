"""Which pack is in effect for a run, and the same pack again when the run is replayed."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction

from luotsi.kit.errors import ContractError
from luotsi.kit.library import Kind, overlay
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text
from luotsi.kit.tool import Tool
from luotsi.workbench.models import Run
from luotsi.workbench.stores.models import Publication, RunPack, StoredPack
from luotsi.workbench.stores.queries import kinds, publication_on

_KEPT = 8


def pack_of(message: Mapping[str, Any]) -> Pack:
    """A stored message as the kit's Pack, checked."""
    return Pack.from_json(message)


@lru_cache(maxsize=_KEPT)
def _loaded(stored: int, sha256: str) -> Pack:
    # One object a stored pack, so that what a tool compiles from it is found again
    pack = pack_of(StoredPack.objects.get(pk=stored).message)
    if pack.sha256 != sha256:
        raise ContractError(_CHANGED)
    return pack


@lru_cache(maxsize=_KEPT)
def _sha256(starter: Any) -> str:
    pack: Pack = starter()
    return pack.sha256


def builtin_sha256(kind: Kind) -> str:
    """The hash of the pack that comes with the tool; computed once a process."""
    return _sha256(kind.starter)


def effective(kind: Kind, publication: Publication | None) -> StoredPack:
    """The pack in effect, whole and stored: the publication over the built-in pack, or the built-in pack alone."""
    base = builtin_sha256(kind)
    if publication is None:
        found = StoredPack.objects.filter(kind=kind.name, publication=None, sha256=base).defer("message").first()
        return found or _store(kind, kind.starter(), None, "")
    found = publication.effective.filter(base_sha256=base).defer("message").first()
    return found or _store(kind, overlay(kind.starter(), pack_of(publication.message)), publication, base)


def _store(kind: Kind, pack: Pack, publication: Publication | None, base: str) -> StoredPack:
    values = {"kind": kind.name, "pack": pack.id, "version": pack.version, "sha256": pack.sha256}
    try:
        with transaction.atomic():
            return StoredPack.objects.create(
                **values, base_sha256=base, publication=publication, message=pack.as_json()
            )
    except IntegrityError:  # another run stored the very same pack first
        return StoredPack.objects.get(**values, base_sha256=base, publication=publication)


def in_effect(kind: Kind, day: date) -> Pack:
    """The pack in effect on a day."""
    publication = publication_on(kind.name, day)
    if publication is None:
        return kind.starter()
    stored = effective(kind, publication)
    return _loaded(stored.pk, stored.sha256)


class RunLibrary:
    """Fixes the packs of a run when it is prepared, and hands the same ones over whenever it is executed."""

    def fix(self, run: Run, tool: Tool[Any]) -> None:
        """Note which pack of each kind the run uses."""
        if not tool.library:
            return
        packs = {}
        for kind in tool.library:
            publication = publication_on(kind.name, run.context_now.date())
            stored = effective(kind, publication)
            packs[kind.name] = {
                "id": stored.pack,
                "version": stored.version,
                "sha256": stored.sha256,
                "builtin": publication is None,
                "stored": stored.pk,
            }
        RunPack.objects.create(run=run, packs=packs)

    def packs(self, run: Run) -> Mapping[str, Pack]:
        """The packs that the run uses; what is still built in is left to the tool itself."""
        noted = RunPack.objects.filter(run=run).first()
        if noted is None:
            return {}
        declared = kinds()
        found = {}
        for name, used in noted.packs.items():
            if used["builtin"] and name in declared and builtin_sha256(declared[name]) == used["sha256"]:
                continue
            found[name] = _loaded(used["stored"], used["sha256"])
        return found


_CHANGED = Text(
    "Ajon sääntöpaketti on muuttunut tietokannassa. Ajoa ei toisteta.",
    "Körningens regelpaket har ändrats i databasen. Körningen upprepas inte.",
    "The run's rule pack has been changed in the database. The run is not repeated.",
)
