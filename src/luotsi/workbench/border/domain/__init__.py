"""The verbs of the border: draft, decide, send, receive, and keep keys."""
