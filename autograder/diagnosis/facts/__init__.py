"""Facts of the student's text that are true for certain: each is said only of an exercise that fails."""
