"""The hub's own starter content: sources, organisations, the ten experiments, and the first pages in three languages."""

from luotsi.hub.starter.loading import load

__all__ = ["load"]
