"""The verbs of the workbench. Each opens its transaction, calls the pure core, stores, and records the event."""
