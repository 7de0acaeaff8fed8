"""Edited pages, the way in, the site map, and what search engines ask for."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.views import serve

from luotsi.hub.editorial.queries import elsewhere
from luotsi.hub.spine.public import public_page
from luotsi.hub.spine.registry import public_addresses


@public_page
def page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """A page of the tree. One that has no translation is shown in the language it has, and says so."""
    try:
        return serve(request, path)
    except Http404:
        language = get_language() or "fi"
        site = Site.find_for_request(request)
        found = elsewhere(site, path, language) if site else None
        if found is None:
            raise
        translated = found.get_translations().live().filter(locale__language_code=language).first()
        if translated is not None:
            return HttpResponseRedirect(translated.url)
        answer: HttpResponseBase = found.specific.serve(request)
        return answer


@require_safe
def way_in(_request: HttpRequest) -> HttpResponse:
    """``/``: the front page in the reader's language (cookie, then Accept-Language, then Finnish)."""
    response = HttpResponseRedirect(reverse("wagtail_serve", args=[""]))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    context = {"addresses": public_addresses(), "origin": f"{request.scheme}://{request.get_host()}"}
    return render(request, "editorial/sitemap.xml", context, content_type="application/xml")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /hallinta/", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
