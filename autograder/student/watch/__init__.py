"""Watch a student's file: check it again on every save, one exercise at a time, with hints on request."""
