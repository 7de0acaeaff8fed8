"""Addresses of safety events, under /w/. No name and no identity code ever stands in one."""

from django.urls import path

from luotsi.workbench.safety import views

app_name = "safety"
urlpatterns = [
    path("c/<uuid:client_id>/<slug:tool>/<uuid:run_id>/safety-event/", views.report, name="report"),
    path("safety-events/", views.events, name="events"),
    path("safety-events/<uuid:event_id>/", views.event, name="event"),
]
