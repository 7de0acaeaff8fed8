"""The pure part: which themes are used, and the case as proposals."""
