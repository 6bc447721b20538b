"""Family: samples in batches: where all are wanted at once, or where the last batch is a smaller one."""

import ast
from collections.abc import Iterator, Sequence

from autograder.diagnosis.nodes import Function, called, is_constant, pair_defaults
from autograder.diagnosis.repairs.edit import Edit
from autograder.diagnosis.repairs.place import Place

ALL = "10**9"  # more samples than there are
CUTTERS = ("split", "DataLoader")


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with all samples at once, or with as many counted as there are."""
    node = place.node
    if isinstance(node, Function) and ".step(" in place.text():
        yield from _take_all_at_once(place, node)
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        yield from _count_what_is_there(place, node)
    if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
        yield from _go_on_by_a_batch(place, node, node.target.id)


def _take_all_at_once(place: Place, node: Function) -> Iterator[Edit]:
    for size in sorted(set(_find_sizes(node))):
        alike = [one for one in ast.walk(node) if isinstance(one, ast.Constant) and _number(one) == size]
        splices = [(*place.source.span(one), ALL) for one in alike]
        says = f"the samples come in batches of {size}, each with a step of its own, and not all at once"
        yield place.edit(splices, says, 0, mends="value", line=min(one.lineno for one in alike))


def _count_what_is_there(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Count the samples of a batch that is cut out by its size: the last one may have fewer."""
    for one in [one for loop in place.loops[-1:] for one in ast.walk(loop)]:
        match one:
            case ast.Subscript(slice=ast.Slice(upper=ast.BinOp(op=ast.Add(), right=size))):
                if place.text(size) in {
                    place.text(each) for each in ast.walk(node.value) if isinstance(each, ast.expr)
                }:
                    counted = place.text(node.value).replace(place.text(size), f"len({place.text(one)})")
                    says = f"{place.quote()} counts a full batch, and the last one may have fewer samples"
                    yield place.put(f"{place.text(node.target)} += {counted}", says, 3)
                    return


def _go_on_by_a_batch(place: Place, node: ast.For, counter: str) -> Iterator[Edit]:
    """Let a counter from which slices of some length begin go on by that length."""
    match node.iter:
        case ast.Call(func=ast.Name(id="range"), args=[start, stop]):
            pass
        case ast.Call(func=ast.Name(id="range"), args=[stop]):
            start = ast.Constant(0)
        case _:
            return
    for one in ast.walk(node):
        match one:
            case ast.Slice(lower=ast.Name(id=low), upper=ast.BinOp(left=ast.Name(id=left), op=ast.Add(), right=size)):
                if low == left == counter:
                    says = f"{place.quote(node.iter)} goes on by 1, and what is cut out by it is longer: parts overlap"
                    text = f"range({ast.unparse(start)}, {place.text(stop)}, {place.text(size)})"
                    yield place.put(text, says, 3, node=node.iter)
                    return


def _find_sizes(function: Function) -> Iterator[int]:
    """Yield the numbers by which a function cuts its samples into batches."""
    for node in ast.walk(function):
        found: list[ast.expr] = []
        match node:
            case ast.Call(args=[_, _, size]) if called(node) == "range":
                found = [size]
            case ast.Call(args=args, keywords=keywords) if called(node) in CUTTERS:
                found = [*args[1:2], *args[:1], *(one.value for one in keywords if one.arg == "batch_size")]
            case ast.Slice(upper=ast.BinOp(op=ast.Add(), right=right)):
                found = [right]
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if "batch" in name:
                found = [value]
        yield from _list_numbers(found)
    yield from _list_numbers([value for name, value in pair_defaults(function) if "batch" in name.arg])


def _list_numbers(nodes: Sequence[ast.expr]) -> list[int]:
    return [number for node in nodes if (number := _number(node)) > 1]


def _number(node: ast.expr) -> int:
    """Return a whole number as it is written; 0 for anything else."""
    return int(ast.unparse(node)) if is_constant(node, int) else 0
