"""How what was seen relates to what was expected: the last way, which claims no cause."""
