"""Each change of a student's code, by one line before and after, and what is said of the line before."""

import ast

import pytest
from mended_lines import OPERATORS

from autograder.diagnosis.repairs.activations import find_stranger
from autograder.diagnosis.repairs.defaults import change_defaults
from autograder.diagnosis.repairs.edit import Group
from autograder.diagnosis.repairs.place import walk
from autograder.diagnosis.repairs.propose import propose
from autograder.diagnosis.repairs.region import find_region
from autograder.diagnosis.repairs.source_text import SourceText
from autograder.diagnosis.repairs.symptom import Symptom
from autograder.diagnosis.repairs.task import Known
from autograder.submissions import Unit

HEAD = "import torch\ndef f(model, x, y, optimizer, n=3):\n    "
ANY = Symptom()


def list_edits(source, exercise="f", symptom=ANY, wanted=None):
    """Return every change of a source."""
    return list(propose([SourceText(Unit("toy.py", source))], exercise, [exercise], symptom, Known(words=wanted or {})))


def form(source):
    """Return what a program is, whatever its layout; None for what is none."""
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return None


@pytest.mark.parametrize(("before", "after", "says"), OPERATORS, ids=[one[0].split("\n")[0] for one in OPERATORS])
def test_the_line_is_mended_by_a_change_that_says_why(before, after, says):
    """Whatever the layout: two programs are the same if their trees are."""
    edits = list_edits(f"{HEAD}{before}\n")

    assert says in [edit.says for edit in edits if form(edit.apply()) == form(f"{HEAD}{after}\n")]


@pytest.mark.parametrize(
    ("line", "unsaid"),
    [
        ("for a in x:\n        if a < 1:\n            raise ValueError\n    return x", "the loop over"),
        ("return torch.sign(x).long()", "cuts everything below 1"),
        ("return torch.optim.SGD(x, 0.1)", "`.SGD()` does not belong here"),
        ("return len(x)", "`x` has a dimension too many"),
        ("for a in x:\n        yield a", "ends without a return"),
    ],
)
def test_what_only_helps_by_chance_is_not_said(line, unsaid):
    """It would be untrue of this very code."""
    assert not any(unsaid in edit.says for edit in list_edits(f"{HEAD}{line}\n"))


def test_what_mends_the_symptom_comes_first():
    """A wrong dtype is not mended by another number."""
    first = list_edits(f"{HEAD}return x >= 0.5\n", symptom=Symptom(frozenset({"dtype"})))[0]

    assert "dtype" in first.mends


def test_what_the_solution_does_without_is_dropped_first():
    """How often its words occur is known to those who grade."""
    first = list_edits(f"{HEAD}return (x + y).dropout().mean()\n", wanted={"mean": 1, "+": 1})[0]

    assert first.says == "`.dropout()` does not belong here"


def test_a_size_that_is_rounded_down_has_its_sides_as_they_are():
    """Its opposite has the same square, and may be right by chance."""
    edits = list_edits(f"{HEAD}return ((x - y) // 2 - y) ** 2\n")

    assert not any("wrong way round" in edit.says for edit in edits if "//" in edit.says)


NETWORK = """class N(nn.Module):
    def forward(self, x):
        x = self.one(x)
        x = self.two(x)
        return torch.tanh(self.three(x))
"""


def test_two_layers_without_a_relu_are_mended_together():
    """With one of them the numbers are as wrong as before."""
    edits = [
        edit for edit in list_edits(NETWORK, "N") if edit.says == "no ReLU follows `self.one(x)` and `self.two(x)`"
    ]

    assert [edit.apply().count("torch.relu(self.") for edit in edits] == [2]


def test_one_layer_without_a_relu_is_mended_alone_and_a_method_is_no_layer():
    """What flattens by a method of the class is not blamed."""
    bent = NETWORK.replace("self.two(x)", "x.view(-1, self.size(x))") + "    def size(self, x):\n        return 4\n"

    says = [edit.says for edit in list_edits(bent, "N") if "ReLU" in edit.says]

    assert says == ["no ReLU follows `self.one(x)`"]


@pytest.mark.parametrize(
    ("wanted", "says"), [({"relu": 3}, "`tanh` is not what is asked for here"), ({"Tanh": 1}, None)]
)
def test_an_activation_that_the_solution_has_none_of_is_a_stranger(wanted, says):
    """A layer and the function of that name are the same thing."""
    region = find_region([SourceText(Unit("toy.py", NETWORK))], "N", ["N"])

    found = find_stranger(region, wanted)

    assert (found and found.says) == says


@pytest.mark.parametrize(
    ("line", "without"),
    [("x = F.dropout(g(x), 0.5)", "x = (g(x))"), ("self.p = nn.Dropout(0.5)", "self.p = torch.nn.Identity()")],
)
def test_a_stranger_is_left_out(line, without):
    """A layer lets its input pass, and so does a function."""
    text = f"class N(nn.Module):\n    def forward(self, x):\n        {line}\n"
    region = find_region([SourceText(Unit("toy.py", text))], "N", ["N"])

    assert find_stranger(region, {"relu": 1}).apply() == text.replace(line, without)


@pytest.mark.parametrize(("asked", "count"), [("(0.9, 0.999)", 1), ("(0.9, 0.990)", 0), ("make()", 0)])
def test_a_default_is_held_against_the_one_that_is_asked_for(asked, count):
    """As values, whatever their text."""
    source = SourceText(Unit("toy.py", "class N:\n    def __init__(self, betas=(0.9, 0.99)): ..."))
    edits = [
        edit
        for place in walk(source, source.tree.body[0])
        for edit in change_defaults(place, {"__init__.betas": asked})
    ]

    assert [edit.says for edit in edits] == count * [
        "where no `betas` is given, the exercise asks for another one than `(0.9, 0.99)`"
    ]


