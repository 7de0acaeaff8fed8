"""Addresses of the workshops, below the language."""

from django.urls import path

from luotsi.hub.spine.addresses import address
from luotsi.hub.workshops.views import public, room, running

app_name = "workshops"


def _three(fi: str, sv: str, en: str) -> object:
    return address(f"tyopajat{fi}", f"workshoppar{sv}", f"workshops{en}")


def _one(fi: str, sv: str, en: str) -> object:
    return _three(f"/<slug:slug>/{fi}", f"/<slug:slug>/{sv}", f"/<slug:slug>/{en}")


urlpatterns = [
    path(_three("/", "/", "/"), public.workshops, name="list"),
    path(_three(".csv", ".csv", ".csv"), public.table, name="csv"),
    path(_three(".json", ".json", ".json"), public.document, name="json"),
    path(_three(".atom", ".atom", ".atom"), public.feed, name="feed"),
    path(_three(".ics", ".ics", ".ics"), public.all_events, name="calendar"),
    path(_three("/omat/", "/egna/", "/mine/"), running.mine, name="mine"),
    path(_three("/omat/uusi/", "/egna/ny/", "/mine/new/"), running.new, name="new"),
    path(_one("", "", ""), public.workshop, name="detail"),
    path(_one("kalenteri.ics", "kalender.ics", "calendar.ics"), public.event, name="event"),
    path(_one("raportti/", "rapport/", "report/"), public.report, name="report"),
    path(_one("ideat.csv", "ideer.csv", "ideas.csv"), public.ideas, name="ideas_csv"),
    path(_one("mukaan/", "med/", "join/"), room.join, name="join"),
    path(_one("mukaan/<str:code>/", "med/<str:code>/", "join/<str:code>/"), room.join, name="join_code"),
    path(_one("taulu/", "tavla/", "board/"), room.board, name="board"),
    path(_one("taulu/idea/<uuid:pk>/", "tavla/ide/<uuid:pk>/", "board/idea/<uuid:pk>/"), room.idea, name="idea"),
    path(_one("taulu/ryhma/", "tavla/grupp/", "board/group/"), room.group, name="group"),
    path(_one("taulu/muistio/", "tavla/anteckning/", "board/note/"), room.note, name="note"),
    path(_one("taulu/poistu/", "tavla/lamna/", "board/leave/"), room.leave, name="leave"),
    path(_one("ohjaus/", "ledning/", "run/"), running.desk, name="desk"),
    path(_one("ohjaus/tilanne/", "ledning/lage/", "run/state/"), running.state, name="state"),
    path(_one("ohjaus/vaihe/", "ledning/fas/", "run/phase/"), running.move, name="move"),
    path(_one("ohjaus/seina/", "ledning/vagg/", "run/wall/"), running.wall, name="wall"),
    path(_one("ohjaus/kortit/", "ledning/kort/", "run/cards/"), running.cards, name="cards"),
    path(_one("ohjaus/huone/", "ledning/rum/", "run/room/"), running.renew, name="renew"),
    path(_one("ohjaus/ideat/", "ledning/ideer/", "run/ideas/"), running.ideas, name="moderate"),
    path(_one("ohjaus/tulokset/", "ledning/resultat/", "run/outcomes/"), running.outcomes, name="outcomes"),
    path(_one("ohjaus/raportti/", "ledning/rapport/", "run/report/"), running.closing, name="closing"),
    path(_one("muokkaa/", "redigera/", "edit/"), running.edit, name="edit"),
    path(_one("vetajat/", "ledare/", "facilitators/"), running.facilitators, name="facilitators"),
    path(_one("osa/<slug:part>/uusi/", "del/<slug:part>/ny/", "part/<slug:part>/new/"), running.part, name="part_new"),
    path(
        _one("osa/<slug:part>/<int:pk>/", "del/<slug:part>/<int:pk>/", "part/<slug:part>/<int:pk>/"),
        running.part,
        name="part",
    ),
]
