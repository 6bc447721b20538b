"""What a slip's sentence says of the text of a program, looked up in the student's: others may behave alike."""

import re
from collections.abc import Callable

from autograder.diagnosis.doings import (
    calls,
    clears,
    clears_at_all,
    gives_its_name_away,
    keeps_in_class,
    lacks,
    looks_before_clearing,
    makes_in_calls,
    reads,
    repeats,
    returns_in_a_loop,
    returns_nothing,
    works_in_vain,
)
from autograder.diagnosis.slips import SlipViews
from autograder.diagnosis.source import Answer

POOLED_BY_ONE = re.compile(r"(?i)max_?pool2d\((?:.*, )?(?:kernel_size=)?\(?1(?:, 1\))?[,)]")
USED = re.compile(r"\b[Yy]ou (?:used|took|made|call) (?:an? |the )?`?((?:\w+\.)*\w*[A-Z_]\w*)")

# The head of a sentence, if it can be nothing but code: `sum()`, `.data`, `torch.rand`, `mode=True`, `zero_`, `if x`.
HEAD = re.compile(
    r"^(?:With )?(?!keepdim|zero_grad|align_corners)\.?((?:\w+\.)*\w+)(?:\([\w, ]*\)|\[\w+\]|=\w+)[ ,]"
    r"|^(?:\w*\.)+(\w+) |^(\w*_) |^(\w+_\w+) (?:gives|makes|is a|of nothing)|^(randn|tanh|chunk|xlogy) |^`([^`]+)` "
)
# The subject of a sentence, if it is code: what is said of it explains nothing where it is not called.
SUBJECT = re.compile(
    r"^(?:What )?((?:\w+\.)*\w+)(?:\(\d?\))? "
    r"(?:also holds|gives|cuts|copies|drops|throws away|needs|only re-cuts|spares)\b"
)


def is_borne_out(slip: SlipViews, answer: Answer | None) -> bool:
    """Return False where a slip's sentence speaks of code that an answer does not have; of what cannot be read, True.

    What it speaks of its author says (`where`, `unless`), and its own words as far as they are common ones.
    """
    if answer is None:
        return True
    says, text = slip.says, answer.code_for(slip.says)
    if (slip.where and not any(piece in text for piece in slip.where)) or any(piece in text for piece in slip.unless):
        return False
    if not all(holds(answer) for pattern, holds in CLAIMS if pattern.search(says)):
        return False
    words = [next(filter(None, groups)).rpartition(".")[2] for groups in HEAD.findall(says)]
    return all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words) and all(
        name.rpartition(".")[2].lower() in text.lower() for name in [*USED.findall(says), *SUBJECT.findall(says)]
    )


def speaks_of_code(slip: SlipViews) -> bool:
    """Return whether anything but what was seen decides of whom a slip's sentence is said."""
    words = any(pattern.search(slip.says) for pattern in (HEAD, USED, SUBJECT, *(pattern for pattern, _ in CLAIMS)))
    return bool(slip.where or slip.unless) or words


CLAIMS: tuple[tuple[re.Pattern[str], Callable[[Answer], bool]], ...] = (
    (re.compile(r"return stands inside the loop"), returns_in_a_loop),
    (re.compile(r"ends without a return|there is no return"), returns_nothing),
    (re.compile(r"comes between backward\(\) and step\(\)"), calls("backward", "zero_grad", "step")),
    (re.compile(r"[Yy]ou (?:clear|cleared) the gradients after the step"), calls("step", "zero_grad")),
    (re.compile(r"^You clear the gradients for every batch"), clears(in_loops=True)),
    (re.compile(r"^You cleared the gradients once(?:, before the loop| an epoch)"), clears(in_loops=False)),
    (
        re.compile(r"[Nn]ever clear|[Nn]othing clears|^backward\(\) adds to what is there"),
        lambda answer: not any(map(clears_at_all, answer.definitions)),
    ),
    (re.compile(r"steps before backward\(\)"), calls("step", "backward")),
    (re.compile(r"^You call backward\(\) twice"), calls("backward", "backward")),
    (re.compile(r"^You step twice"), calls("step", "step")),
    (re.compile(r"^One backward at the end"), lacks(repeats("backward("))),
    (re.compile(r"^You (?:draw|shuffle) anew for each"), repeats("rand", "shuffle", "permutation")),
    (re.compile(r"^You made the batches once"), lacks(repeats("minibatches("))),
    (
        re.compile(r"^You make a new, untrained layer in every call"),
        makes_in_calls("Linear", "Parameter", "rand", "empty"),
    ),
    # Then each number is a window of its own, which is another mistake.
    (re.compile(r"^There is no pooling"), lambda answer: not POOLED_BY_ONE.search(answer.code)),
    (re.compile(r"^You return the second size"), lambda answer: "1" in re.findall(r"[\[(=]([-\d]+)[\])]", answer.code)),
    (re.compile(r"^The seed is not used"), lacks(reads("seed"))),
    (re.compile(r"only gives the name"), gives_its_name_away),
    (re.compile(r"belong to the class"), keeps_in_class),
    # Then there is one, which is worse than none.
    (re.compile(r"^There is no (?:ReLU|sigmoid)"), lacks(works_in_vain)),
    (re.compile(r"^You look before you clear"), looks_before_clearing),
    (
        re.compile(r"^Without `self\.`"),
        lambda answer: bool(re.search(r"^ +\w+ = (?:torch\.)?nn\.[A-Z]", answer.code, re.MULTILINE)),
    ),
)
