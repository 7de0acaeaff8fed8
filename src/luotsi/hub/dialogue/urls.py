"""Addresses of the discussions, below the language."""

from django.urls import path

from luotsi.hub.dialogue.views import links, moderation, own, results, room, statements, trust, voting, work
from luotsi.hub.spine.addresses import address

app_name = "dialogue"


def _all(fi: str, sv: str, en: str) -> object:
    return address(f"keskustelut/{fi}", f"dialoger/{sv}", f"dialogue/{en}")


def _one(fi: str, sv: str, en: str) -> object:
    return _all(f"<slug:slug>/{fi}", f"<slug:slug>/{sv}", f"<slug:slug>/{en}")


urlpatterns = [
    path(_all("", "", ""), voting.discussions, name="list"),
    path(_all("tyotila/", "arbetsyta/", "workspace/"), work.workspace, name="work"),
    path(_all("tyotila/uusi/", "arbetsyta/ny/", "workspace/new/"), work.new, name="new"),
    path(_all("tyotila/tuo/", "arbetsyta/importera/", "workspace/import/"), work.bring_in, name="import"),
    path(_all("jaettu/<str:token>/", "delad/<str:token>/", "shared/<str:token>/"), links.shared, name="shared"),
    # taking part
    path(_one("", "", ""), voting.detail, name="detail"),
    path(_one("vastaa/", "svara/", "answer/"), voting.vote, name="vote"),
    path(_one("ehdota/", "foresla/", "propose/"), voting.propose, name="propose"),
    path(
        _one("kutsu/<str:token>/", "inbjudan/<str:token>/", "invitation/<str:token>/"), voting.invited, name="invited"
    ),
    path(_one("jatka/<str:token>/", "fortsatt/<str:token>/", "go-on/<str:token>/"), voting.come_back, name="come_back"),
    path(_one("omat/", "egna/", "own/"), own.mine, name="own"),
    path(_one("omat/kuitit.txt", "egna/kvitton.txt", "own/receipts.txt"), own.receipts, name="receipts"),
    path(
        _one("omat/<int:number>/oikaisu/", "egna/<int:number>/omprovning/", "own/<int:number>/appeal/"),
        own.appeal,
        name="appeal",
    ),
    path(_one("peru/", "aterkalla/", "withdraw/"), own.withdraw, name="withdraw"),
    path(_one("upotus/", "inbaddning/", "embed/"), links.embed, name="embed"),
    # results
    path(_one("tulokset/", "resultat/", "results/"), results.overview, name="results"),
    path(_one("tulokset/vaittamat/", "resultat/pastaenden/", "results/statements/"), results.all_rows, name="rows"),
    path(_one("tulokset/ryhmat/", "resultat/grupper/", "results/groups/"), results.groups, name="groups"),
    path(_one("tulokset/aika/", "resultat/tid/", "results/time/"), results.time_machine, name="time"),
    path(_one("tulokset/menetelma/", "resultat/metod/", "results/method/"), results.method, name="method"),
    path(_one("tulokset.csv", "resultat.csv", "results.csv"), results.table, name="csv"),
    path(_one("tulokset.json", "resultat.json", "results.json"), results.document, name="json"),
    path(_one("raportti/", "rapport/", "report/"), results.report, name="report"),
    path(_one("raportti.pdf", "rapport.pdf", "report.pdf"), results.report_pdf, name="pdf"),
    path(
        _one("vaittamat/<int:number>/", "pastaenden/<int:number>/", "statements/<int:number>/"),
        results.statement,
        name="statement",
    ),
    # trust
    path(_one("loki/", "logg/", "log/"), trust.log, name="log"),
    path(_one("loki.json", "logg.json", "log.json"), trust.hashes, name="log_json"),
    path(_one("moderointi-loki/", "moderering-logg/", "moderation-log/"), trust.moderated, name="moderation_log"),
    # running it
    path(_one("hoito/", "skotsel/", "run/"), work.dashboard, name="run"),
    path(_one("hoito/muokkaa/", "skotsel/redigera/", "run/edit/"), work.edit, name="edit"),
    path(_one("hoito/tila/", "skotsel/lage/", "run/state/"), work.state, name="state"),
    path(_one("hoito/laske/", "skotsel/rakna/", "run/recount/"), trust.recounted, name="recount"),
    path(_one("hoito/vastuut/", "skotsel/ansvar/", "run/people/"), work.people, name="people"),
    path(_one("hoito/vaittamat/", "skotsel/pastaenden/", "run/statements/"), statements.listing, name="statements"),
    path(_one("hoito/vaittamat/uusi/", "skotsel/pastaenden/ny/", "run/statements/new/"), statements.new, name="seed"),
    path(
        _one("hoito/vaittamat/<int:number>/", "skotsel/pastaenden/<int:number>/", "run/statements/<int:number>/"),
        statements.edit,
        name="statement_edit",
    ),
    path(
        _one(
            "hoito/vaittamat/<int:number>/vastaus/",
            "skotsel/pastaenden/<int:number>/svar/",
            "run/statements/<int:number>/answer/",
        ),
        statements.respond,
        name="respond",
    ),
    path(
        _one(
            "hoito/vaittamat/<int:number>/eteenpain/",
            "skotsel/pastaenden/<int:number>/vidare/",
            "run/statements/<int:number>/onward/",
        ),
        statements.hand_on,
        name="hand_on",
    ),
    path(_one("moderointi/", "moderering/", "moderation/"), moderation.queue, name="queue"),
    path(
        _one("moderointi/<int:number>/", "moderering/<int:number>/", "moderation/<int:number>/"),
        moderation.decide,
        name="decide",
    ),
    path(_one("hoito/kutsut/", "skotsel/inbjudningar/", "run/invitations/"), links.invitations, name="invitations"),
    path(_one("hoito/jako/", "skotsel/delning/", "run/sharing/"), links.sharing, name="sharing"),
    path(_one("sali/", "sal/", "room/"), room.screen, name="room"),
    path(_one("sali/tilanne/", "sal/laget/", "room/state/"), room.part, name="room_part"),
    path(_one("hoito/paperi/", "skotsel/papper/", "run/paper/"), room.paper, name="paper"),
    path(_one("hoito/lomake/", "skotsel/blankett/", "run/sheet/"), room.sheet, name="sheet"),
]
