"""Medication risk assessment: the whole medicine list against cited rules, one card a clinical problem."""
