"""Family: what stands between the layers of a network: an activation that is missing, or one that nobody asked for."""

import ast
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence

from autograder.diagnosis.nodes import Function, called, is_name, plain_word
from autograder.diagnosis.repairs.dropping import MODULES
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place
from autograder.diagnosis.repairs.source_text import SourceText

ACTIVATIONS = ("relu", "sigmoid", "tanh", "softmax", "clamp", "gelu", "elu")
# What changes the numbers on their way, so that an exercise says which of them it wants.
KINDS = {
    *("tanh", "sigmoid", "softmax", "logsoftmax", "gelu", "elu", "leakyrelu", "selu", "softplus", "dropout"),
    "avgpool",
}
MOST = 5


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with activations where layers have none, or with its own sigmoid turned round."""
    node = place.node
    if isinstance(node, ast.BinOp):
        yield from _turn_sigmoid(place, node)
    if not isinstance(node, Function) or node.name != "forward":
        return
    owner = place.parent
    own = {one.name for one in owner.body if isinstance(one, Function)} if isinstance(owner, ast.ClassDef) else set()
    assigned = [one for one in place.body if isinstance(one, ast.Assign)]
    bare = [one for one in assigned if _is_bare(place.text(one), one, own)][:MOST]
    for count in range(1, len(bare) + 1):
        for some in itertools.combinations(bare, count):
            splices = [(*place.source.span(one.value), f"torch.relu({place.text(one.value)})") for one in some]
            says = f"no ReLU follows {' and '.join(place.quote(one.value) for one in some)}"
            yield place.edit(splices, says, 11 + count, Group.SPECIFIC, "value", line=some[0].lineno)


def _turn_sigmoid(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Let 1 / (1 + exp(z)) rise where it falls: a sigmoid has exp(−z)."""
    match node:
        case ast.BinOp(
            left=ast.Constant(value=1 | 1.0), op=ast.Div(), right=ast.BinOp(op=ast.Add(), left=one, right=other)
        ):
            power = other if called(other) == "exp" else one
            if isinstance(power, ast.Call) and called(power) == "exp" and len(power.args) == 1:
                says = f"{place.quote()} falls where its input grows, and a sigmoid rises"
                yield place.put(f"-({place.text(power.args[0])})", says, 3, node=power.args[0])


def find_stranger(region: Sequence[tuple[SourceText, ast.stmt]], wanted: Mapping[str, int]) -> Edit | None:
    """Return the first activation, pooling or dropout of a network that its solution has none of."""
    known = {plain_word(word) for word in wanted}
    for source, statement in region[:1]:
        if not wanted or not isinstance(statement, ast.ClassDef) or "def forward" not in source.text(statement):
            continue
        calls = [
            one for one in ast.walk(statement) if isinstance(one, ast.Call) and plain_word(called(one)) in KINDS - known
        ]
        if calls:
            first = min(calls, key=lambda one: one.lineno)
            word = called(first)
            splices = tuple(
                (*source.span(one), _leave_out(source, one))
                for one in calls
                if called(one) == word and not any(one in ast.walk(other) for other in calls if other is not one)
            )
            says = f"`{word}` is not what is asked for here"
            return Edit(source, first.lineno, says, Group.SWAP, 0, splices, frozenset({"value"}))
    return None


def _leave_out(source: SourceText, call: ast.Call) -> str:
    """Return what lets numbers pass as they are: in place of a layer, or of a function that is given them."""
    if called(call)[0].isupper():
        return "torch.nn.Identity()"
    if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) not in MODULES:
        return f"({source.text(call.func.value)})"
    return f"({source.text(call.args[0] if call.args else call)})"


def _is_bare(text: str, statement: ast.Assign, methods: Collection[str]) -> bool:
    """Return whether a statement puts its input through a layer and no activation; `methods` are no layers."""
    calls = [one.func for one in ast.walk(statement.value) if isinstance(one, ast.Call)]
    own = [one for one in calls if isinstance(one, ast.Attribute) and is_name(one.value, "self")]
    layers = [one for one in own if one.attr not in methods]
    return bool(layers) and not any(word in text.lower() for word in ACTIVATIONS)
