"""Addresses of the portfolio, below the language."""

from django.urls import path

from luotsi.hub.experiments import views
from luotsi.hub.spine.addresses import address

app_name = "experiments"

urlpatterns = [
    path(address("kokeilut/", "forsok/", "experiments/"), views.portfolio, name="list"),
    path(address("kokeilut.csv", "forsok.csv", "experiments.csv"), views.table, name="csv"),
    path(address("kokeilut.json", "forsok.json", "experiments.json"), views.document, name="json"),
    path(address("kokeilut.atom", "forsok.atom", "experiments.atom"), views.feed, name="feed"),
    path(address("kokeilut/taulukko/", "forsok/tabell/", "experiments/table/"), views.comparison, name="table"),
    path(
        address("kokeilut/<slug:slug>/", "forsok/<slug:slug>/", "experiments/<slug:slug>/"),
        views.experiment,
        name="detail",
    ),
]
