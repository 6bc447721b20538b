"""Return a text of which no difference can be found in reasonable time."""


def count_up(n):
    return "\n".join(f"line {i} of many" for i in range(15_000))


double = count_up
