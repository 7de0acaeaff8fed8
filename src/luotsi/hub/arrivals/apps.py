"""What counties send, as a Django app."""

from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "luotsi.hub.arrivals"
    label = "arrivals"
