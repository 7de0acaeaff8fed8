"""The border's addresses, without a language: for programs of the counties."""

from django.urls import path

from luotsi.hub.arrivals import views

urlpatterns = [
    path("aggregates", views.aggregates, name="border_aggregates"),
    path("packs", views.packs, name="border_packs"),
    path("key", views.key, name="border_key"),
]
