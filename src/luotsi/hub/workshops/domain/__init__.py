"""What can be done with a workshop: preparing it, taking part in it, running it, and what comes of it."""
