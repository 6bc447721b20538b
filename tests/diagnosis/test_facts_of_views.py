"""Facts that a text alone does not show: what came back has to show them, too."""

from dataclasses import replace

import pytest
from test_facts import case

from autograder.diagnosis.facts.ends import find_other_kind
from autograder.diagnosis.facts.files import find_nameless_save
from autograder.diagnosis.slips import SlipTable


@pytest.mark.parametrize(
    ("body", "speaks"),
    [
        ("return [x]", True),
        ("if not x:\n        return\n    yield x", False),
        ("def g():\n        return 1\n    h(g)", False),
    ],
)
def test_another_kind_is_said_at_a_return_of_the_function_itself(body, speaks):
    """What a generator gives, or a function inside it, is not what its `return` has."""
    facts = list(
        find_other_kind(case(f"def f(x):\n    {body}", message="yours     f should give a number; yours gave a list"))
    )

    assert bool(facts) is speaks


@pytest.mark.parametrize(("saw", "speaks"), [([1.0], True), ({"dict": [["w", 1.0]]}, False)])
def test_parameters_that_are_saved_without_names_are_found_where_names_are_asked_for(saw, speaks):
    """Where the file holds names, something else is wrong."""
    one = case("def f(model, path):\n    torch.save(list(model.parameters()), path)", saw=saw)
    one = replace(one, table=SlipTable({"a": {"saw": {"dict": [["w", 2.0]]}}}))

    assert bool(list(find_nameless_save(one))) is speaks
