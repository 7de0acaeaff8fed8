"""Pages of the recommendations and the vision."""
