"""A slip's sentence that speaks of code is said only of a program that has such code."""

import pytest

from autograder.diagnosis.claims import is_borne_out
from autograder.diagnosis.source import Source
from autograder.submissions import Unit

RETURN = "Your return stands inside the loop, so it ends after the first entry of loc."
WIPED = "zero_grad() comes between backward() and step(), so it wipes the gradients before they are used."
DEEPER = "You looked into the model's layers but not into layers inside of layers."
EACH = "You clear the gradients for every batch, so only the last one is left."
ROUND = "Rounding ignores the threshold, and it rounds 0.5 down to 0."


@pytest.mark.parametrize(
    ("says", "code", "expected"),
    [
        (RETURN, "for l in loc:\n        return l", True),
        (RETURN, "for l in loc:\n        x = loc[0]\n    return x", False),
        (RETURN, "for l in loc:\n        g = lambda: 1\n        def h():\n            return l\n    return g", False),
        (WIPED, "loss.backward(); optimizer.zero_grad(); optimizer.step()", True),
        (WIPED, "optimizer.zero_grad(); loss.backward(); optimizer.step()", False),
        (WIPED, "loss.backward(); w.grad = None; optimizer.step()", True),
        (ROUND, "return out.round()", True),
        (ROUND, "return out > 0.5", False),
        (DEEPER, "return [p for l in loc.children() for p in l.parameters()]", False),
        (DEEPER, "return [p for l in loc.children() for p in l.parameters(recurse=False)]", True),
        ("You used Adam. It is a good optimizer.", "return torch.optim.SGD(p)", False),
        ("You used ReLU, which has no upper end.", "return torch.relu(x)", True),
        ("You return tensors.", "return 1", True),
        ("What state_dict() gives is detached.", "return sum(loc.state_dict().values())", True),
        ("What state_dict() gives is detached.", "return 0", False),
        ("It has lost its way: .detach() cut the graph.", "with torch.no_grad(): return loc", False),
        ("Nothing is refused.", "raise ValueError", False),
        ("Nothing is refused.", "return loc", True),
        ("xlogy spares you 0 · log(0).", "return torch.nan_to_num(loc)", False),
        ("super().__init__() is missing.", "return 0", True),
        ("sum() weighs every output 1.", "return loc.sum()", True),
        ("sum() weighs every output 1.", "summary = 0", False),
        ("With align_corners=True the corners stay.", "return resize(loc, align_corners=True)", True),
        ("With align_corners=True the corners stay.", "return resize(loc)", False),
        ("You always learn at the rate 0.01.", "return SGD(loc, lr=0.1)", False),
        ("Nothing clears the gradients.", "optimizer.zero_grad(); loss.backward()", False),
        ("Nothing clears the gradients.", "loss.backward()", True),
        (EACH, "for l in loc:\n        l.grad = None", True),
        (EACH, "loc.zero_grad()\n    for l in loc:\n        l.backward()", False),
        ("f ends without a return, so it gives None.", "return", True),
        ("f ends without a return, so it gives None.", "return loc", False),
        ("You return the ValueError like a result.", "return loc[None]", False),
        ("The seed is not used.", "manual_seed(seed)", False),
    ],
)
def test_a_sentence_about_code_needs_that_code(says, code, expected):
    """A program without it may behave alike."""
    answer = Source([Unit("answer.py", f"def f(loc):\n    {code}\n")]).find("f")

    assert is_borne_out(says, answer) is expected
