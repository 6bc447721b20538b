"""Who is how good at an open task, as far as the class may know: under chosen names, and no finer than the noise."""
