"""Addresses of the public page, below the language. The border's own addresses are in ``border_urls``."""

from django.urls import path

from luotsi.hub.arrivals import views
from luotsi.hub.spine.addresses import address

app_name = "arrivals"
urlpatterns = [
    path(address("alueiden-luvut/", "omradenas-siffror/", "county-figures/"), views.arrivals, name="list"),
]
