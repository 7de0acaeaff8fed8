"""Addresses of the hub. To be spliced into the root URLconf, where alone i18n_patterns is allowed."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.documents import urls as wagtaildocs_urls

from luotsi.hub.dialogue.views import links as dialogue
from luotsi.hub.editorial import views as editorial
from luotsi.hub.editorial.admin_door import admin_urls
from luotsi.hub.experiments import views as experiments
from luotsi.hub.recommendations.views import public as recommendations

urlpatterns = [
    path("", editorial.way_in, name="way_in"),
    path("k/<str:code>", experiments.short_address, name="experiment_short"),
    path("d/<slug:slug>", dialogue.short, name="discussion_short"),
    path("r/<int:number>", recommendations.short_address, name="recommendation_short"),
    path("sitemap.xml", editorial.site_map, name="sitemap"),
    path("robots.txt", editorial.robots, name="robots"),
    path("border/", include("luotsi.hub.arrivals.border_urls")),
    path("hallinta/", include(admin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("", include("luotsi.hub.experiments.urls")),
        path("", include("luotsi.hub.arrivals.urls")),
        path("", include("luotsi.hub.workshops.urls")),
        path("", include("luotsi.hub.dialogue.urls")),
        path("", include("luotsi.hub.recommendations.urls")),
        path("", include("luotsi.hub.editorial.urls")),
    ),
]
