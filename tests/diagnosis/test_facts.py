"""Facts of the student's text: true for certain, and none of them holds of a right answer."""

import math
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from autograder.course import need_course
from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.at_work import find_in_statements
from autograder.diagnosis.facts.classes import find_in_classes
from autograder.diagnosis.facts.ends import find_unraised
from autograder.diagnosis.facts.kept import find_kept
from autograder.diagnosis.facts.state import state_absence, state_cause, state_fact
from autograder.diagnosis.facts.training import find_uncleared
from autograder.diagnosis.facts.unused import find_unused
from autograder.diagnosis.slips import SlipTable
from autograder.diagnosis.source import Source
from autograder.examination.found import Examination, ExaminedCheck, Raised
from autograder.results.record import Check
from autograder.submissions import Unit

COURSE = need_course(Path(__file__).parent)
SOLUTIONS = [one.path(".py") for one in COURSE.assignments.values()]
RIGHT = [*SOLUTIONS, *sorted(Path(__file__).parents[1].glob("course/right/*/*.py"))]


def case(text, exercise="f", status="failed", raised=None, saw=1.0):
    """Return an exercise of which one check failed."""
    raised = raised and Raised(*raised)
    check = ExaminedCheck(exercise, Check("a", "a", status, 0, 1, False), ("a",), math.inf, raised)
    views = {"a": {"saw": saw}}
    found = Examination((check,), views, (), "full", 0.0)
    return Case(found, exercise, SlipTable({"a": {"saw": 2.0}}), Source([Unit("answer.py", dedent(text))]))


def say(text, exercise="f", **how):
    """Return the fact that is stated, and its line."""
    one = case(text, exercise, **how)
    said = state_cause(one) or state_fact(one)
    return said and (said.text, said.line)


FINDERS = (find_unused, find_in_classes, find_in_statements, find_uncleared, find_unraised, find_kept)


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_fact_of_the_text_holds_of_a_right_answer(path):
    """Else it would be said of a wrong one that is wrong elsewhere."""
    text = path.read_text(encoding="utf-8")
    cases = [case(text, exercise) for exercise in COURSE.get(path.parent.name).points]

    found = [fact for one in cases for find in FINDERS for fact in find(one)]

    assert found == []


