import pytest

from luotsi.kit.review import Act, Verdict
from luotsi.workbench import measures
from luotsi.workbench.domain.review import give_verdict
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.domain.signing import sign
from luotsi.workbench.models import Run
from tests import toy
from tests.workbench.conftest import person

pytestmark = pytest.mark.django_db


def signed_runs(user, client, n):
    for _ in range(n):
        run = start_run(user, client, "toy", on=toy.ON)
        first, second = run.suggestions.all()
        give_verdict(user, first.pk, Verdict(act=Act.EDIT, text="Uusi koe: Na!"), seen=0)
        give_verdict(user, second.pk, Verdict(act=Act.REJECT, reason="already_done"), seen=0)
        sign(user, run)
    return list(Run.objects.filter(state=Run.State.SIGNED))


def test_the_share_and_the_edit_distance_follow_from_the_verdicts(liisa, client_of_liisa):
    cells = measures.cells(signed_runs(liisa, client_of_liisa, 5), k=5)
    assert (cells["share_accepted"].n, cells["share_accepted"].total) == (10, 5)
    assert (cells["edit_distance"].n, cells["edit_distance"].total) == (5, 5)


def test_small_numbers_are_withheld_on_the_page(liisa, client_of_liisa, browser_of):
    signed_runs(liisa, client_of_liisa, 2)
    admin = person("paavo@example.org", "county_admin", "")
    page = browser_of(admin).get("/w/measures/").text
    assert "alle 5" in page


def test_measures_are_not_for_everyone(liisa, browser_of):
    assert browser_of(liisa).get("/w/measures/").status_code == 403
