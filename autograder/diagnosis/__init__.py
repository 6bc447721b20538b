"""Slips, what examining a submission found, and which slip explains it: plain data, without torch."""
