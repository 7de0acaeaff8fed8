"""Capabilities used by two or more rooms of the house. Pure: no web, no database, no network, no clock."""
