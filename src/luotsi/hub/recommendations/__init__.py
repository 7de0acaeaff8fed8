"""Recommendations of the network and its vision: who owns them, what is done, and what has been measured."""
