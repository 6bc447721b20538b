"""Prove an assignment before anyone is graded with it."""
