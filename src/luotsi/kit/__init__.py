"""The shared words of Luotsi. Pure: no web, no database, no clock of its own; nothing else may define these words."""
