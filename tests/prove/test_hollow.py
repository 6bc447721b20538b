"""Programs that do nothing, by which `prove` finds checks that give points away."""

from autograder.author.prove.hollow import make_hollow

SOLUTION = """
class Net(Module):
    def forward(self, x):
        return x


def read(path):  # given
    return 1


def double(x):
    \"\"\"Return twice x.\"\"\"
    return 2 * x
"""


def test_hollow_answers_keep_names_and_what_is_given():
    """Every other function and method has the same one line."""
    made = dict(make_hollow(SOLUTION))

    assert made["has nothing in it"] == ""
    assert made["returns None everywhere"].splitlines() == [
        *("class Net(Module):", "", "    def forward(self, x):", "        return None"),
        *("", "def read(path):", "    return 1", "", "def double(x):", "    return None"),
    ]
    assert made["raises ValueError everywhere"].count("raise ValueError") == 2
