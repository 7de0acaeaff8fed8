"""The verbs of the room: import in bulk, watch a folder, attach files, export a record."""
