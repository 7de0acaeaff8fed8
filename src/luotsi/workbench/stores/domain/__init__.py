"""The verbs of the stores."""