ATTRIBUTE = "AttributeError"
UNFITTING = (
    'Error(s) in loading state_dict for N:\n\tMissing key(s) in state_dict: "out.weight", "out.bias". \n'
    '\tUnexpected key(s) in state_dict: "fc.weight", "fc.bias". '
)
MISSHAPEN = (
    "Error(s) in loading state_dict for N:\n\tsize mismatch for fc.weight: copying a param with shape "
    "torch.Size([2, 3]) from checkpoint, the shape in current model is torch.Size([1, 2])."
)
MISTAKES = [
    ("def f(model, lr):\n    model.eval()", {}, "`f` takes `lr` and never uses it.", 1),
    (
        "def f(t, seen=[]):\n    seen.append(t)\n    return len(seen)",
        {},
        "`seen=[]` is made once, when the function is defined, and keeps what earlier calls put into it.",
        1,
    ),
    (
        "counts = {}\ndef f(t):\n    counts[t] = 1\n    return counts",
        {},
        "`counts = {}` runs once, with the file: what one call puts into it, the next finds.",
        1,
    ),
    (
        "def f(node):\n    return node.next_functions[0][0]",
        {"raised": ("IndexError", "tuple index out of range", "answer.py", 2)},
        "`node.next_functions` is empty here.",
        2,
    ),
    (
        "def f(x):\n    return x - x.max(dim=1)",
        {"raised": ("TypeError", "unsupported operand: 'Tensor' and 'torch.return_types.max'", "answer.py", 2)},
        "Here `max` gave two tensors, the numbers and their places; `.values` takes the numbers.",
        2,
    ),
    (
        "class N:\n    def backward(ctx, g):\n        return g * ctx.mask",
        {"exercise": "N", "raised": (ATTRIBUTE, "'NBackward' object has no attribute 'mask'", "answer.py", 3)},
        "Nothing sets `ctx.mask`.",
        3,
    ),
    (
        "class N:\n    def backward(ctx, g):\n        return g * ctx.saved_tensor[0]",
        {"exercise": "N", "raised": (ATTRIBUTE, "'NBackward' object has no attribute 'saved_tensor'", "answer.py", 3)},
        "Nothing sets `ctx.saved_tensor`; there is `ctx.saved_tensors`.",
        3,
    ),
    (
        "class N:\n    def size(x):\n        return 1",
        {
            "exercise": "N.size",
            "raised": ("TypeError", "N.size() takes 1 positional argument but 2 were given", None, None),
        },
        "`size` lacks `self`: Python hands every method its object as the first argument.",
        2,
    ),
    (
        "class N:\n    def step(self):\n        return 1",
        {"exercise": "N", "raised": (ATTRIBUTE, "'N' object has no attribute 'zero_grad'", None, None)},
        "The class `N` has no `zero_grad`, which the exercise asks for.",
        1,
    ),
    (
        "def f(batches):\n    return 1 / len(batches)",
        {"raised": ("TypeError", "object of type 'generator' has no len()", "answer.py", 2)},
        "`batches` can be a generator, which has no length: `len` cannot know how much is in it.",
        2,
    ),
    (
        "def f(p, q):\n    p.data = q.data",
        {"raised": ("AttributeError", "'str' object has no attribute 'data'", "answer.py", 2)},
        "`p` or `q` is a str here, and has no `data`.",
        2,
    ),
    (
        "def f(path):\n    return torch.load(path)['model']",
        {"raised": ("KeyError", "'model'", "answer.py", 2)},
        "`torch.load(path)` has no entry 'model' here.",
        2,
    ),
    (
        "class N:\n    def __init__(self, size):\n        print(size)",
        {
            "exercise": "N",
            "raised": ("TypeError", "N.__init__() got an unexpected keyword argument 'n'", None, None),
        },
        "`N` is called with `n=…`, and has no argument of that name; its arguments are `size`.",
        2,
    ),
    (
        "def f(train, others):\n    return train, others",
        {"raised": ("TypeError", "f() takes 2 positional arguments but 3 were given", None, None)},
        "`f` is called with 3 arguments, and takes 2.",
        1,
    ),
    (
        "def f(train, others):\n    return train, others",
        {"raised": ("TypeError", "f() missing 1 required positional argument: 'others'", None, None)},
        "`f` is called without `others`, and cannot do without.",
        1,
    ),
    (
        "class N:\n    def __init__(self):\n        print()",
        {
            "exercise": "N",
            "raised": ("TypeError", "N.__init__() takes 1 positional argument but 2 were given", None, None),
        },
        "`N` is called with 1 argument, and takes none.",
        2,
    ),
    (
        "class N:\n    def __init__(self):\n        print()",
        {
            "exercise": "N",
            "raised": ("TypeError", "N.__init__() got an unexpected keyword argument 'n'", None, None),
        },
        "`N` is called with `n=…`, and has no argument of that name; it takes none.",
        2,
    ),
    (
        "class N:\n    pass\nN = N()",
        {"exercise": "N"},
        "`N = N()` gives the name `N` to one object, and the class has no name any more: call the object otherwise.",
        3,
    ),
    (
        "def f(y, loc):\n    return y in loc",
        {"raised": ("ValueError", "The truth value of an array with more than one element is …", "answer.py", 2)},
        "`y in loc` asks for one yes or no; `y` is an array here, with one for each number.",
        2,
    ),
    (
        "class N(nn.Module):\n    def __init__(self):\n        self.out = nn.Linear(2, 1)\n    def forward(self): ...",
        {"exercise": "N", "raised": ("RuntimeError", UNFITTING, None, None)},
        "The exercise asks for parameters called `fc.weight`, `fc.bias`; yours are called `out.weight`, `out.bias`.",
        3,
    ),
    (
        "class N(nn.Module):\n    def __init__(self):\n        self.fc = nn.Linear(2, 1)\n    def forward(self): ...",
        {"exercise": "N", "raised": ("RuntimeError", MISSHAPEN, None, None)},
        "`fc.weight` has the shape (1, 2); for these sizes it should be (2, 3).",
        3,
    ),
    (
        "class N(nn.Module):\n    pass",
        {"exercise": "N"},
        "The class `N` has no `forward`: nothing says what it does with its input.",
        1,
    ),
    ("class N(nn.Module):\n    pass", {"exercise": "N.g"}, "The class `N` has no method `g`.", 1),
    ("def f(x, lr):\n    return x", {}, "`f` takes `lr` and never uses it.", 1),
    ("def f(x):\n    x = 3\n    return x", {}, "`x = 3` overwrites the argument `x` before anything has read it.", 2),
    ("def f(x):\n    x.sqrt()\n    return x", {}, "`x.sqrt()` makes a new value, and nothing keeps it.", 2),
    (
        "def f(x):\n    n = 0\n    n + len(x)\n    return n",
        {},
        "`n + len(x)` makes a new value, and nothing keeps it.",
        3,
    ),
    ("def f(p):\n    p.data.sub(p.grad)", {}, "`p.data.sub(p.grad)` makes a new value, and nothing keeps it.", 2),
    (
        "class N(nn.Module):\n    def __init__(self):\n        self.act = nn.Sigmoid()\n    def forward(self, x):\n"
        "        self.act(x)\n        return x",
        {"exercise": "N"},
        "`self.act(x)` makes a new value, and nothing keeps it.",
        5,
    ),
    (
        "def f(k):\n    if k < 1:\n        return ValueError('k')",
        {},
        "`return ValueError('k')` gives an exception back as a value: `raise` raises it.",
        3,
    ),
    ("def f(k):\n    ValueError('k')", {}, "`ValueError('k')` only makes an exception: `raise` raises it.", 2),
    ("def f(x):\n    F.relu(x)\n    return x", {}, "`F.relu(x)` makes a new value, and nothing keeps it.", 2),
    (
        "def f(p):\n    p.grad == 0",
        {},
        "`p.grad == 0` only compares: it changes nothing, and nothing asks for the answer.",
        2,
    ),
    (
        "def f(model, path):\n    torch.save(model.state_dict, path)",
        {},
        "`model.state_dict` is not called: without parentheses it only names the function.",
        2,
    ),
    (
        "def f(loss):\n    loss.backward",
        {},
        "`loss.backward` is not called: without parentheses it only names the function.",
        2,
    ),
    (
        "def f(x):\n    raise NotImplementedError\n    return x",
        {"status": "not_started"},
        "`raise NotImplementedError` still stands in line 2, above your code: Python stops there and never comes to "
        "line 3.",
        2,
    ),
    (
        "def f(d):\n    return print(d)",
        {"saw": None},
        "`return print(d)` gives back None: print shows a value on the screen, and returns nothing.",
        2,
    ),
    (
        "def f(d):\n    print(d)",
        {"saw": None},
        "`f` prints its result and returns nothing: whoever calls it gets None.",
        2,
    ),
    (
        "def f(x):\n    return F.relu(x)",
        {"raised": ("NameError", "name 'F' is not defined", "answer.py", 2)},
        "`F` is not imported: in this file nothing says that it means torch.nn.functional.",
        2,
    ),
    (
        "def f(learning_rate):\n    return learning_rat",
        {"raised": ("NameError", "name 'learning_rat' is not defined", "answer.py", 2)},
        "`learning_rat` means nothing here: neither the function nor the file gives it a value; there is "
        "`learning_rate`.",
        2,
    ),
    (
        "def f(p):\n    p.zero_grad()",
        {"raised": (ATTRIBUTE, "'Parameter' object has no attribute 'zero_grad'", "answer.py", 2)},
        "`p` is a parameter, which is a tensor, and tensors have no `zero_grad`: modules and optimizers have it.",
        2,
    ),
    (
        "def f(p):\n    p.data.sub_(p.grad.data * 0.1)",
        {"raised": (ATTRIBUTE, "'NoneType' object has no attribute 'data'", "answer.py", 2)},
        "`p.grad` is None here: at this point there is no gradient.",
        2,
    ),
    (
        "def f(p):\n    p.grad = 0",
        {
            "raised": (
                "TypeError",
                "assigned grad expected to be a Tensor or None but got grad of type int",
                "answer.py",
                2,
            )
        },
        "`.grad` holds a tensor or None; here it is given an int.",
        2,
    ),
    (
        "def f(out, threshold):\n    if out >= threshold:\n        return 1",
        {"raised": ("RuntimeError", "Boolean value of Tensor with more than one value is ambiguous", "answer.py", 2)},
        "`if` asks for one yes or no; `out >= threshold` is a tensor, with one for each number.",
        2,
    ),
    ("def g(x):\n    return x\ndef ff(x):\n    return x", {"exercise": "g1"}, None, None),
    (
        "def count_parameter(model):\n    return 1",
        {"exercise": "count_parameters"},
        "There is `count_parameter`, and no `count_parameters`: Python takes every name as it is spelt.",
        1,
    ),
    (
        "class Net:\n    x = 1\ndef features(self, x):\n    return x",
        {"exercise": "Net.features"},
        "`features` stands outside of the class Net: a method is indented as the class's other methods are.",
        3,
    ),
    (
        "class Net(nn.Module):\n    def _init_(self):\n        pass",
        {"exercise": "Net"},
        "Python does not know `_init_`: the method that makes an object is called `__init__`, two underscores on each "
        "side.",
        2,
    ),
    (
        "class SGD:\n    buffers = {}\n    def step(self):\n        self.buffers[0] = 1",
        {"exercise": "SGD"},
        "`buffers = {}` stands in the class, so all of its objects share it.",
        2,
    ),
    (
        "class SGD:\n    def __init__(self, lr):\n        self.lr = lr\n    def step(self):\n        pass",
        {"exercise": "SGD"},
        "`self.lr` is kept, and nothing ever reads it.",
        3,
    ),
    (
        "class Net(nn.Module):\n    def __init__(self):\n        self.weight = torch.rand(3).requires_grad_()",
        {"exercise": "Net"},
        "`self.weight` is a plain tensor: PyTorch counts only an `nn.Parameter` among the parameters of a module.",
        3,
    ),
    (
        "class Net(nn.Module):\n    def forward(self, x):\n        return nn.Sigmoid(x)",
        {"exercise": "Net"},
        "`nn.Sigmoid(x)` makes a layer, with what stands in the parentheses as its setting; it is not applied to it.",
        3,
    ),
]


