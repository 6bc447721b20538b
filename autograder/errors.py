"""What can stop a command, said in one line for the person who ran it.

AutograderError        one clear line: what is wrong, where, what to do; the command ends with status 2
└── RecordError        a result that breaks the rules of a result: points that do not add up, a truncated file
"""


class AutograderError(Exception):
    """Stop the command with one clear line for its user."""


class RecordError(AutograderError):
    """Refuse a result that breaks the rules of a result."""
