"""make_stub keeps what teaches and drops what answers."""

import ast
import subprocess
import sys
from textwrap import dedent

import pytest

from autograder.author.build import make_stub
from autograder.errors import CourseError


def stub(source: str) -> str:
    """Make the stub of an indented source."""
    return make_stub(dedent(source).lstrip("\n"))


def test_a_body_becomes_a_to_do_below_its_docstring() -> None:
    """The docstring is the brief, so it stays."""
    made = stub('''
        def double(x: int) -> int:
            """Return twice x."""
            return 2 * x
    ''')

    assert made == (
        'def double(x: int) -> int:\n    """Return twice x."""\n    raise NotImplementedError("TODO: double")\n'
    )


def test_a_method_is_named_with_its_class() -> None:
    """ "TODO: forward" would not say whose."""
    made = stub("""
        class Net:
            class Inner:
                def forward(self, x):
                    return x
    """)

    assert 'raise NotImplementedError("TODO: Net.Inner.forward")' in made


def test_signature_decorators_and_their_comments_stay_as_written() -> None:
    """Students read signatures; how they are laid out is part of the text."""
    signature = dedent("""\
        @staticmethod
        def first(
            x: int,  # any number
            y: int = 2,
        ) -> int:  # noqa: B006
    """)

    assert make_stub(signature + "    return x + y\n").startswith(signature + "    raise NotImplementedError")


def test_class_attributes_and_the_comments_between_members_stay() -> None:
    """What stands outside of bodies is part of the lesson."""
    above = 'class Net:\n    """A net."""\n\n    size: int = 3\n\n    # The way forward.\n    def forward(self, x):\n'

    assert make_stub(f"{above}        return x * self.size\n").startswith(above)


def test_comments_in_and_below_a_body_go_with_it() -> None:
    """A comment that is indented as a body is often half of the answer."""
    made = stub("""
        def first(x):
            # the secret way
            return x
            # which is done

            # so secretly


        # Now the second.
        def second(x):
            return x
    """)

    assert "secret" not in made
    assert '"TODO: first")\n\n\n# Now the second.\ndef second' in made


def test_a_signature_on_one_line_with_its_body_is_cut_there() -> None:
    """Ruff leaves `def f(): ...` on one line."""
    assert make_stub("def f(x=(1, 2)): ...\n") == 'def f(x=(1, 2)):\n    raise NotImplementedError("TODO: f")\n'


def test_text_in_a_body_that_looks_like_code_confuses_nobody() -> None:
    """Strings over several lines end where Python says."""
    made = stub('''
        def f():
            return """
        def g():
            pass
        """
    ''')

    assert made == 'def f():\n    raise NotImplementedError("TODO: f")\n'


def test_private_helpers_and_methods_vanish_with_the_comments_on_them() -> None:
    """How the teacher split the answer is part of the answer; `__init__` is not private."""
    made = stub("""
        # Squares.
        def _square(x):
            return x * x


        class Net:
            def __init__(self):
                self.size = 1

            # Cubes.
            def _cube(self, x):
                return x**3


        # Halves.
        _half = 2
    """)

    assert made == 'class Net:\n    def __init__(self):\n        raise NotImplementedError("TODO: Net.__init__")\n'


def test_a_class_of_nothing_but_private_methods_can_still_be_read() -> None:
    """A class needs a body."""
    assert stub("""
        class Net:
            def _forward(self):
                return 1
    """) == ("class Net:\n    pass\n")


def test_a_heading_with_a_blank_line_below_it_stays() -> None:
    """It belongs to a section, not to the helper that happens to come first."""
    made = stub("""
        # Losses

        _weight = 2

        EPOCHS = 5
    """)

    assert made == "# Losses\n\nEPOCHS = 5\n"


def test_an_import_that_only_bodies_use_goes() -> None:
    """It would tell which tool to take."""
    made = stub("""
        import math
        from torch import Tensor, nn


        def area(x: Tensor):
            return math.pi * nn.ReLU()(x)
    """)

    assert made.startswith("from torch import Tensor\n\n\ndef area")


@pytest.mark.parametrize("docstring", [">>> area(math.pi)\n    3.1", "Take `math.pi` for it."])
def test_an_import_that_a_docstring_shows_at_work_stays(docstring: str) -> None:
    """Worked examples must run in the stub's file."""
    made = make_stub(f'import math\n\n\ndef area(x):\n    """Return it.\n\n    {docstring}\n    """\n    return x\n')

    assert made.startswith("import math\n")


def test_a_word_in_a_docstrings_prose_keeps_no_import() -> None:
    """The word "math" is no use of the module."""
    made = stub('''
        import math


        def area(x):
            """Do some math."""
            return math.pi * x
    ''')

    assert "import" not in made


def test_a_private_constant_stays_if_a_signature_needs_it() -> None:
    """The stub must import."""
    made = stub("""
        _SIZE = 5
        _SECRET = 6


        def build(size=_SIZE):
            return size + _SECRET
    """)

    assert made.startswith("_SIZE = 5\n\n\ndef build(size=_SIZE):\n")


def test_what_is_given_stays_whole_with_what_it_needs() -> None:
    """A given network must run, down to the helpers of its helpers; the mark has done its work."""
    made = stub("""
        import math


        def _half(x):
            return x / 2


        def _area(x):
            return math.pi * _half(x)


        def show(x):  # given
            # kept
            return _area(x)
    """)

    assert "import math" in made
    assert "return x / 2" in made
    assert "def show(x):\n    # kept\n    return _area(x)\n" in made


@pytest.mark.parametrize("statement", ["print(answer)", "for x in y:\n    pass", "class A:\n    print(answer)"])
def test_a_loose_statement_is_refused_with_its_line_and_the_remedy(statement: str) -> None:
    """It would reach the students as it is."""
    with pytest.raises(CourseError, match=r"line \d: students would receive this .* put it into a function"):
        make_stub(statement + "\n")


def test_the_stub_of_a_formatted_solution_is_formatted() -> None:
    """Whatever vanishes leaves the blank lines that ruff wants."""
    made = stub('''
        """A file."""

        import math

        import torch

        _A = 1


        def _b():
            return math.pi


        class C:
            def _d(self):
                return 1

            def e(self, x: torch.Tensor):
                """E."""

                def inner():
                    return 1

                return inner()

            def _f(self):
                return 1


        G = 1


        def _h():
            return 1


        I = 2
    ''')
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=120", "-"]

    formatted = subprocess.run(ruff, input=made, capture_output=True, text=True, check=True).stdout

    assert ast.parse(made)
    assert formatted == made
