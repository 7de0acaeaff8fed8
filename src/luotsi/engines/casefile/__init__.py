"""A client's case file: its documents as one pile, what they tell by theme and person, and what stays out. Pure."""
