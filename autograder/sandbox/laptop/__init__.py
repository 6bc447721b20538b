"""What a file finds around it: an ordinary laptop without a GPU, a network, a display or somebody who watches."""

from autograder.sandbox.laptop.machine import furnish_machine
from autograder.sandbox.laptop.onlookers import silence_onlookers

__all__ = ["furnish"]


def furnish() -> None:
    """Make this process such a laptop, for all that runs in it from now on; call it once its libraries are imported."""
    furnish_machine()
    silence_onlookers()