def test_another_condition_of_a_refusal_is_true_of_a_part():
    """It refuses too much or too little, whatever else is wrong."""
    text = "def f(lr, n):\n    if lr < 0 and n < 0:\n        raise ValueError\n    return lr < 0 and n < 0\n"
    groups = {edit.line: edit.group for edit in list_edits(text) if "joins its conditions" in edit.says}

    assert groups == {2: Group.SPECIFIC, 4: Group.SWAP}


STEPS = """class A:
    def __init__(self, parameters):
        self.parameters = parameters
    def step(self, g, c):
        self.m = 0.9 * self.m + g
        self.m = self.m / c
        return self.m
"""


def test_a_value_for_this_step_alone_gets_a_name_of_its_own():
    """What follows reads that, and the next step goes on from the state."""
    says = "`self.m = self.m / c` is kept, so that the next call goes on from it"
    (edit,) = [edit for edit in list_edits(STEPS, "A") if edit.says == says]

    assert edit.apply().endswith("        _now0 = self.m / c\n        return _now0\n")


@pytest.mark.parametrize(("loop", "count"), [("for p in self.parameters: p.grad = None", 1), ("pass", 0)])
def test_parameters_that_are_kept_as_they_come_may_be_used_up(loop, count):
    """Of a generator there is nothing left in the second step."""
    says = "`parameters` is kept as it comes, and a generator is used up after the first time"
    edits = list_edits(f"{STEPS}    def zero_grad(self):\n        {loop}\n", "A")

    assert [edit.says for edit in edits].count(says) == count


def test_what_clears_the_gradients_already_is_not_told_to_clear_them():
    """It is told where something is backpropagated in between."""
    edits = list_edits(f"{HEAD}model.zero_grad()\n    x.backward()\n    y.backward()\n")

    assert {edit.line for edit in edits if "not cleared" in edit.says} == {5}


@pytest.mark.parametrize(
    ("line", "is_changed"),
    [
        ("x -= 1", True),
        ("x[0].mul_(2)", True),
        ("y = x.T\n    y[0] = 1", True),
        ("shuffle(x)", True),
        ("y = x - 1", False),
    ],
)
def test_an_argument_is_the_callers_only_where_something_is_changed(line, is_changed):
    """By its own name, or by another one for what is made from it."""
    says = [edit.says for edit in list_edits(f"{HEAD}{line}\n    return x.sum()\n")]

    assert ("`x` belongs to the caller, and is changed" in says) is is_changed


def test_statements_that_share_nothing_are_not_exchanged():
    """Whichever comes first, the program does the same."""
    edits = list_edits(f"{HEAD}losses = []\n    y.step()\n    x = y\n")

    assert {edit.line for edit in edits if "too early" in edit.says} == {4}


def test_a_number_is_not_replaced_by_what_is_none():
    """What is called or has attributes is a model or a tensor."""
    texts = [edit.apply() for edit in list_edits(f"{HEAD}return model(x[7]) * n\n")]

    assert any("x[(n)]" in text for text in texts)
    assert not any("x[(model)]" in text or "x[(x)]" in text for text in texts)


def test_a_setting_of_an_optimizer_is_true_of_a_part():
    """Without it every step is another one."""
    edits = list_edits(f"{HEAD}return SGD(y, lr=n, weight_decay=0.1)\n")
    groups = [edit.group for edit in edits if "is given `weight_decay=0.1`" in edit.says]

    assert groups == [Group.SPECIFIC]


def test_a_line_on_its_own_is_left_out_soon():
    """Few are there, and one that spoils everything costs but one try."""
    says = [edit.says for edit in list_edits(f"{HEAD}z = x * y - n * x\n    z.mul_(y)\n    return z / n + y\n")]

    assert says.index("`z.mul_(y)` does not belong here") < 10


def test_what_is_moved_says_nothing_of_a_part():
    """It may only go around the mistake."""
    edits = list_edits(f"{HEAD}for a in x:\n        y = a + 1\n        n = y\n    return n\n")
    moved = [edit for edit in edits if "too early" in edit.says or "every round" in edit.says]

    assert {edit.group for edit in moved} == {Group.SWAP}


def test_of_data_no_graph_is_recorded():
    """Nor of plain numbers."""
    says = [edit.says for edit in list_edits(f"{HEAD}x.data -= y\n    n += y.item()\n    x -= y\n")]

    assert [one for one in says if "changes a tensor" in one] == ["`x -= y` changes a tensor while a graph is recorded"]


def test_a_script_below_the_functions_is_not_run_again():
    """What it blanks out keeps its length, so that every place stays where it was."""
    source = SourceText(Unit("toy.py", "k = 2\ndef f():\n    return k\nprint(f())\n"))

    assert source.without_scripts().text == "k = 2\ndef f():\n    return k\n          \n"


def test_only_the_exercise_and_what_it_uses_is_changed():
    """A helper that it calls belongs to it, another exercise does not."""
    text = "def g(x):\n    return x + 1\ndef f(x):\n    return h(x)\ndef h(x):\n    return x - 1\n"

    assert {edit.line for edit in list_edits(text)} <= {3, 4, 5, 6}


def test_of_what_is_changed_in_place_no_other_entry_is_tried():
    """An update that goes into a neighbour may make all right by chance."""
    says = [edit.says for edit in list_edits(f"{HEAD}x[2].mul_(n)\n    return x[2]\n")]

    assert [one for one in says if "takes entry" in one] == ["`x[2]` takes entry 2, and that is not the one"] * 3
