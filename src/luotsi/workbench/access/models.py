"""Tables: access to records: purposes, break-glass, who saw whom, and the people of the county."""