@pytest.mark.parametrize(("text", "how", "says", "line"), MISTAKES, ids=range(len(MISTAKES)))
def test_an_everyday_mistake_is_said_with_its_line(text, how, says, line):
    """In words that are true of this very code."""
    assert say(text, **how) == (says and (says, line))


@pytest.mark.parametrize(
    "text",
    [
        "def f(x, lr):\n    def inner():\n        return x * lr\n    return inner()",
        "def f(x, _unused):\n    return x",
        "def f(x):\n    raise NotImplementedError",
        "def f(x):\n    if x is None:\n        x = 3\n    return x",
        "def f(x):\n    seen = set()\n    seen.add(x)\n    return seen",
        "def f(x):\n    try:\n        x.view(2, 2)\n    except RuntimeError:\n        raise ValueError\n    return x",
        "def f(x):\n    F.relu(x, inplace=True)\n    return x",
        "class f:\n    settings = {}\n    def get(self):\n        return self.settings",
        "def f(x, lr):\n    return x * locals()['lr']",
    ],
)
def test_what_only_looks_like_a_mistake_is_left_alone(text):
    """A wrong sentence is worse than none."""
    assert say(text) is None


def test_a_result_without_a_graph_is_found_where_backpropagating_failed():
    """Only then: where a plain number is asked for, it is right to leave the graph."""
    one = case("def f(x):\n    return torch.tensor(x.item())")
    (found,) = one.found.checks
    message = "RuntimeError: element 0 of tensors does not require grad"
    failed = replace(found, check=replace(found.check, message=message))
    other = replace(one, found=replace(one.found, checks=(failed,)))

    assert state_fact(one) is None
    assert state_fact(other).text.endswith("is a new tensor without a graph: nothing can be backpropagated from it.")


