"""Family: what training code forgets: gradients that pile up, graphs that are recorded, modes that are left on."""

import ast
import itertools
from collections.abc import Iterator
from dataclasses import replace

from autograder.diagnosis.nodes import SIGNS, Function, called, is_name, names_in
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place

MODELS = ("model", "net", "network", "module")
CLEARINGS = ("zero_grad", ".grad = ", "zero_(")
NO_GRAD = "with torch.no_grad():"


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with a step of training more, or without a graph."""
    node = place.node
    if isinstance(node, Function) and place.body:
        yield from _begin(place)
        yield from _keep_mode(place)
    if isinstance(node, ast.For) and place.body:
        yield from _begin_round(place, node)
        if any(_list_backwards(node)) and not place.loops:
            yield from _divide_gradients(place, node)
    if isinstance(node, ast.stmt) and place.source.margin(node) is not None:
        yield from _around_backward(place, node)
        yield from _without_graph(place, node)
        yield from _switch_own_model(place, node)
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp)):
        yield from _skip_in_comprehension(place, node)
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        yield from _into_the_tensor(place, node, node.targets[0])
    if isinstance(node, ast.Attribute) and node.attr == "data" and isinstance(node.ctx, ast.Load):
        says = f"{place.quote()} is the weight itself and not its gradient"
        yield place.put(f"{place.text(node.value)}.grad", says, 18, Group.NAME)


def _say_not_cleared(place: Place) -> str:
    function = place.text(place.function) if place.function else ""
    when = "when a round of the loop begins" if place.loops else "when the new ones are worked out"
    if any(word in function for word in CLEARINGS):
        return f"the gradients of before are not cleared {when}"
    return f"nothing clears the gradients between two {'rounds of the loop' if place.loops else 'calls'}"


def _say_not_cleared_first(place: Place) -> str:
    function = place.text(place.function) if place.function else ""
    if any(word in function for word in CLEARINGS):
        return "the gradients of before are still there when the function begins its work"
    return _say_not_cleared(place)


def _switches_graphs(place: Place) -> bool:
    whole = place.text(place.function) if place.function else ""
    return any(word in whole for word in ("no_grad", "grad_enabled", "inference_mode"))


def _clearers(place: Place) -> list[str]:
    known = [*place.arguments, *place.locals, *(f"self.{name}" for name in place.attributes)]
    return [name for name in known if name.rpartition(".")[2] in (*MODELS, "optimizer", "opt", "optim")]


def _begin(place: Place) -> Iterator[Edit]:
    learns = any(word in place.text() for word in ("backward", "grad(", ".grad", ".step("))
    for name in place.arguments:
        begins = place.text(place.body[0]).startswith(f"{name}.zero_grad(")
        if name in (*MODELS, "optimizer") and learns and not begins:
            yield place.begin(f"{name}.zero_grad()", _say_not_cleared_first(place), 5)
        if name in MODELS and ".train(" not in place.text() and learns:
            yield place.begin(f"{name}.train()", f"nothing switches `{name}` to train mode", 6)
        if name in MODELS and ".eval(" not in place.text() and ".step(" not in place.text():
            yield place.begin(f"{name}.eval()", f"nothing switches `{name}` to eval mode", 6)
    has_gradients = "grad" in place.text() or "parameters" in place.arguments or bool({*MODELS} & {*place.arguments})
    is_setting_up = place.function is not None and place.function.name in ("__init__", "zero_grad")
    if not _switches_graphs(place) and not is_setting_up:
        says = "a graph is recorded: nothing switches that off"
        yield place.wrap(place.body, NO_GRAD, says, 7 if has_gradients else 18, "flag error value kind")


def _divide_gradients(place: Place, node: ast.For) -> Iterator[Edit]:
    """Divide by a count what several rounds have added up in the gradients."""
    counted = [one.target for one in ast.walk(node) if isinstance(one, ast.AugAssign) and isinstance(one.op, ast.Add)]
    models = [name for name in place.arguments if name in MODELS]
    for model, count in itertools.product(models, counted):
        if isinstance(count, ast.Name):
            says = f"the rounds add up the gradients of a sum, and nothing divides those by `{count.id}`"
            each = f"for _p in {model}.parameters():\n    if _p.grad is not None:\n        _p.grad /= {count.id}"
            yield replace(place.after(each, says, 4), line=next(_list_backwards(node)).lineno)


def _list_backwards(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call) and called(one) == "backward")


def _switch_own_model(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Switch a model that the function has made itself before it is trained, and after it."""
    whole = place.text(place.function) if place.function else ""
    at = place.block.index(node) if node in place.block else 0
    trained = [isinstance(one, ast.For) and "backward" in place.text(one) for one in place.block[: at + 1]]
    for name in [name for name in place.locals if name in MODELS]:
        if trained[-2:-1] == [True] and ".eval(" not in whole:
            yield place.before(f"{name}.eval()", f"nothing switches `{name}` to eval mode when it has been trained", 5)
        if trained[-1:] == [True] and ".train(" not in whole:
            yield place.before(f"{name}.train()", f"nothing switches `{name}` to train mode", 6)


