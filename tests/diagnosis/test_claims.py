"""A slip's sentence that speaks of code is said only of a program that has such code."""

import pytest

from autograder.diagnosis.claims import is_borne_out
from autograder.diagnosis.slips import SlipViews
from autograder.diagnosis.source import Answer, Source
from autograder.submissions import Unit

RETURN = "Your return stands inside the loop, so it ends after the first entry of loc."
WIPED = "zero_grad() comes between backward() and step(), so it wipes the gradients before they are used."
MADE_ONCE = "You made the batches once, before the loop."
MADE_EACH = "You make a new, untrained layer in every call."
EACH = "You clear the gradients for every batch, so only the last one is left."


def read(code: str) -> Answer | None:
    return Source([Unit("answer.py", f"def f(loc):\n    {code}\n")]).find("f")


@pytest.mark.parametrize(
    ("says", "code", "expected"),
    [
        (RETURN, "for l in loc:\n        return l", True),
        (RETURN, "for l in loc:\n        x = loc[0]\n    return x", False),
        (RETURN, "for l in loc:\n        g = lambda: 1\n        def h():\n            return l\n    return g", False),
        (WIPED, "loss.backward(); optimizer.zero_grad(); optimizer.step()", True),
        (WIPED, "optimizer.zero_grad(); loss.backward(); optimizer.step()", False),
        (WIPED, "loss.backward(); w.grad = None; optimizer.step()", True),
        ("You used Adam. It is a good optimizer.", "return torch.optim.SGD(p)", False),
        ("You used ReLU, which has no upper end.", "return torch.relu(x)", True),
        ("You return tensors.", "return 1", True),
        ("What state_dict() gives is detached.", "return sum(loc.state_dict().values())", True),
        ("What state_dict() gives is detached.", "return 0", False),
        ("xlogy spares you 0 · log(0).", "return torch.nan_to_num(loc)", False),
        ("super().__init__() is missing.", "return 0", True),
        ("sum() weighs every output 1.", "return loc.sum()", True),
        ("sum() weighs every output 1.", "summary = 0", False),
        ("Nothing clears the gradients.", "optimizer.zero_grad(); loss.backward()", False),
        ("Nothing clears the gradients.", "loss.backward()", True),
        ("Nothing clears the gradients.", "step()\n\ndef step():\n    p.grad = None", False),
        (EACH, "for l in loc:\n        l.grad = None", True),
        (EACH, "loc.zero_grad()\n    for l in loc:\n        l.backward()", False),
        ("f ends without a return, so it gives None.", "return", True),
        ("f ends without a return, so it gives None.", "return loc", False),
        (MADE_ONCE, "b = minibatches(loc)\n    for l in loc:\n        fit(b)", True),
        (MADE_ONCE, "for l in loc:\n        b = minibatches(loc)\n        fit(list(b), b)", False),
        ("The seed is not used.", "manual_seed(seed)", False),
        ("This only gives the name p to a new tensor.", "for p in loc:\n        p = p - 1", True),
        ("This only gives the name p to a new tensor.", "for p in loc:\n        continue", False),
        ("There is no ReLU after fc1.", "h = torch.relu(loc)\n    return loc", False),
        ("There is no ReLU after fc1.", "h = torch.relu(loc)\n    return h", True),
        ("There is no pooling after conv2.", "return max_pool2d(loc, 1)", False),
        ("There is no pooling after conv2.", "return max_pool2d(loc, 2)", True),
        ("You return the second size alone.", "return loc.shape[0]", False),
        ("You return the second size alone.", "return loc.size(1)", True),
        (MADE_EACH, "return P()(loc)\n\nclass P:\n    def __init__(self):\n        self.w = rand(2)", False),
        (MADE_EACH, "return P()(loc)\n\nclass P:\n    def forward(self, x):\n        return Linear(2, 1)(x)", True),
        ("You look before you clear.", "before = loc.grad\n    loc.zero_grad()", True),
        ("You look before you clear.", "clear(loc)\n\ndef clear(p):\n    p.zero_grad()", False),
    ],
)
def test_a_sentence_about_code_needs_that_code(says, code, expected):
    """A program without it may behave alike."""
    assert is_borne_out(SlipViews("f", says, {}), read(code)) is expected


@pytest.mark.parametrize(
    ("where", "unless", "code", "expected"),
    [
        (["round", "ceil"], [], "return loc.round()", True),
        (["round", "ceil"], [], "return loc > 0.5", False),
        ([], ["raise "], "raise ValueError", False),
        ([], ["raise "], "return loc", True),
        ([], ["raise "], '"""Nothing to raise here."""', True),
        ([" or "], [], "return loc or None", True),
        ([" or "], [], "return sorted(loc)", False),
    ],
)
def test_a_sentence_needs_the_code_that_its_author_names(where, unless, code, expected):
    """One of the pieces that it says, and none of those that it excludes."""
    assert is_borne_out(SlipViews("f", "What you wrote.", {}, where, unless), read(code)) is expected
