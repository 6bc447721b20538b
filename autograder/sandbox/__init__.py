"""Where student code runs: a warm server that forks a locked-down process for each submission."""
