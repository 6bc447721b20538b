"""What a slip's sentence says of the text of a program, looked up in the student's: others may behave alike."""

import re
from collections.abc import Callable

from autograder.diagnosis.doings import (
    calls,
    clears,
    clears_at_all,
    lacks,
    mentions,
    reads,
    repeats,
    returns_in_a_loop,
    returns_nothing,
    text_of,
)
from autograder.diagnosis.source import Answer

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


def is_borne_out(says: str, answer: Answer | None) -> bool:
    """Return False where a sentence speaks of code that an answer does not have; of what cannot be read, True."""
    if answer is None:
        return True
    if not all(holds(answer) for pattern, holds in CLAIMS if pattern.search(says)):
        return False
    text = text_of(answer)
    words = [next(filter(None, groups)).rpartition(".")[2] for groups in HEAD.findall(says)]
    return all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words) and all(
        name.rpartition(".")[2].lower() in text.lower() for name in [*USED.findall(says), *SUBJECT.findall(says)]
    )


# What a sentence says that an answer does, and words without one of which nobody does it.
WORDS = {
    r"^Rounding |[Yy]ou round |instead of rounding": "round|ceil|floor",
    r"argmax(?:\(\))? (?:picks|looks|has)": "argmax|max(|topk",
    r"^(?:zip|randint|bincount) ": "zip|randint|bincount",
    r"have a gradient by now": ".grad",
    r"^range\(1, ": "range(1",
    r"cut the graph": ".detach|.data|torch.tensor|.numpy|.item|as_tensor",
    r"layers inside of layers": "recurse|._parameters|.weight|isinstance",
    r"[Yy]ou go from layer to layer": "modules|children|layer",
    r"in a set,": "set(|{",
    r"^You squeeze ": "squeeze|view|reshape|flatten|ravel",
    r"^You flatten": "flatten|view|reshape|ravel",
    r"softmax to what|you make softmax|^softmax shares": "softmax|exp",
    r"sigmoid to what|through a sigmoid|a sigmoid after": "sigmoid|Sigmoid|exp",
    r"followed by tanh": "tanh|Tanh",
    r"inside an nn\.Sequential": "Sequential|ModuleList|ModuleDict",
    r"drops? numbers at random": "ropout|bernoulli|rand",
    r"one_hot put there": "one_hot|eye|scatter",
    r"maximum of the whole table": "max",
    r"[Yy]ou (?:train|switch) (?:in|to) eval mode|switches the model to eval mode": "eval|.train(False|.training",
    r"switched the model to train mode|leave the model in train mode": "train",
    r"assert does": "assert|AssertionError",
    r"^You return the ValueError": "return ValueError",
    r"all\(\), not any\(\)": "any(",
    r"or, not and": " and |&|logical_and",
    r"^You compare how many numbers": "numel|nelement|size|prod",
    r"^You compare how many dimensions": "dim|len(",
    r"^You compare the number of rows": "len(|shape|size",
    r"^You sorted": "sort",
    r"gradients of the parameters off": "requires_grad",
    r"^You stop at the first parameter without": "break|return",
    r"^You join the batches": "cat|stack",
    r"^You clip": "clip|clamp",
    r"^You made an optimizer": "SGD|Adam|optim|RMSprop",
    r"the mean squared error\. (?:The criterion|Probabilities)": "mse|MSE|**|square|pow",
    r"^You move the weights yourself": "param|.data|weight",
    r"^You take a step for each sample": "for|while",
    r"`or` replaces": " or",
    r"^You seed the generator anew|set the random seed": "seed",
    r"a copy of the generator": "state|copy|clone|Generator",
    r"[Yy]ou made a generator": "Generator",
    r"with 0\.01|rate 0\.01": "0.01|1e-2",
    r"step with 0\.1": "0.1|1e-1",
    r"^255 ": "255",
    r"stride says": "stride",
    r"-1 could stand": "-1",
    r"product starts at 0": "= 0",
    r"load_weights loads into a copy": "copy",
    r"weights_only=False": "weights_only|pickle",
    r"all\(\) of nothing": "all(",
    r"\+= 1 adds once": "+=",
    r"which torch\.zeros makes": "zeros",
    r"^== lays": "==",
    r"went into X": "X =",
    r"missing from num_flat_featurs": "num_flat_featurs",
    r"torch\.rand gives": "rand",
    r"^(?:np|numpy)\.random\.seed": "random.seed",
    r"^With align_corners=True": "align_corners=True|UpsamplingBilinear2d",
    r"^model\.training = False": "training = False",
    r"only the gradient's sign": "sign",
    r"the weights no longer require a gradient": "requires_grad",
    r"applies softmax itself": "softmax",
    r"SGD has momentum": "momentum",
    r"order backwards": "argsort",
    r"[Oo]ne and the same dict": "dict(|{",
}

CLAIMS: tuple[tuple[re.Pattern[str], Callable[[Answer], bool]], ...] = (
    (re.compile(r"return stands inside the loop"), returns_in_a_loop),
    (re.compile(r"ends without a return|there is no return"), returns_nothing),
    (re.compile(r"comes between backward\(\) and step\(\)"), calls("backward", "zero_grad", "step")),
    (re.compile(r"[Yy]ou (?:clear|cleared) the gradients after the step"), calls("step", "zero_grad")),
    (re.compile(r"^You clear the gradients for every batch"), clears(in_loops=True)),
    (re.compile(r"^You cleared the gradients once, before the loop"), clears(in_loops=False)),
    (
        re.compile(r"[Nn]ever clear|[Nn]othing clears|^backward\(\) adds to what is there"),
        lambda answer: not clears_at_all(answer.node),
    ),
    (re.compile(r"steps before backward\(\)"), calls("step", "backward")),
    (re.compile(r"^You call backward\(\) twice"), calls("backward", "backward")),
    (re.compile(r"^You step twice"), calls("step", "step")),
    (re.compile(r"^One backward at the end"), lacks(repeats("backward("))),
    (re.compile(r"^You (?:draw|shuffle) anew for each"), repeats("rand", "shuffle", "permutation")),
    (re.compile(r"^The seed is not used"), lacks(reads("seed"))),
    (re.compile(r"^Nothing is refused"), lacks(mentions("raise "))),
    (re.compile(r"^Nothing compares the shapes"), lacks(mentions(".shape", ".size("))),
    (re.compile(r"^return hands back"), lacks(mentions("yield"))),
    (re.compile(r"^Unless told otherwise, interpolate"), lacks(mentions("mode="))),
    (
        re.compile(r"^Without `self\.`"),
        lambda answer: bool(re.search(r"^ +\w+ = nn\.", text_of(answer), re.MULTILINE)),
    ),
    *((re.compile(pattern), mentions(*words.split("|"))) for pattern, words in WORDS.items()),
)
