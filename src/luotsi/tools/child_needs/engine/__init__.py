"""The pure part: clock, triangle, the child's view, prohibited inputs, and the draft by its headings."""
