"""The portfolio of experiments: who, what for, where it stands, what is known and what is not."""
