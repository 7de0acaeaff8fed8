"""A discussion from an empty half to a report, and a server that is killed between votes: no accepted vote is lost."""

import json
import re
import signal

import pytest

from tests.halves import LiveHalf

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
STORED = """
import json
from luotsi.hub.dialogue.models import Discussion, Vote
from luotsi.hub.dialogue.domain import chain
row = Discussion.objects.get(slug="visio")
print(json.dumps([Vote.objects.filter(statement__discussion=row).count(), row.sequence, chain.recount(row).broken is None]))
"""


def test_a_killed_server_loses_no_accepted_vote(tmp_path):
    folder = tmp_path / "hub"
    folder.mkdir()
    with LiveHalf("hub", folder) as hub:
        accepted, cookie = 0, ""
        for turn in range(1, 9):
            page = hub.get("/fi/keskustelut/visio/", Cookie=cookie)
            csrf = next(item.partition(";")[0] for item in page.headers.get_all("Set-Cookie") if "csrf" in item)
            token = csrf.partition("=")[2]
            answer = hub.request(
                "POST",
                "/fi/keskustelut/visio/vastaa/",
                f"statement={turn}&choice=agree&csrfmiddlewaretoken={token}",
                {
                    "Cookie": "; ".join(filter(None, [cookie, csrf])),
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Origin": hub.url,
                },
            )
            assert answer.status == 303
            accepted += 1
            own = [item.partition(";")[0] for item in answer.headers.get_all("Set-Cookie") if "luotsi_p_" in item]
            cookie = own[0] if own else cookie
            if turn == 4:
                hub.stop(signal.SIGKILL)
                hub.serve()
        assert json.loads(hub.python(STORED)) == [accepted, accepted, True]
        page = hub.get("/fi/keskustelut/visio/", Cookie=cookie)
        assert re.search(r"Vastattu 8 / 16", page.text)
        recount = hub.command("dialogue", "recount", "visio", "--json")
        assert recount.returncode == 0
        assert json.loads(recount.stdout)["votes"] == 8
