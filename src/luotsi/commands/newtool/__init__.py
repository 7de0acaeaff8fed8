"""``luotsi new-tool``: a new tool of the house, whole and passing the contract battery from its first minute."""
