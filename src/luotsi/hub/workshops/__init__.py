"""Workshops: agenda, groups, an idea board with votes, notes, and what came of them."""
