import pytest

from luotsi.engines.clinical import parse_bundle
from luotsi.tools.medication.engine.assess import assess
from luotsi.tools.medication.engine.knowledge import knowledge
from luotsi.tools.medication.engine.reading import state_of
from tests.tools.medication.vignettes import ON, bundle_of


@pytest.fixture(scope="session")
def known():
    return knowledge()


@pytest.fixture(scope="session")
def judge(known):
    """The answer, as JSON, for a vignette or for a whole Bundle."""

    def answer(case):
        bundle = case if "resourceType" in case else bundle_of(case)
        return assess(state_of(parse_bundle(bundle), ON, known)).as_json()

    return answer


def findings(answer):
    return [finding for card in answer["cards"] for finding in card["findings"]]


def criteria(answer, least=1):
    return {finding["criterion"] for finding in findings(answer) if finding["severity"] >= least}
