"""Tables: records in bulk: NDJSON files, watched folders, sources that disagree, and files of a record."""
