"""Facts of the student's text: true for certain, and none of them holds of a right answer."""

import math
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from everyday_exceptions import EXCEPTIONS
from everyday_mistakes import MISTAKES

from autograder.course import need_course
from autograder.diagnosis.case import Case
from autograder.diagnosis.diagnose import diagnose
from autograder.diagnosis.facts.losses import find_new_loss, find_softmax_before_loss
from autograder.diagnosis.facts.state import CAUSES, LAST, OTHERS, state_cause, state_fact, state_lesser_fact
from autograder.diagnosis.relations.stops import describe_stop
from autograder.diagnosis.sentence import REPAIR, Sentence
from autograder.diagnosis.slips import SlipTable, SlipViews
from autograder.diagnosis.source import Source
from autograder.examination.found import Examination, ExaminedCheck, Raised
from autograder.results.check import Check
from autograder.submissions import Unit

EVERYDAY = [*MISTAKES, *EXCEPTIONS]

COURSE = need_course(Path(__file__).parent)
SOLUTIONS = [one.path(".py") for one in COURSE.assignments.values()]
RIGHT = [*SOLUTIONS, *sorted(Path(__file__).parents[1].glob("course/right/*/*.py"))]


def case(text, exercise="f", status="failed", raised=None, saw=1.0, message="", line=None, title="a"):
    """Return an exercise of which one check failed."""
    raised = raised and Raised(*raised)
    check = ExaminedCheck(exercise, Check("a", title, status, 0, 1, False, message, line), ("a",), math.inf, raised)
    views = {"a": {"saw": saw}}
    found = Examination((check,), views, (), "full", 0.0)
    return Case(found, exercise, SlipTable({"a": {"saw": 2.0}}), Source([Unit("answer.py", dedent(text))]))


def say(text, exercise="f", **how):
    """Return the fact that is stated, and its line."""
    one = case(text, exercise, **how)
    said = state_cause(one) or state_fact(one) or state_lesser_fact(one)
    return said and (said.text, said.line)


LASTING = "so that it goes round for ever."


@pytest.mark.parametrize(
    ("loop", "says"),
    [
        (
            "while True:\n        n = 2 * n",
            "`while True` goes on until a `break` or a `return`, and there is none in this loop.",
        ),
        ("while True:\n        n += 1\n        if n > 9: break", None),
        ("while n < len(x):\n        y = x[n:n + 2]", f"Nothing in this loop changes `n < len(x)`, {LASTING}"),
        ("while n < 9:\n        yield x[n]", f"Nothing in this loop changes `n < 9`, {LASTING}"),
        ("while n < 9:\n        n -= 1", None),
        ("while n < 9:\n        step(n)", None),
        ("while n < 9:\n        opt.step()", None),
        ("while len(x) > n:\n        x.pop()", None),
        ("while x.n < n:\n        grow()", None),
    ],
)
def test_a_loop_without_an_end_is_named_only_if_its_text_shows_that(loop, says):
    """It comes before what else is odd."""
    one = case(f"def f(x, unused):\n    n = 0\n    {loop}\n    return n", status="timed_out", line=3)
    said = state_fact(one)

    assert (said.line == 3 and said.text) if says else said.line == 1
    assert says is None or said.text == says


def test_a_loop_without_an_end_is_named_in_its_cell():
    """A check of a notebook has no line: the place stands in its message."""
    loop, other = "def f(x):\n    while True:\n        x = x", "def g(x):\n    return x\n"
    one = case("", status="timed_out", message="yours   no end\nat      Code cell 3, line 2: while True:")
    one = replace(one, source=Source([Unit("Code cell 2", other), Unit("Code cell 3", loop)]))

    said = state_fact(one)

    assert (said.text[:12], said.line, said.cell) == ("`while True`", 2, "Code cell 3")


def test_nothing_is_said_of_a_loop_in_another_exercise():
    """It has a sentence there."""
    text = "def g():\n    while True:\n        pass\ndef f(x):\n    return g()"
    one = case(text, status="timed_out", line=2)
    both = replace(one, table=replace(one.table, slips=(SlipViews("g", "It has no end.", {}),)))

    assert state_fact(one).line == 2
    assert state_fact(both).text == "`f` takes `x` and never uses it."
    assert describe_stop(both) is None


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_fact_holds_of_a_right_answer(path):
    """Else it would be said of a wrong one that is wrong elsewhere."""
    text, assignment = path.read_text(encoding="utf-8"), COURSE.get(path.parent.name)
    titles = " ".join(one.read_text() for one in (*assignment.visible_checks, *assignment.hidden_checks))
    cases = [case(text, exercise, title=titles) for exercise in assignment.points]

    found = [fact for one in cases for find in (*CAUSES, *OTHERS, *LAST) for fact in find(one)]

    assert found == []


