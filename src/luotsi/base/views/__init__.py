"""Views: thin, each calls one verb."""

from luotsi.base.views.health import health

__all__ = ["health"]
