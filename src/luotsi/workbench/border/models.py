"""Tables: the border to the hub: aggregates up, packs down, signed and acknowledged."""