def _keep_mode(place: Place) -> Iterator[Edit]:
    for name in place.arguments:
        if name in MODELS:
            kept = f"_was = {name}.training\ntry:\n{{}}\nfinally:\n    {name}.train(_was)"
            head, _, tail = kept.partition("{}")
            inner = place.block_text(place.body).replace("\n", "\n    ")
            for first, says in (
                ("", f"the mode of `{name}` is not left as it was found"),
                (f"{name}.eval()\n    ", f"`{name}` is used in whatever mode it comes, or not left in it"),
            ):
                text = place.at_margin(f"{head}    {first}{inner}{tail}", place.body[0])
                span = (place.source.start_of(place.body[0]), place.source.span(place.body[-1])[1])
                yield place.edit([(*span, text)], says, 6, mends="flag value")


def _begin_round(place: Place, node: ast.For) -> Iterator[Edit]:
    text = place.text()
    if "backward" in text:
        for name in _clearers(place):
            yield place.begin(f"{name}.zero_grad()", _say_not_cleared(replace(place, loops=(node,))), 5)
    for name in place.arguments:
        if name in MODELS and "backward" in text and ".train(" in place.text(place.function):
            yield place.begin(f"{name}.train()", f"`{name}` need not be in train mode when a round begins", 8)
    for name in sorted(names_in(node.target)):
        if ".grad" in text:
            says = "a parameter without a gradient, whose .grad is None, is not skipped"
            if f"{name}.grad is None" not in text:
                yield place.begin(f"if {name}.grad is None:\n    continue", says, 5)
            yield place.begin(f"if not {name}.requires_grad:\n    continue", "frozen parameters are not left out", 9)
        yield place.begin(f"if {name} is None:\n    continue", f"`{name}` may be None, and is not skipped then", 11)


def _around_backward(place: Place, node: ast.stmt) -> Iterator[Edit]:
    whole = place.text(place.function) if place.function else ""
    if isinstance(node, ast.Expr) and called(node.value) == "step" and ".backward(" not in whole:
        for name in place.locals:
            yield place.before(f"{name}.backward()", f"nothing works out the gradients before {place.quote()}", 4)
    if not isinstance(node, ast.Expr) or called(node.value) != "backward":
        return
    earlier = "".join(map(place.text, place.block[: place.block.index(node)] if node in place.block else ()))
    is_cleared = any(word in earlier.rpartition(".backward(")[2] for word in CLEARINGS)
    for name in _clearers(place):
        if not is_cleared:
            yield place.before(f"{name}.zero_grad()", _say_not_cleared(place), 4)
        if name.rpartition(".")[2] not in MODELS:
            yield place.after(f"{name}.step()", f"no step follows {place.quote()}", 5)


def _skip_in_comprehension(
    place: Place, node: ast.ListComp | ast.GeneratorExp | ast.DictComp | ast.SetComp
) -> Iterator[Edit]:
    for generator in node.generators:
        _, end = place.source.span(generator.iter)
        for name in sorted(names_in(generator.target)) if not generator.ifs else ():
            says = "a parameter without a gradient, whose .grad is None, is not skipped"
            if ".grad" in place.text():
                yield place.edit([(end, end, f" if {name}.grad is not None")], says, 5)
            says = "frozen parameters are not left out"
            yield place.edit([(end, end, f" if {name}.requires_grad")], says, 10)


def _without_graph(place: Place, node: ast.stmt) -> Iterator[Edit]:
    in_place = isinstance(node, ast.AugAssign) or (
        isinstance(node, ast.Expr) and (called(node.value).endswith("_") or called(node.value) == "step")
    )
    if _switches_graphs(place) or ".__init__(" in place.text():
        return
    # Of `.data` nothing is recorded, nor of plain numbers.
    is_plain = any(called(one) in ("item", "float", "len") for one in ast.walk(node))
    if in_place and not is_plain and ".data" not in place.text():
        says = f"{place.quote()} changes a tensor while a graph is recorded"
        yield place.wrap([node], NO_GRAD, says, 8, "error flag value")
    if isinstance(node, ast.For):
        says = "the loop records a graph: nothing switches that off"
        yield place.wrap([node], NO_GRAD, says, 9, "error flag value")
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        name, operator = node.target.id, SIGNS.get(type(node.op))
        if operator and not is_plain:
            says = f"{place.quote()} changes `{name}` while a graph is recorded"
            yield place.put(f"{name}.data {operator}= {place.text(node.value)}", says, 10, mends="error flag value")


def _list_rounds(loop: ast.For | ast.While) -> set[str]:
    return names_in(loop.target) if isinstance(loop, ast.For) else set()


def _into_the_tensor(place: Place, node: ast.Assign, target: ast.expr) -> Iterator[Edit]:
    value = place.text(node.value)
    if isinstance(target, ast.Subscript):
        for name in sorted(names_in(node.value) & {one for loop in place.loops for one in _list_rounds(loop)}):
            says = f"{place.quote()} puts a new tensor into the list, and `{name}` itself stays as it was"
            yield place.put(f"{name}.data = {value}", says, 6)
    if not isinstance(target, ast.Name):
        return
    name = target.id
    loops = [loop for loop in place.loops if isinstance(loop, ast.For)]
    looped = any(is_name(one, name) for loop in loops for one in ast.walk(loop.target))
    says = f"{place.quote()} gives the name `{name}` to a new tensor, and the old one stays as it was"
    if looped or name in place.arguments:
        yield place.put(f"{name}.data = {value}", says, 5 if looped else 12)
    for attribute in place.attributes:
        says = f"`{name}` is a local name, forgotten at the end of the call"
        yield place.put(f"{name} = {value}\nself.{attribute} = {name}", says, 11)
