"""What an answer does, read off its text: where it returns, what it calls in which order."""

import ast
from collections.abc import Callable, Iterator

from autograder.diagnosis.nodes import Function, called, is_read, names_in, plain_word, walk_own
from autograder.diagnosis.source import Answer

ACTIVATIONS = ("relu", "sigmoid", "softmax", "tanh")
GIVE_NOTHING = {"__init__", "step", "zero_grad"}
LOOPS = ast.For | ast.While | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def returns_in_a_loop(answer: Answer) -> bool:
    """Return whether a return stands in a loop of the file, functions inside of it aside."""
    loops = [node for node in ast.walk(answer.tree) if isinstance(node, ast.For | ast.While)]
    return any(isinstance(node, ast.Return) for loop in loops for node in walk_own(loop))


def returns_nothing(answer: Answer) -> bool:
    """Return whether no return of the exercise itself has a value; of a class, of one of its methods."""
    methods = [each for each in answer.node.body if isinstance(each, Function) and each.name not in GIVE_NOTHING]
    bodies = map(walk_own, methods if isinstance(answer.node, ast.ClassDef) else [answer.node])
    returned = [[node for node in body if isinstance(node, ast.Return) and node.value is not None] for body in bodies]
    return [] in returned


def clears(*, in_loops: bool) -> Callable[[Answer], bool]:
    """Say whether an exercise clears gradients in loops, or else at all and nowhere in a loop."""

    def holds(answer: Answer) -> bool:
        inside = [node for node in ast.walk(answer.node) if isinstance(node, LOOPS) and clears_at_all(node)]
        return bool(inside) if in_loops else not inside and clears_at_all(answer.node)

    return holds


def clears_at_all(node: ast.AST) -> bool:
    """Return whether a piece of code clears gradients, by whatever name."""
    parts = [each for each in ast.walk(node) if isinstance(each, ast.Call | ast.Assign)]
    return any("zero_grad" in _names(each) for each in parts)


def repeats(*words: str) -> Callable[[Answer], bool]:
    """Say whether one of some words stands in a loop of the exercise."""

    def holds(answer: Answer) -> bool:
        loops = [ast.unparse(node) for node in ast.walk(answer.node) if isinstance(node, LOOPS)]
        return any(word in loop for loop in loops for word in words)

    return holds


def looks_before_clearing(answer: Answer) -> bool:
    """Return whether an exercise reads a gradient, or calls what does, before it clears any."""
    functions = [each for each in ast.walk(answer.node) if isinstance(each, Function) and each is not answer.node]
    looking = {each.name for each in functions if _reads_gradient(each)}
    body = [each for each in walk_own(answer.node) if isinstance(each, ast.stmt)]
    body.sort(key=lambda each: each.lineno)
    for statement in body:
        if clears_at_all(statement):
            return False
        if _reads_gradient(statement) or looking & {called(each) for each in ast.walk(statement)}:
            return True
    return False


def _reads_gradient(node: ast.AST) -> bool:
    nodes = ast.walk(node)
    return any(isinstance(each, ast.Attribute) and each.attr == "grad" and _is_load(each) for each in nodes)


def _is_load(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Load)


def makes_in_calls(*words: str) -> Callable[[Answer], bool]:
    """Say whether a method of a class other than __init__ calls something whose name has one of some words."""

    def holds(answer: Answer) -> bool:
        classes = [each for each in answer.definitions if isinstance(each, ast.ClassDef)]
        methods = [
            each for one in classes for each in one.body if isinstance(each, Function) and each.name != "__init__"
        ]
        calls = [called(node) for each in methods for node in ast.walk(each) if isinstance(node, ast.Call)]
        return any(word in name for name in calls for word in words)

    return holds


def reads(name: str) -> Callable[[Answer], bool]:
    """Say whether the exercise uses a name, beside having it as an argument."""
    return lambda answer: any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(answer.node))


def gives_its_name_away(answer: Answer) -> bool:
    """Return whether a name is given something else that a loop gave, or that its own value is made of: `p = p - …`."""
    nodes = list(_walk_all(answer))
    given = {name for node in nodes if isinstance(node, ast.For) for name in names_in(node.target)}
    stores = [(node.value, node.targets[0]) for node in nodes if isinstance(node, ast.Assign)]
    return any(isinstance(to, ast.Name) and (to.id in given or is_read(value, to.id)) for value, to in stores)


def keeps_in_class(answer: Answer) -> bool:
    """Return whether a class of the exercise has a value of its own that all its objects share."""
    owners = [each for each in answer.definitions if isinstance(each, ast.ClassDef)]
    return any(isinstance(node, ast.Assign | ast.AnnAssign) for each in owners for node in each.body)


def works_in_vain(answer: Answer) -> bool:
    """Return whether an activation is worked out and kept under a name that nothing reads."""
    return any(map(list_unread_activations, answer.definitions))


def list_unread_activations(node: ast.AST) -> list[ast.Assign]:
    """Return the statements of a piece of code that keep an activation under a name that nothing reads."""
    functions = [each for each in ast.walk(node) if isinstance(each, Function)]
    return [
        each
        for function in functions
        for each in ast.walk(function)
        if isinstance(each, ast.Assign) and _activates(each.value) and isinstance(each.targets[0], ast.Name)
        if not is_read(function, each.targets[0].id)
    ]


def _activates(node: ast.expr) -> bool:
    return any(plain_word(called(each)).startswith(ACTIVATIONS) for each in ast.walk(node))


def _walk_all(answer: Answer) -> Iterator[ast.AST]:
    return (node for each in answer.definitions for node in ast.walk(each))


def lacks(holds: Callable[[Answer], bool]) -> Callable[[Answer], bool]:
    """Say the opposite."""
    return lambda answer: not holds(answer)


def calls(*names: str) -> Callable[[Answer], bool]:
    """Say whether the exercise calls methods in this order, with or without others between them."""

    def holds(answer: Answer) -> bool:
        calls = [node for node in ast.walk(answer.node) if isinstance(node, ast.Call | ast.Assign)]
        calls.sort(key=lambda node: (node.lineno, node.col_offset))
        found = iter([name for node in calls for name in _names(node)])
        return all(name in found for name in names)

    return holds


def _names(node: ast.Call | ast.Assign) -> list[str]:
    """Return what a statement does; to put None into .grad or to fill it with zeros clears it, too."""
    if isinstance(node, ast.Assign):
        targets = [each.attr for each in node.targets if isinstance(each, ast.Attribute)]
        return ["zero_grad"] if "grad" in targets else []
    name = ast.unparse(node.func).rpartition(".")[2]
    return ["zero_grad" if name == "zero_" or name.startswith("zero_grad") else name]
