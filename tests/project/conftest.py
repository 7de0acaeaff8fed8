"""A workbench without starter content, for the tests of the server itself."""

import pytest

from tests.halves import LiveHalf

EMAIL, PASSWORD = "paula@example.org", "a long enough phrase"


@pytest.fixture(scope="package")
def bare_half(tmp_path_factory):
    """A served workbench that holds one user, made on the command line."""
    half = LiveHalf(
        "workbench",
        tmp_path_factory.mktemp("bare"),
        starter=False,
        LUOTSI_UPLOAD_LIMIT_MB="1",
        LUOTSI_BUNDLE_LIMIT_MB="1",
    )
    half.prepare()
    made = half.command("user", "create", EMAIL, "--role", "professional", input=PASSWORD + "\n")
    assert made.returncode == 0, made.stderr
    half.serve()
    yield half
    half.stop()


@pytest.fixture(scope="package")
def cookie(bare_half):
    return bare_half.session(EMAIL)
