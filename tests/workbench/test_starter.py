import pytest
from django.test import override_settings

from luotsi.base.models import AuditRow, User
from luotsi.kit.registry import tools
from luotsi.workbench import starter
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.models import Client, Run

pytestmark = pytest.mark.django_db


@override_settings(LUOTSI_DEMO=True)
def test_the_demo_has_every_tools_clients_and_loading_again_changes_nothing():
    starter.load()
    demos = sum(len(tool.demos()) for tool in tools().values())
    assert Run.objects.filter(state=Run.State.READY).count() == demos
    assert not Client.objects.filter(synthetic=False).exists()
    before = (User.objects.count(), Client.objects.count(), Run.objects.count(), AuditRow.objects.count())
    starter.load()
    assert (User.objects.count(), Client.objects.count(), Run.objects.count(), AuditRow.objects.count()) == before


@override_settings(LUOTSI_DEMO=False)
def test_outside_the_demo_nothing_is_made_up():
    starter.load()
    assert User.objects.count() == Client.objects.count() == 0


def test_the_samples_are_files_that_can_be_imported(tmp_path, liisa):
    paths = starter.write_demo_bundles(tmp_path / "bundles")
    assert paths
    for path in paths:
        assert import_record(liisa, path.read_bytes(), source=path.name).record_import.added > 1
