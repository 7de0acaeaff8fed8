"""Client background and risk information compiled by theme."""
