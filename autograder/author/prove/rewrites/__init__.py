"""Write a program otherwise, without a change of what it does: each rewrite walks its syntax tree and changes it."""

import ast
from collections.abc import Callable

from autograder.author.prove.rewrites.classes import call_super_with_names, put_class_between
from autograder.author.prove.rewrites.forms import (
    add_arguments,
    add_older_versions,
    move_into_classes,
    take_partials,
    write_lambdas,
)
from autograder.author.prove.rewrites.functions import (
    add_dead_code,
    add_hints,
    add_prints,
    remove_docstrings,
    remove_hints,
    reverse_functions,
    wrap_functions,
)
from autograder.author.prove.rewrites.statements import (
    name_results,
    rename_locals,
    spell_out_sums,
    unroll_comprehensions,
)

__all__ = ["REWRITES"]

REWRITES: dict[str, Callable[[ast.Module], None]] = {
    "other local names": rename_locals,
    "functions in another order": reverse_functions,
    "dead code": add_dead_code,
    "prints": add_prints,
    "no type hints": remove_hints,
    "more type hints": add_hints,
    "no docstrings": remove_docstrings,
    "loops for comprehensions": unroll_comprehensions,
    "x = x + y for x += y": spell_out_sums,
    "results with a name": name_results,
    "decorated functions": wrap_functions,
    "methods of classes": move_into_classes,
    "lambdas": write_lambdas,
    "partial functions": take_partials,
    "an argument more": add_arguments,
    "older versions above": add_older_versions,
    "a class in between": put_class_between,
    "super with names": call_super_with_names,
}
