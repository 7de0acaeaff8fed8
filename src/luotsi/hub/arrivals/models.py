"""Tables: what counties send: keys, aggregates received, and the packs offered to them."""
