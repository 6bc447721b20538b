"""What stands wrongly in a class: misspelt methods, methods without self, what is shared, layers as functions."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.facts.fact import Fact, find_close, quote
from autograder.diagnosis.nodes import (
    Function,
    attributes_of,
    changes,
    is_container,
    is_module,
    is_name,
    is_only_module,
    is_read,
    names_in,
)
from autograder.diagnosis.source import Answer

MISSPELT_INIT = {"_init_", "__init_", "_init__", "__init", "init__", "__int__", "__inti__", "__ini__", "init", "_init"}
LAYERS = {"Sigmoid", "Tanh", "ReLU", "LogSoftmax", "Softmax"}
TAKES_NOTHING = {"Sigmoid", "Tanh"}
HELD = {"nn.Linear", "nn.Conv2d", "torch.nn.Linear", "torch.nn.Conv2d", "nn.Parameter", "torch.nn.Parameter"}
LOSSES = {"MSELoss", "BCELoss", "CrossEntropyLoss", "BCEWithLogitsLoss", "NLLLoss"}


def find_in_classes(answer: Answer) -> Iterator[Fact]:
    """Find what stands wrongly in the class that answers an exercise."""
    if not isinstance(answer.node, ast.ClassDef):
        return
    found = [*_find_misspelt(answer.node), *_find_without_self(answer.node), *_find_shared(answer.node)]
    found += [*_find_plain_tensors(answer.node), *_find_no_forward(answer.node)]
    found += [*_find_listed_layers(answer.node), *_find_common_state(answer.node)]
    yield from (Fact(text, answer.unit.name, line) for text, line in found)


def find_layers_as_functions(answer: Answer) -> Iterator[Fact]:
    """Find `nn.ReLU(x)`, which makes a layer with the setting x, and `nn.MSELoss(a, b)`, which makes a criterion."""
    for each in ast.walk(answer.node):
        if isinstance(each, ast.Call) and (text := _describe_layer_as_function(each)):
            yield Fact(text, answer.unit.name, each.lineno)


def _find_misspelt(owner: ast.ClassDef) -> Iterator[tuple[str, int]]:
    methods = {each.name: each for each in owner.body if isinstance(each, Function)}
    if "__init__" not in methods:
        for name in MISSPELT_INIT & methods.keys():
            text = (
                f"Python does not know `{name}`: the method that makes an object is called `__init__`, two underscores"
            )
            yield f"{text} on each side.", methods[name].lineno
    if "forward" not in methods and is_module(owner):
        close = find_close("forward", methods)
        if close is not None:
            yield (
                f"The class has `{close}`, and no `forward`: Python takes the spelling literally.",
                methods[close].lineno,
            )


def _find_no_forward(owner: ast.ClassDef) -> Iterator[tuple[str, int]]:
    if is_only_module(owner) and "forward" not in ast.unparse(owner):
        yield f"The class `{owner.name}` has no `forward`: nothing says what it does with its input.", owner.lineno


def _find_without_self(owner: ast.ClassDef) -> Iterator[tuple[str, int]]:
    for method in owner.body:
        if not isinstance(method, Function) or method.decorator_list:
            continue
        arguments = [*method.args.posonlyargs, *method.args.args]
        first = arguments[0].arg if arguments else None
        if (first is None and method.args.vararg is None) or (first != "self" and is_read(method, "self")):
            yield (
                f"`{method.name}` lacks `self`: Python hands every method its object as the first argument.",
                method.lineno,
            )


def _find_shared(owner: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """Find what is made once, with the class, and then changed through an object, or should have been registered."""
    own = attributes_of(owner)
    for statement in owner.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name not in own:
                if is_container(value) and changes(owner, f"self.{name}"):
                    yield f"{quote(statement)} stands in the class, so all of its objects share it.", statement.lineno
                elif isinstance(value, ast.Call) and ast.unparse(value.func).startswith(("nn.", "torch.nn.")):
                    text = f"{quote(statement)} stands in the class, outside of `__init__`: all objects share it, and"
                    yield f"{text} PyTorch does not count it among the model's parameters.", statement.lineno


def _find_plain_tensors(owner: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """Find tensors of a module that want a gradient, and that nobody can find: they are no parameters."""
    if not is_module(owner) or "register_parameter" in ast.unparse(owner):
        return
    for each in ast.walk(owner):
        match each:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value):
                value = value.body if isinstance(value, ast.IfExp) else value
                if isinstance(value, ast.Call) and _wants_gradient(value):
                    text = (
                        f"`self.{name}` is a plain tensor: PyTorch counts only an `nn.Parameter` among the parameters"
                    )
                    yield f"{text} of a module.", each.lineno


def _find_listed_layers(owner: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """Find layers of a module that stand in a plain list or dict, where PyTorch does not look for them."""
    text = ast.unparse(owner)
    if not is_module(owner) or any(word in text for word in ("add_module", "setattr", "register")):
        return
    for part in owner.body:
        for target, kind in _list_held(part):
            # Whoever reads it where it is made may hand it on to nn.Sequential or nn.ModuleList.
            if not _reads_attribute(part, target.attr):
                text = f"`self.{target.attr}` is a plain {kind}: PyTorch does not look into it for layers, so that none"
                yield f"{text} of these is part of the module.", target.lineno


def _list_held(part: ast.stmt) -> Iterator[tuple[ast.Attribute, str]]:
    """Yield the attributes of an object that become a list, tuple or dict with new layers, and which of these."""
    for each in ast.walk(part):
        match each:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self")) as target], value=value):
                kind = {ast.List: "list", ast.Tuple: "tuple", ast.Dict: "dict"}.get(type(value))
                if kind and any(ast.unparse(one.func) in HELD for one in ast.walk(value) if isinstance(one, ast.Call)):
                    yield target, kind


def _reads_attribute(node: ast.AST, name: str) -> bool:
    return any(
        isinstance(each, ast.Attribute) and each.attr == name and isinstance(each.ctx, ast.Load)
        for each in ast.walk(node)
    )


def _takes_gradient(value: ast.expr, loop: ast.For) -> bool:
    """Return whether a value takes a gradient, perhaps by a name that a loop gives it."""
    named = {
        ast.unparse(each.targets[0])
        for each in ast.walk(loop)
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Attribute) and ".grad" in ast.unparse(each.value)
    }
    return ".grad" in ast.unparse(value) or bool(named & names_in(value))


def _find_common_state(owner: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """Find an attribute that every parameter goes on from, though each needs its own."""
    for loop in (each for each in ast.walk(owner) if isinstance(each, ast.For)):
        for statement in ast.walk(loop):
            match statement:
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name) as target], value=value):
                    stores = [each for each in ast.walk(loop) if isinstance(each, ast.Attribute) and each.attr == name]
                    is_alone = sum(isinstance(each.ctx, ast.Store) for each in stores) == 1
                    goes_on = ast.unparse(target) in ast.unparse(value) and _takes_gradient(value, loop)
                    if is_alone and goes_on:
                        text = f"`self.{name}` is one for all: each parameter goes on from what the one before left"
                        yield f"{text} there.", statement.lineno


def _wants_gradient(call: ast.Call) -> bool:
    """Return whether a call gives a plain tensor that requires a gradient."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "requires_grad_":
        return "Parameter" not in ast.unparse(call)
    asks = any(each.arg == "requires_grad" and ast.unparse(each.value) == "True" for each in call.keywords)
    return asks and ast.unparse(call.func).startswith("torch.")


def _describe_layer_as_function(call: ast.Call) -> str | None:
    if not isinstance(call.func, ast.Attribute | ast.Name):
        return None
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
    given = [argument for argument in call.args if not isinstance(argument, ast.Constant)]
    is_alone = len(call.args) == len(given) == 1
    if name in LAYERS and is_alone and (name in TAKES_NOTHING or _is_tensor_like(given[0])):
        setting = quote(given[0])
        return f"{quote(call)} makes a layer with the setting {setting}, and does not apply it to {setting}."
    if name in LOSSES and len(given) >= 2:
        text = f"{quote(call)} makes a criterion, with what stands in the parentheses as its settings; it computes"
        return f"{text} no loss."
    return None


def _is_tensor_like(node: ast.expr) -> bool:
    """Return whether code is the result of a layer, or what tutorials call a tensor: a setting would look otherwise."""
    if isinstance(node, ast.Call):
        return is_name(getattr(node.func, "value", node), "self")
    return isinstance(node, ast.Name) and node.id in ("x", "out", "output", "hidden", "h", "z")
