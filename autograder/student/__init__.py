"""What runs on a student's machine: the pytest plugin, the self-check, watch, the notebook's check."""
