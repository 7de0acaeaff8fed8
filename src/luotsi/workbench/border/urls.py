"""Addresses of the border, under /w/border/."""

from django.urls import path

from luotsi.workbench.border import key_views, views

app_name = "border"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("draft/", views.draft, name="draft"),
    path("send/", views.send, name="send"),
    path("pull/", views.pull, name="pull"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("messages/<int:pk>/message.json", views.exact, name="exact"),
    path("packs/<int:pk>/", views.pack, name="pack"),
    path("keys/", key_views.keys, name="keys"),
    path("keys/new/", key_views.make, name="make_key"),
    path("keys/border.pub", key_views.public, name="public_key"),
    path("keys/trust/", key_views.trust, name="trust_key"),
    path("keys/revoke/", key_views.revoke, name="revoke_key"),
]
