"""Starter content of the workbench: in the demo an invented county with synthetic clients of every tool."""

import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from luotsi.base import people
from luotsi.base.demo import create_demo_users
from luotsi.base.models import User
from luotsi.kit.registry import tools
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.models import Client, Unit
from luotsi.workbench.queries import CARE_ROLES, clients_of

HOME_CARE = {
    "slug": "kotihoito",
    "name_fi": "Mallilan kotihoito",
    "name_sv": "Mallila hemvård",
    "name_en": "Mallila home care",
}
HEALTH_CENTRE = {
    "slug": "terveysasema",
    "name_fi": "Mallilan terveysasema",
    "name_sv": "Mallila hälsostation",
    "name_en": "Mallila health centre",
}


def load() -> None:
    """Make what is missing; a second call changes nothing. Outside the demo there is nothing to load."""
    if not settings.LUOTSI_DEMO:
        return
    home_care, _made = Unit.objects.get_or_create(slug=HOME_CARE["slug"], defaults=HOME_CARE)
    Unit.objects.get_or_create(slug=HEALTH_CENTRE["slug"], defaults=HEALTH_CENTRE)
    users = create_demo_users("workbench")
    for user in users:
        for role in CARE_ROLES:
            if user.has_role(role):
                people.grant(user, role, by=None, scope=home_care.scope)
    pharmacist = User.objects.get(pk=users[0].pk)
    if not clients_of(pharmacist).exists():
        _clients(pharmacist)


def _clients(user: User) -> None:
    for name, tool in tools().items():
        for demo in tool.demos():
            data = json.dumps(demo.bundle).encode()
            imported = import_record(user, data, source=f"demo: {name}/{demo.key}")
            client = imported.record_import.client
            Client.objects.filter(pk=client.pk).update(synthetic=True)
            start_run(user, client, name, on=min(demo.on, timezone.localdate()))


def write_demo_bundles(folder: Path) -> list[Path]:
    """Write every tool's demo Bundles as files to import by hand; the paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, tool in tools().items():
        for demo in tool.demos():
            path = folder / f"{name}-{demo.key}.json"
            path.write_text(json.dumps(demo.bundle, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            written.append(path)
    return written
