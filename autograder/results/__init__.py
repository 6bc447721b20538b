"""What grading found: the record of one submission, and the folder that keeps them."""
