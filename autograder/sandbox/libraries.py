"""The libraries that sandboxes find imported already, where files of a class need them."""

import importlib.util
import re
from collections.abc import Iterable
from typing import NamedTuple


class Library(NamedTuple):
    """Something that takes long to import, and by what a file shows that it needs it."""

    package: str  # that brings it
    modules: tuple[str, ...]
    pattern: str


LIBRARIES = {
    "torch": Library("torch", ("torch",), "torch"),
    "sklearn": Library("scikit-learn", ("sklearn.datasets", "sklearn.model_selection", "sklearn.metrics"), "sklearn"),
    "pandas": Library("pandas", ("pandas",), "pandas"),
    "scipy": Library("scipy", ("scipy.stats",), "scipy"),
    # With sympy torch looks at the shapes of a slope that autograd is given, and of all that is on its meta device.
    "slopes": Library(
        "torch", ("torch.fx.experimental.symbolic_shapes",), r"backward\((?!retain_|create_)[^)\s]|grad_outputs"
    ),
    "meta": Library("torch", ("torch.fx.experimental.symbolic_shapes",), r"on_device|[\"']meta[\"']"),
    # These need it, though they compile nothing; what else does, does without (see `uncompiled.py`).
    "compiler": Library(
        "torch",
        ("torch._dynamo",),
        r"torch(\.| import )(func|compiler|export|profiler|_dynamo)\b(?!\")|functorch|use_deterministic"
        r"|utils(\.| import )checkpoint|DispatchMode|FakeTensor|FlopCounter",
    ),
}


def find_libraries(texts: Iterable[str]) -> list[str]:
    """Return which of LIBRARIES any of the texts shows that it needs."""
    unseen = dict(LIBRARIES)
    for text in texts:
        for name in [name for name, library in unseen.items() if re.search(library.pattern, text)]:
            del unseen[name]
    return [name for name in LIBRARIES if name not in unseen]


def is_installed(library: str) -> bool:
    """Say whether one of LIBRARIES is there to be imported, without importing it."""
    top = LIBRARIES[library].modules[0].partition(".")[0]
    return importlib.util.find_spec(top) is not None
