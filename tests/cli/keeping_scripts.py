"""What the tests of keeping run inside a half, in processes of their own."""

# Two of these at once are two workers: each gives verdicts on its own half of the proposals, and says so once stored
WRITER = """
import sys, itertools
from luotsi.base.models import User
from luotsi.base import files
from luotsi.kit.review import Act, Verdict
from luotsi.workbench.models import SuggestionRow
from luotsi.workbench.domain.review import give_verdict
import io
me, of, rounds = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
user = next(user for user in User.objects.order_by("email") if user.has_role("professional"))
mine = list(SuggestionRow.objects.filter(run__state="ready", run__tool="medication").order_by("pk").values_list("pk", flat=True))[me::of]
seen = {pk: SuggestionRow.objects.get(pk=pk).verdicts.count() for pk in mine}
for turn, pk in zip(range(rounds), itertools.cycle(mine)):
    act = Act.UNDO if seen[pk] % 2 else Act.ACCEPT
    give_verdict(user, pk, Verdict(act=act), seen=seen[pk])
    seen[pk] += 1
    if turn % 5 == 0:
        stored = files.store(io.BytesIO(f"%PDF-1.4 invented {me} {turn}".encode()), name="x.pdf")
        files.hold(stored, f"test:{me}")
        print("file", stored.sha256, flush=True)
    print("verdict", pk, seen[pk], flush=True)
"""

# What the database holds, in the words of the writers
HELD = """
from luotsi.base.models import StoredFile
from luotsi.workbench.models import VerdictRow
for pk, sequence in VerdictRow.objects.values_list("suggestion_id", "sequence"):
    print("verdict", pk, sequence)
for sha256 in StoredFile.objects.values_list("sha256", flat=True):
    print("file", sha256)
"""

PROFESSIONAL = """
from luotsi.base.models import User
print(next(user for user in User.objects.order_by("email") if user.has_role("professional")).email)
"""
