"""What an exercise asks to build may not be used: read a student's source for it."""
