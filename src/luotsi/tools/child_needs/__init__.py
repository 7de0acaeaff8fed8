"""The assessment of a child's service needs, compiled from the papers."""
