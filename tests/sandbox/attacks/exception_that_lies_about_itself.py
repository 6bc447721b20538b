"""Raise an exception whose class answers everything that is asked of it."""


class Meta(type):
    @property
    def __name__(cls):
        raise KeyboardInterrupt

    def __instancecheck__(cls, other):
        return True


class Liar(AttributeError, metaclass=Meta):
    obj = property(lambda self: 1 / 0)
    name = property(lambda self: 1 / 0)


def double(x):
    raise Liar
