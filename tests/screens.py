"""Screens that are met in a real browser: a few of each kind in every run, all of them in the full matrix."""

import pytest


def some(screens, common=2):
    """The screens as parameters, all but the first few of them for ``./luotsi test --all``."""
    return [*screens[:common], *(pytest.param(*screen, marks=pytest.mark.slow) for screen in screens[common:])]
