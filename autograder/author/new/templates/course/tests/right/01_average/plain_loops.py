"""A right answer in another style: the checks must not mind."""

import numpy


def moving_average(values, width):
    if width < 1 or width > len(values):
        raise ValueError("no window fits")
    means = []
    for start in range(len(values) - width + 1):
        means.append(sum(values[start : start + width]) / width)
    return numpy.array(means, dtype=numpy.float64)


def exponential_average(values, share):
    averages = [float(values[0])]
    for value in values[1:]:
        averages.append(share * value + (1 - share) * averages[-1])
    return numpy.array(averages)
