"""The national hub: one folder a step of the life cycle, on one spine."""
