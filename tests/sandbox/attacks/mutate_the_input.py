"""Make the question fit the answer."""


def double(x):
    return x.zero_()
