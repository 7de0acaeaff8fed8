"""Tables: the three stores that tools share: Library, Entry and Task."""
