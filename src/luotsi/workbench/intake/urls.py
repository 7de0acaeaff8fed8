"""Addresses: records in bulk: NDJSON files, watched folders, sources that disagree, and files of a record."""

from django.urls import path

from luotsi.workbench.intake.views import bulk, documents, records

app_name = "intake"
urlpatterns = [
    path("bulk/", bulk.bulk_list, name="bulks"),
    path("bulk/<uuid:bulk_id>/", bulk.bulk, name="bulk"),
    path("bulk/<uuid:bulk_id>/continue/", bulk.go_on, name="continue"),
    path("bulk/<uuid:bulk_id>/rejected.csv", bulk.rejected_csv, name="rejected_csv"),
    path("bulk/<uuid:bulk_id>/rejected.ndjson", bulk.rejected_ndjson, name="rejected_ndjson"),
    path("c/<uuid:client_id>/record.json", records.export, name="export"),
    path("c/<uuid:client_id>/documents/", documents.attach, name="attach"),
    path("c/<uuid:client_id>/documents/<uuid:attachment_id>/", documents.download, name="download"),
]
