"""Opinion discussions: votes, groups, consensus and trust. Pure."""
