"""Addresses of access, under /w/access/. No name and no identity code ever stands in one."""

from django.urls import path

from luotsi.workbench.access.views import county, emergency, oversight, people, relationships

app_name = "access"
urlpatterns = [
    path("search/", emergency.search, name="search"),
    path("emergency/open/", emergency.open_, name="emergency_open"),
    path("c/<uuid:client_id>/emergency/end/", emergency.end, name="emergency_end"),
    path("c/<uuid:client_id>/purpose/", relationships.purpose, name="purpose"),
    path("c/<uuid:client_id>/relationships/", relationships.client_relationships, name="relationships"),
    path("relationships/start/", emergency.start, name="relationship_start"),
    path("relationships/<int:relationship_id>/", relationships.change, name="relationship"),
    path("units/", county.units, name="units"),
    path("units/<slug:slug>/", county.unit, name="unit"),
    path("units/<slug:slug>/close/", county.unit_close, name="unit_close"),
    path("settings/", county.settings, name="settings"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<uuid:user_id>/", people.person, name="person"),
    path("people/<uuid:user_id>/grants/", people.grant, name="grant"),
    path("people/<uuid:user_id>/grants/<int:grant_id>/end/", people.grant_end, name="grant_end"),
    path("people/<uuid:user_id>/close/", people.close, name="person_close"),
    path("people/<uuid:user_id>/open/", people.reopen, name="person_open"),
    path("people/<uuid:user_id>/link/", people.link, name="person_link"),
    path("seen/", oversight.who_saw_whom, name="seen"),
    path("seen/access.csv", oversight.seen_csv, name="seen_csv"),
    path("unusual/", oversight.unusual_access, name="unusual"),
    path("reviews/", oversight.reviews, name="reviews"),
    path("reviews/<uuid:access_id>/", oversight.review, name="review"),
    path("report/", oversight.report, name="report"),
]
