"""Repairs, through real sandboxes: a student's own code is changed in one place until all checks pass."""

import time
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.diagnosis.case import Case
from autograder.diagnosis.repairs.choose import MORE, say_both, say_part
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.forms import apply_lessons
from autograder.diagnosis.repairs.lessons import learn
from autograder.diagnosis.repairs.nearness import list_all_gains, refuses_more, stops_more
from autograder.diagnosis.repairs.place import walk
from autograder.diagnosis.repairs.region import parse_units
from autograder.diagnosis.repairs.source_text import SourceText
from autograder.diagnosis.repairs.task import Known
from autograder.diagnosis.repairs.two_slips import list_pairs
from autograder.diagnosis.slips import Slip, SlipTable, SlipViews, agree, read_slips
from autograder.diagnosis.source import Source
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.grading.known import learn_exercise
from autograder.grading.repairs import Repairs, make_task
from autograder.submissions import Unit

ROOT = Path(__file__).parents[2]
ASSIGNMENT = read_course(ROOT).get("05_perceptron")
SOLUTION = ASSIGNMENT.path(".py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def judges():
    """Give one judge, started once for all tests."""
    with Judges(ASSIGNMENT) as judges:
        yield judges


@pytest.fixture(scope="module")
def table(judges):
    """Give what probes see of the solution, and no slip."""
    return SlipTable(judges.examine([Unit("perceptron.py", SOLUTION)], Extent(all_views=True)).views)


@pytest.fixture
def repair(judges, table):
    """Give a function that returns what a search says of an answer."""

    def repair(exercise, text, lessons=(), seconds=1.0):
        units = [Unit("perceptron.py", text)]
        found = judges.examine(units, Extent(exercise=exercise))
        task = make_task(Case(found, exercise, table, Source(units)), tuple(ASSIGNMENT.points), seconds)
        return judges.repair(units, replace(task, known=Known(lessons)))

    return repair


def change(write, instead):
    """Return the solution with one piece changed."""
    assert SOLUTION.count(write) == 1
    return SOLUTION.replace(write, instead)


@pytest.mark.parametrize(
    ("exercise", "write", "instead", "says"),
    [
        ("Perceptron", "torch.sigmoid(self.fc(x))", "torch.sigmoid(self.fc(x)).squeeze()", "does not belong here."),
        ("predict", "(output >= threshold).long()", "output >= threshold", "is not int64."),
        ("predict", "(output >= threshold)", "(output > threshold)", "decides wrongly where the two sides are equal."),
        ("train_step", "    optimizer.zero_grad()\n", "", "Nothing clears the gradients between two calls."),
    ],
)
def test_a_change_that_passes_says_why_and_where(repair, exercise, write, instead, says):
    """The line is the one that is wrong, or before which something is missing."""
    text = change(write, instead)

    said = repair(exercise, text)

    assert said.text.endswith(says)
    assert (instead or "loss.backward()") in text.split("\n")[said.line - 1]


def test_of_several_mistakes_one_is_named(repair):
    """The one whose repair lets most checks pass; the sentence says that there is more."""
    said = repair(
        "predict", "def predict(model, inputs, threshold=0.5):\n    return (model(inputs) > threshold).long()\n"
    )

    assert said.text == "`model` is used in whatever mode it comes, or not left in it. Something else is wrong, too."


def test_of_two_mistakes_the_one_is_named_that_makes_more_right_of_what_each_check_looks_at(repair):
    """No check passes by it: the answers have the right dtype then, and are still others."""
    said = repair("predict", change("(output >= threshold).long()", "output * output + 0.1 < threshold"), seconds=2.0)

    assert said.text == "`output * output + 0.1 < threshold` is not int64. Something else is wrong, too."


def test_the_order_in_which_checks_are_to_be_mended_is_the_same_in_every_run(judges, table):
    """Small differences of time do not count."""
    units = [Unit("perceptron.py", change("(output >= threshold).long()", "output"))]
    found = judges.examine(units, Extent(exercise="predict"))

    def order(seconds):
        timed = zip(found.checks, seconds, strict=False)
        checks = tuple(replace(one, check=replace(one.check, seconds=took)) for one, took in timed)
        return make_task(Case(replace(found, checks=checks), "predict", table, Source(units)), ("predict",)).failing

    assert order(count(0.001, 0.001)) == order(count(0.02, -0.001))


def test_a_first_answer_that_refuses_nothing_is_told_what_is_wrong_with_its_results():
    """Which refusals are missing comes after that."""
    assignment = read_course(ROOT).get("02_losses")
    units = [Unit("losses.py", "def mse_loss(output, target):\n    return ((output - target) ** 2).sum()\n")]
    with Judges(assignment) as judges:
        right = judges.examine([Unit("losses.py", assignment.path(".py").read_text())], Extent(all_views=True))
        found = judges.examine(units, Extent(exercise="mse_loss"))
        task = make_task(Case(found, "mse_loss", SlipTable(right.views), Source(units)), ("mse_loss",))
        said = judges.repair(units, task)

    assert 0 < task.results < len(task.failing)
    assert said.text == "`sum` is not what is asked for here. Something else is wrong, too."


def test_a_change_is_tried_in_a_file_that_imports_nothing(repair):
    """What is written there needs torch."""
    said = repair(
        "predict", "def predict(model, inputs, threshold=0.5):\n    return (model(inputs) >= threshold).tolist()\n"
    )

    assert said.text == "A graph is recorded: nothing switches that off. Something else is wrong, too."


def test_to_refuse_everything_is_no_way_to_refuse_what_is_wrong():
    """Then some checks pass, and others that saw a value see an exception."""
    value, refusal = {"saw": 1.0}, {"raised": "ValueError", "text": ""}

    assert stops_more([[value], [value]], [[refusal], [refusal]], [[{"saw": 2.0}], [refusal]])
    assert not stops_more([[value], [value]], [[value], [refusal]], [[{"saw": 2.0}], [refusal]])
    assert refuses_more([[refusal]], [[{"saw": 2.0}]])
    assert not refuses_more([[{"raised": "TypeError", "text": "a 2"}], [refusal]], [[{"saw": 2.0}], [refusal]])


def test_a_change_mends_something_where_more_is_right_and_nothing_wrong():
    """Numbers that are right by chance do not count, nor does what an exception hid, unless all of it is right."""
    right = [[{"saw": {"tensor": "int64", "shape": [2], "values": [1, 0]}}], [{"saw": 0.25}]]
    worse = [[{"saw": {"tensor": "float32", "shape": [2], "values": [0.5, 0.5]}}], [{"raised": "TypeError"}]]
    cast = [[{"saw": {"tensor": "int64", "shape": [2], "values": [0, 0]}}], [{"saw": 0.5}]]

    assert list_all_gains(worse, cast, right) == [("form", "0 tensor")]
    assert list_all_gains(worse, right, right) == [("form", "0 tensor"), ("form", "0"), ("number", "0")]
    assert list_all_gains(cast, worse, right) == []


def test_the_numbers_of_a_list_may_be_right_though_some_are_missing():
    """Of two mistakes one may be what is missing, and the other what the numbers are."""
    right = [[{"saw": [0.25, 0.125, 0.75]}]]

    gains = list_all_gains([[{"saw": [0.25, 0.5]}]], [[{"saw": [0.25, 0.125]}]], right)

    assert gains == [("number", "0 1")]


def test_of_two_mistakes_that_slips_know_both_are_named(repair):
    """Each in its author's words."""
    lessons = learn_exercise(ASSIGNMENT, "train_step").lessons
    text = change("criterion(model(inputs), targets)", "criterion(targets, model(inputs))")
    clip = "    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)\n    optimizer.step()\n"

    said = repair("train_step", text.replace("    optimizer.step()\n", clip), lessons)

    assert "The arguments of the criterion are swapped" in said.text
    assert "You clip the gradients before the step" in said.text


def test_two_slips_are_told_by_the_numbers_that_the_solution_gives_with_both(judges, table):
    """The answer need not be written as the solution is."""
    slips = [
        Slip("train_step", "criterion(model(inputs), targets)", "criterion(targets, model(inputs))", "Swapped."),
        Slip("train_step", "loss.backward()", "(3 * loss).backward()", "Three times."),
        Slip("train_step", "loss.backward()", "(2 * loss).backward()", "Twice."),
    ]

    def examine(text):
        return judges.examine([Unit("perceptron.py", text)], Extent(exercise="train_step"))

    def show(slip):
        views = examine(slip.apply(SOLUTION)).views
        differs = {key: seen for key, seen in views.items() if not agree(seen, table.solution[key])}
        return SlipViews("train_step", slip.says, differs)

    seen = replace(table, slips=tuple(map(show, slips)))
    text = slips[2].apply(slips[0].apply(SOLUTION)).replace("(2 * loss)", "(loss + loss)")
    units = [Unit("perceptron.py", text)]
    case = Case(examine(text), "train_step", seen, Source(units))
    known = Known(module="perceptron.py", solution=SOLUTION, slips=tuple(slips))
    task = replace(make_task(case, ("train_step",), 0.5), known=known, pairs=list_pairs(case, known))

    said = judges.repair(units, task)

    assert said.text == "Swapped. Twice."


def test_whether_something_else_is_wrong_is_not_said_where_another_number_may_mend_all():
    """A change that mends a part shows that there is more only if it is the change that is needed."""
    source = SourceText(Unit("a.py", "def f(x):\n    return x > 0\n"))
    number = Edit(source, 2, "the number 0 is not the one", Group.NUMBER, 1, ())

    assert say_part(number).text == "The number 0 is not the one."
    assert say_part(replace(number, group=Group.SWAP)).text == "The number 0 is not the one."
    assert (
        say_part(replace(number, group=Group.SWAP), mends_results=True).text == f"The number 0 is not the one. {MORE}"
    )
    assert (
        say_part(replace(number, group=Group.DROP, guard=2, splices=((0, 1, "pass"),))).text
        == "The number 0 is not the one."
    )


def test_whether_something_else_is_wrong_is_not_said_where_the_same_may_be_wrong_at_another_line():
    """Who does not bound one logarithm does not bound the other one either."""
    source = SourceText(Unit("a.py", "def f(x):\n    a = log(x)\n    b = log(1 - x)\n"))
    first, second = (Edit(source, line, f"`log({line})` is not bounded", Group.SPECIFIC, 1, ()) for line in (2, 3))

    assert say_part(first, edits=[first, second]).text == "`log(2)` is not bounded."
    assert say_part(first, edits=[first]).text == f"`log(2)` is not bounded. {MORE}"


def test_of_two_changes_the_second_is_told_if_it_is_one_of_the_student_s_own_code_with_its_line_there():
    """It was found in code that has the first one."""
    source = SourceText(Unit("a.py", "def f(x):\n    y = x > 0\n    return y\n"))
    first = Edit(source, 1, "first", Group.NUMBER, 1, ((14, 14, "x = x\n    "),))
    changed = SourceText(Unit("a.py", first.apply()))

    second = Edit(changed, 4, "`return y` is wrong", Group.SWAP, 1, ((0, 0, ""),))

    said = say_both(first, second, {second.says})
    unsaid = say_both(first, second, {"first"})

    assert (said.text, said.line) == ("`return y` is wrong.", 3)
    assert unsaid is None


def test_a_line_that_spoils_it_is_named_though_another_could_be_moved_past_it(repair):
    """To go around it is no reason."""
    text = change("    optimizer.step()\n", "    model.zero_grad()\n    optimizer.step()\n")

    said = repair("train_step", text)

    assert (said.text, said.line) == ("`model.zero_grad()` does not belong here.", 52)


def test_where_one_of_two_lines_is_too_many_nothing_else_is_said_to_be_wrong(repair):
    """To leave out either is enough, and nobody knows which was meant."""
    twice = change("    loss.backward()\n", "    loss.backward(retain_graph=True)\n    loss.backward()\n")

    said = repair("train_step", twice)

    assert said is None or MORE not in said.text


def test_a_loop_that_repeats_what_is_to_be_done_once_is_named(repair):
    """Though it would be enough to take the step out of it."""
    steps = SOLUTION[SOLUTION.index("optimizer.zero_grad()") : SOLUTION.index("    return loss.item()")]
    looped = "for epoch in range(10):\n        " + steps.replace("\n    ", "\n        ")

    said = repair("train_step", change(steps, looped))

    assert said.text == "The loop over `range(10)` repeats what is to be done once."


def test_a_version_that_never_ends_costs_only_itself(repair):
    """The loop ends in what is right, and hangs if its end is dropped."""
    loop = "    while True:\n        threshold = threshold\n        break\n    return (output > threshold).long()"

    said = repair("predict", change("    return (output >= threshold).long()", loop))

    assert "decides wrongly" in said.text


def test_a_slip_teaches_its_edit_to_other_names(repair):
    """The author's own sentence, where the student's names are others."""
    slips = [
        slip for slip in read_slips(ASSIGNMENT.path(".slips.toml")) if slip.instead.endswith("torch.tanh(self.fc(x))")
    ]
    text = SOLUTION.replace("self.fc(x)", "self.fc(batch)").replace("forward(self, x:", "forward(self, batch:")

    said = repair("Perceptron", text.replace("torch.sigmoid(", "torch.tanh("), learn(slips, SOLUTION))

    assert said.text == slips[0].says


def test_what_a_slip_alone_has_is_no_hole():
    """A sentence about dimension 0 is not said of dimension 2."""
    solution = "def f(x):\n    return torch.logsumexp(x, dim=1, keepdim=True)\n"
    lessons = learn([Slip("f", "dim=1", "dim=0", "You went along the batch.")], solution)

    def edits(dimension):
        [source] = parse_units([Unit("toy.py", solution.replace("(x", "(out").replace("dim=1", f"dim={dimension}"))])
        return list(apply_lessons(list(walk(source, source.tree.body[0])), lessons))

    assert [edit.says for edit in edits(0)] == ["You went along the batch."]
    assert edits(2) == []


def test_where_no_small_change_helps_nothing_is_said(repair):
    """Most of the function is missing."""
    text = change("    return (output >= threshold).long()", "    return None")

    assert repair("predict", text, seconds=0.3) is None


def test_a_chain_without_end_is_not_walked_through_outside_of_a_sandbox(judges, table):
    """Nobody's answer is so long; the clock of this process alone counts."""
    text = "def predict(model, inputs):\n    return x0\n" + "".join(f"x{n} = x{n + 1} = 0\n" for n in range(20_000))
    units = [Unit("perceptron.py", text)]
    case = Case(judges.examine(units, Extent(exercise="predict")), "predict", table, Source(units))
    before = time.process_time()

    assert Repairs(ASSIGNMENT, judges).way(units)(case) is None
    assert time.process_time() - before < 4


def test_what_stands_in_a_call_already_does_not_lack_it():
    """The slip leaves a pooling out; here it is there, with another setting."""
    solution = "def f(x):\n    return pool(relu(conv(x)), 2)\n"
    lessons = learn([Slip("f", "pool(relu(conv(x)), 2)", "relu(conv(x))", "There is no pooling.")], solution)

    def edits(text):
        [source] = parse_units([Unit("toy.py", text)])
        return list(apply_lessons(list(walk(source, source.tree.body[0])), lessons))

    assert edits(solution.replace(", 2)", ", 3)")) == []
    layer = "class f:\n    def __init__(self):\n        self.p = nn.Pool(2)\n    def g(self, x):\n        return "
    assert edits(f"{layer}self.p(relu(conv(x)))\n") == []
    assert edits("def f(x):\n    return relu(conv(x))\n") != []
