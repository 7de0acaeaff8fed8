"""Addresses of the workbench, under /w/. No name and no identity code ever stands in one."""

from django.urls import path

from luotsi.workbench.views import clients, home, measures, reviews, runs, tools

app_name = "workbench"
urlpatterns = [
    path("today/", home.today, name="today"),
    path("waiting/", home.waiting, name="waiting"),
    path("signed/", home.signed, name="signed"),
    path("clients/", clients.client_list, name="clients"),
    path("clients/import/", clients.import_client, name="import"),
    path("c/<uuid:client_id>/", clients.client, name="client"),
    path("c/<uuid:client_id>/resources/<int:resource_id>/", clients.resource, name="resource"),
    path("c/<uuid:client_id>/<slug:tool>/", runs.start, name="start"),
    path("c/<uuid:client_id>/<slug:tool>/<uuid:run_id>/", reviews.review, name="review"),
    path("c/<uuid:client_id>/<slug:tool>/<uuid:run_id>/sign/", reviews.sign, name="sign"),
    path("c/<uuid:client_id>/<slug:tool>/<uuid:run_id>/export.json", reviews.export_fhir, name="export_fhir"),
    path("c/<uuid:client_id>/<slug:tool>/<uuid:run_id>/export.txt", reviews.export_text, name="export_text"),
    path("c/<uuid:client_id>/<slug:tool>/<uuid:run_id>/documents/<int:number>/", reviews.document, name="document"),
    path("c/<uuid:client_id>/<slug:tool>/<uuid:run_id>/own/<slug:key>/", reviews.own_words, name="own_words"),
    path("runs/<uuid:run_id>/", runs.progress, name="run"),
    path("suggestions/<int:suggestion_id>/verdict/", reviews.verdict, name="verdict"),
    path("suggestions/<int:suggestion_id>/sources/<int:number>/", reviews.source, name="source"),
    path("tools/", tools.tool_list, name="tools"),
    path("tools/<slug:name>/", tools.tool, name="tool"),
    path("measures/", measures.measures, name="measures"),
]
