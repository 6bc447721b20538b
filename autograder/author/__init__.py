"""What an author of checks runs: build the assignments, prove them."""
