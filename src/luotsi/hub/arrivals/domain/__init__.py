"""The verbs of the arrivals: receive, offer, and keep keys."""
