"""Rewrites of classes: what stands between them and their base, and how they call it."""

import ast

MODULES = {"nn.Module", "torch.nn.Module", "autograd.Function", "torch.autograd.Function"}


def put_class_between(tree: ast.Module) -> None:
    """Put an empty class between each module, or function with a gradient, and its base."""
    for index in reversed(range(len(tree.body))):
        node = tree.body[index]
        if isinstance(node, ast.ClassDef) and _is_plain(node):
            between = ast.ClassDef(f"{node.name}Basis", node.bases, [], [ast.Pass()], [])
            node.bases = [ast.Name(between.name, ast.Load())]
            tree.body.insert(index, between)


def call_super_with_names(tree: ast.Module) -> None:
    """Write super(Net, self), as Python 2 wanted it."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or node.decorator_list:
            continue
        for method in node.body:
            if not isinstance(method, ast.FunctionDef) or not method.args.args or method.decorator_list:
                continue
            for call in ast.walk(method):
                if isinstance(call, ast.Call) and ast.unparse(call) == "super()":
                    call.args = [ast.Name(node.name, ast.Load()), ast.Name(method.args.args[0].arg, ast.Load())]


def _is_plain(node: ast.ClassDef) -> bool:
    return len(node.bases) == 1 and not node.decorator_list and ast.unparse(node.bases[0]) in MODULES
