"""Addresses of the public page, below the language. The border's own addresses are in ``border_urls``."""

from django.urls import path

from luotsi.hub.arrivals import key_views, views
from luotsi.hub.spine.addresses import address

app_name = "arrivals"
urlpatterns = [
    path(address("alueiden-luvut/", "omradenas-siffror/", "county-figures/"), views.arrivals, name="list"),
    path(
        address("alueiden-luvut/avaimet/", "omradenas-siffror/nycklar/", "county-figures/keys/"),
        key_views.keys,
        name="keys",
    ),
    path("county-figures/keys/enrol/", key_views.enrol, name="enrol_key"),
    path("county-figures/keys/revoke/", key_views.revoke, name="revoke_key"),
    path("county-figures/keys/new/", key_views.make, name="make_key"),
    path("county-figures/keys/border.pub", key_views.public, name="public_key"),
]
