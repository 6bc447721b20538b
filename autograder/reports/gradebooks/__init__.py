"""Hand grades to gradebooks: a table of one's own, and the files that learning platforms give and take."""
