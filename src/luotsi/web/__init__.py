"""Luotsi's design system: tokens, components, base pages, language switch and error pages. No domain of its own."""
