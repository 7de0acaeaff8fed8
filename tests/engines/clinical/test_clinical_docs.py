import doctest

import pytest

from luotsi.engines.clinical import codes, datatypes, dosage_text, export, formulas, units


@pytest.mark.parametrize(
    "module", [codes, datatypes, dosage_text, export, formulas, units], ids=lambda one: one.__name__
)
def test_the_worked_examples_of_the_docstrings_hold(module):
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0