@pytest.mark.parametrize(("text", "how", "says", "line"), EVERYDAY, ids=range(len(EVERYDAY)))
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
        "def f(x):\n    w = torch.empty(2)\n    w[:] = x\n    return w",
        "def f(x):\n    total, n = 0, 0\n    for y in x:\n        total += y\n        n += 1\n    return total / n",
        "class f(nn.Module):\n    def __init__(self):\n        self.w = torch.empty(2)\n        init.ones_(self.w)\n"
        "    def forward(self, x):\n        return self.w * x",
        "opt = SGD(net.parameters())\ndef f(model):\n    opt = SGD(model.parameters())\n    opt.step()\n    return opt",
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


def test_a_new_tensor_that_wants_a_gradient_is_found_where_none_came_through():
    """It keeps the gradient itself."""
    one = case("def f(x):\n    return torch.tensor(x.mean(), requires_grad=True)", saw=None)
    right = {"saw": {"tensor": "float32", "shape": [1], "values": [1.0]}}

    said = state_fact(replace(one, table=SlipTable({"a": right})))

    assert said.text.endswith("is a new tensor: no gradient goes from it into what its numbers come from.")


def test_parameters_that_nobody_asked_for_are_said_at_the_layer_that_has_them():
    """Where a check lists the names."""
    text = (
        "class N(nn.Module):\n    def __init__(self):\n        self.bn = nn.BatchNorm1d(2)\n    def forward(self): ..."
    )
    names = [["fc.weight", 1], ["bn.weight", 1]]
    one = case(text, "N", saw={"dict": names})

    said = state_fact(replace(one, table=SlipTable({"a": {"saw": {"dict": names[:1]}}})))

    assert said.text == "The model has parameters that the exercise does not ask for: `bn.weight`."
    assert said.line == 3


def test_a_parameter_that_is_asked_for_elsewhere_is_too_much_in_one_check_alone():
    """As a bias is with bias=False."""
    text = "class N(nn.Module):\n    def __init__(self):\n        self.bias = nn.Parameter(torch.rand(2))"
    one = case(f"{text}\n    def forward(self): ...", "N", saw={"dict": [["weight", 1], ["bias", 1]]})
    views = {"saw": {"dict": [["weight", 1]]}}, {"saw": [{"dict": [["weight", 1], ["bias", 1]]}]}
    checks = (replace(one.checks[0], looks=("a", "b")),)
    found = replace(one.found, checks=checks, views={**one.found.views, "b": views[1]})

    said = state_fact(replace(one, found=found, table=SlipTable(dict(zip("ab", views, strict=True)))))

    assert said.text == "In a public check the model has parameters that do not belong there: `bias`."


@pytest.mark.parametrize(("more", "speaks"), [("", True), ("; self.all = nn.Sequential(*self.layers)", False)])
def test_layers_in_a_list_that_is_handed_on_may_be_part_of_the_module(more, speaks):
    made = f"self.layers = [nn.Linear(2, 2)]{more}"
    one = case(f"class N(nn.Module):\n    def __init__(self):\n        {made}\n    def forward(self, x): ...", "N")

    said = state_fact(one)

    assert (said is not None and "is a plain list" in said.text) == speaks


@pytest.mark.parametrize(("body", "speaks"), [("return x", True), ("if x < 1:\n        raise TypeError", False)])
def test_a_function_without_raise_refuses_nothing(body, speaks):
    """It is said where nothing else is wrong."""
    one = case(f"def f(x):\n    {body}")
    said = state_lesser_fact(replace(one, table=SlipTable({"a": {"raised": "ValueError", "text": ""}})))

    assert (said is not None) == speaks


@pytest.mark.parametrize(
    ("code", "what"),
    [("assert k > 1", "`assert` raises AssertionError"), ("check(k)", "AssertionError is raised here")],
)
def test_assert_is_no_refusal_that_an_exercise_asks_for(code, what):
    """It raises another exception, and python -O leaves it out."""
    one = case(f"def f(k):\n    {code}\n    return k", raised=("AssertionError", "", "answer.py", 2))
    views = {"a": {"raised": "AssertionError", "text": ""}}
    one = replace(
        one, found=replace(one.found, views=views), table=SlipTable({"a": {"raised": "ValueError", "text": ""}})
    )

    assert state_fact(one).text == f"{what}, and the exercise asks for ValueError."


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

    said = state_lesser_fact(one)

    assert (said and said.text) == says


def test_a_function_that_backpropagates_has_to_clear_gradients():
    """Without a loop, too."""
    said = state_lesser_fact(case("def f(model, x):\n    model(x).sum().backward()"))

    assert said is not None
    assert said.text == "Nothing in `f` clears the gradients, and backward() adds to what is there."


