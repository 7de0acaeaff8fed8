"""Safety events in which a tool had a part: reported from the review, handled by those who answer for the tool."""
