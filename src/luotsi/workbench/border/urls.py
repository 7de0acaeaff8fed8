"""Addresses of the border, under /w/border/."""

from django.urls import path

from luotsi.workbench.border import views

app_name = "border"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("draft/", views.draft, name="draft"),
    path("send/", views.send, name="send"),
    path("pull/", views.pull, name="pull"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("messages/<int:pk>/message.json", views.exact, name="exact"),
    path("packs/<int:pk>/", views.pack, name="pack"),
]
