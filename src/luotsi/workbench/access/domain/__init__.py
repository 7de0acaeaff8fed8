"""The verbs of access. Each checks the right, does the thing and audits it in one transaction."""
