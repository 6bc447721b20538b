"""A student's file for the rules of the wall."""

calls = 0


def spoil(x):
    return x.zero_()


def count_calls():
    global calls
    calls += 1
    return calls


def give(what):
    import torch

    return {"nothing": None, "module": torch.nn.Linear(1, 1), "list": [1, 2]}[what]


def fail(kind):
    raise kind("on purpose")


def fail_with(text):
    raise RuntimeError(text)


def speak(x):
    print("I got", x.tolist(), "\x1b[31m")
    return x


def not_started():
    raise NotImplementedError("TODO: not_started")


def root(x):
    if x < 0:
        raise ValueError("there is none")
    return x**0.5


def no_root(x):
    raise ValueError("there is none")