@pytest.mark.parametrize(("body", "speaks"), [("return x", True), ("if x < 1:\n        raise TypeError", False)])
def test_a_function_without_raise_refuses_nothing(body, speaks):
    """It is said where nothing else is wrong."""
    one = case(f"def f(x):\n    {body}")
    said = state_absence(replace(one, table=SlipTable({"a": {"raised": "ValueError", "text": ""}})))

    assert (said is not None) == speaks


def test_assert_is_no_refusal_that_an_exercise_asks_for():
    """It raises another exception, and python -O leaves it out."""
    one = case("def f(k):\n    assert k > 1", raised=("AssertionError", "", "answer.py", 2))
    views = {"a": {"raised": "AssertionError", "text": ""}}
    one = replace(
        one, found=replace(one.found, views=views), table=SlipTable({"a": {"raised": "ValueError", "text": ""}})
    )

    assert state_fact(one).text == "`assert` raises AssertionError, and the exercise asks for ValueError."


@pytest.mark.parametrize(
    ("clearing", "says"),
    [
        ("", "Nothing in this loop clears the gradients, and backward() adds to what is there."),
        ("opt.zero_grad()", None),
        ("clear(opt)", None),
    ],
)
def test_a_loop_that_steps_has_to_clear_gradients(clearing, says):
    """Where a helper is called, it may do that."""
    helper = "def clear(opt):\n    opt.zero_grad()\n"
    loop = f"    for _ in range(3):\n        {clearing or 'pass'}\n        loss().backward()\n        opt.step()\n"
    one = case(f"{helper}def f(opt, loss):\n{loop}")

    said = state_absence(one)

    assert (said and said.text) == says


def test_a_comparison_that_stands_alone_is_said_before_any_slip():
    """Whoever writes it behaves like everybody who does nothing."""
    said = state_cause(case("def f(p):\n    p.grad == 0"))

    assert said is not None
    assert said.line == 2
