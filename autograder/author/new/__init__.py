"""Begin a course, or an assignment of one."""
