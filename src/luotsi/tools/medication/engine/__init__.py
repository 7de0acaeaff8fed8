"""The pure engine of the medication assessment: no Django, no network, no clock of its own."""
