"""Addresses of the base app: include at the root."""

from django.urls import include, path

from luotsi.base import views

own = [
    path("health", views.health, name="health"),
    path("accounts/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("profile/", views.profile, name="profile"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("jobs/<uuid:job_id>/part/", views.job_part, name="job_part"),
    path("jobs/<uuid:job_id>/cancel/", views.job_cancel, name="job_cancel"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.notifications_read, name="notifications_read"),
    path("uploads/", views.upload_begin, name="upload_begin"),
    path("uploads/<uuid:upload_id>/", views.upload, name="upload"),
    path("audit/", views.audit_log, name="audit"),
    path("audit/audit.csv", views.audit_csv, name="audit_csv"),
    path("audit/verify/", views.audit_verify, name="audit_verify"),
]

urlpatterns = [
    path("", include((own, "base"))),
    path("accounts/", include("allauth.urls")),
]
