"""The command line: finding a command, reading its arguments, and saying what went wrong."""
