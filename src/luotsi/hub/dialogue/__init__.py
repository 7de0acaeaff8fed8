"""Opinion discussions: statements, votes without names, opinion groups, results that can be checked."""
