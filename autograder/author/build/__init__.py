"""Make what students receive from what teachers write: solutions/ in, assignments/ out."""

from autograder.author.build.assemble import assemble, compare, fill_folder
from autograder.author.build.stubs import make_stub

__all__ = ["assemble", "compare", "fill_folder", "make_stub"]
