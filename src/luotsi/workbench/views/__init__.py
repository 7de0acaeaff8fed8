"""Pages of the workbench. A view checks, calls a verb or a query, and renders."""
