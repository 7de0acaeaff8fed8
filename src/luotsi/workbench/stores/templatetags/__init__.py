"""Template tags of the stores."""
