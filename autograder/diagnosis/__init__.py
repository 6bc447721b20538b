"""Slips, and which of them explains what an examination found: plain data, without torch."""