@pytest.mark.parametrize(
    ("code", "holds"),
    [
        ("p = torch.softmax(x, 1)\n    return F.cross_entropy(p, y)", True),
        ("s = nn.Softmax(dim=1)\n    return nn.CrossEntropyLoss()(s(x), y)", True),
        ("return F.cross_entropy(x, torch.softmax(y, 1))", False),
        ("return F.nll_loss(F.log_softmax(x, 1), y)", False),
        ("p = x\n    z = F.cross_entropy(p, y)\n    p = x.softmax(1)\n    return p, z", False),
    ],
)
def test_a_cross_entropy_has_a_softmax_of_its_own(code, holds):
    """Said of what is given to it, whatever the two are called by."""
    facts = list(find_softmax_before_loss(case(f"def f(x, y):\n    {code}").answer))

    assert [fact.text.endswith("it has a softmax of its own.") for fact in facts] == [True] * holds


@pytest.mark.parametrize(
    "code", ["Variable(c(x), requires_grad=True)", "torch.tensor(c(x).item(), requires_grad=True)"]
)
def test_a_loss_that_is_wrapped_reaches_no_weight(code):
    """What wants a gradient itself begins a graph of its own."""
    (fact,) = find_new_loss(case(f"def f(c, x):\n    loss = {code}\n    loss.backward()").answer)

    assert fact.text.endswith("is a new tensor: backward() begins and ends there, and reaches no weight.")


@pytest.mark.parametrize("line", ["model.state_dict().update(w)", "model.state_dict()['a'] = w"])
def test_what_is_put_into_a_state_dict_is_lost(line):
    """In the function that loads, too, which is no exercise of its own."""
    text = f"def f(model, path):\n    torch.save(model.state_dict(), path)\ndef g(model, w):\n    {line}\n"

    assert say(text) == ("`model.state_dict()` makes a new dict: what is put into that does not reach the model.", 4)


def test_unpacking_is_said_where_the_text_of_an_exception_is_hidden():
    """Nothing else in that line raises a ValueError."""
    stopped = ("ValueError", "", "answer.py", 2)

    assert say("def f(grid):\n    a, b = grid.keys()\n    return a", raised=stopped) == (
        "`(a, b)` takes exactly two values, and here there is another number of them.",
        2,
    )
    assert say("def f(grid):\n    a, b = look(grid)\n    return a", raised=stopped) is None


STEPS = "        loss(p, y).backward()\n        opt.step()"


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        (
            f"def f(m, y):\n    opt = SGD(m.parameters())\n    for p in y:\n        m = make()\n{STEPS}",
            "`opt` is made here, for one model: the `m` of a later round is not moved by its steps.",
            2,
        ),
        (
            f"def f(model, y):\n    model.eval()\n    for p in y:\n        opt.zero_grad()\n{STEPS}",
            "The model is switched to eval mode here, and nothing switches it back before it is trained.",
            2,
        ),
        (
            "def f(p, y):\n    d = (p >= 0.5).float()\n    return nn.BCELoss()(d, y)",
            "`d` holds decisions here, and the loss wants the numbers that they were made from.",
            3,
        ),
        (
            "def f(p, y, criterion):\n    d = (p >= 0.5).float()\n    return criterion(d, y)",
            "`d` holds decisions here, and the loss wants the numbers that they were made from.",
            3,
        ),
        (
            "def f(batches):\n    for b in batches:\n        work(b)\n    for b in batches:\n        count(b)",
            "`batches` is gone through twice, and a generator has nothing left the second time.",
            4,
        ),
        (
            "def f(m, y):\n    o = SGD(m.parameters())\n    for p in y:\n"
            f"        m = m.to(0)\n        m.zero_grad()\n{STEPS}",
            None,
            0,
        ),
        ("def f(x):\n    for b in x:\n        work(b)\n    for b in x:\n        count(b, x.shape)", None, 0),
        (f"def f(model, y):\n    for p in y:\n        opt.zero_grad()\n{STEPS}\n    model.eval()", None, 0),
    ],
)
def test_what_goes_wrong_in_training_is_said_where_it_begins(text, says, line):
    """Whatever else is wrong in it."""
    assert say(text) == (says and (says, line))


def test_a_comparison_that_stands_alone_is_said_before_any_slip():
    """Whoever writes it behaves like everybody who does nothing."""
    said = state_cause(case("def f(p):\n    p.grad == 0"))

    assert said is not None
    assert said.line == 2


def test_where_python_stopped_is_said_only_where_no_repair_names_the_mistake():
    """What led to it may stand in another line."""
    stopped = ("IndexError", "Dimension out of range (expected to be in range of [-1, 0], but got 1)", "answer.py", 1)
    one = case("def f(x): return x.sum(1)", raised=stopped)

    assert diagnose(one, lambda _: Sentence("Why.", REPAIR, 1)).text == "Why."
    assert diagnose(one, lambda _: None).text.startswith("Here a tensor is")


def test_what_is_one_yes_or_no_for_sure_is_not_said_to_be_a_tensor():
    """The library that is called in the line asked for it."""
    text = "def f(p, state):\n    if p is not None:\n        return state.setdefault(p)"
    raised = ("RuntimeError", "Boolean value of Tensor with more than one value is ambiguous", "answer.py", 3)

    assert say(text, raised=raised) is None
