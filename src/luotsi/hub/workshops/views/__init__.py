"""Pages of the workshops: for everybody, for those in the room, and for those who run them."""
