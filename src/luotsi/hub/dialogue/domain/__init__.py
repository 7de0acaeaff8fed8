"""What can be done with a discussion. Every verb is one transaction; those of people who run it are in the audit log."""
