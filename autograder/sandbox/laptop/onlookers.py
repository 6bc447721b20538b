"""Whoever looks on: pictures, progress bars, notebooks' displays and logs take everything and do nothing.

They are the same whether their libraries are installed here or not, so that a file never depends on that.
"""

import builtins
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

import numpy

PICTURES = ("matplotlib", "mpl_toolkits", "pylab", "seaborn", "plotly")
DISPLAYS = ("IPython", "ipywidgets")
LOGS = ("tensorboard", "tensorboardX", "torch.utils.tensorboard", "wandb", "torchinfo", "torchsummary", "torchviz")
# What draws for `DataFrame.plot`: it is made from parts of matplotlib that a stand-in does not have.
BACKENDS = ("pandas.plotting._matplotlib",)
BARS = ("tqdm", "fastprogress", "progressbar", "alive_progress")


def silence_onlookers() -> None:
    """Let imports of these libraries find our stand-ins, and give files the two functions of every notebook."""
    sys.meta_path.insert(0, _Finder())
    builtins.get_ipython = _Nothing  # type: ignore[attr-defined]
    builtins.display = _Nothing()  # type: ignore[attr-defined]


class _Nothing:
    """Stands for a figure, an axis, a widget, a writer: calls, parts and attributes of it are more of the same."""

    def __init__(self, *_: object, **__: object) -> None:
        return

    def __mro_entries__(self, _: tuple[object, ...]) -> tuple[type, ...]:
        # What a class is made from may be an instance of this one: a name of a library that is not there.
        return (_Nothing,)

    def __call__(self, *args: Any, **_: object) -> Any:
        # A decorator leaves the function that it is for.
        if len(args) == 1 and isinstance(args[0], (types.FunctionType, type)):
            return args[0]
        return _Nothing()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return RESULTS.get(name) or _Nothing()

    def __getitem__(self, _: object) -> "_Nothing":
        return _Nothing()

    def __setitem__(self, _: object, __: object) -> None:
        return

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __contains__(self, _: object) -> bool:
        return False

    def __enter__(self) -> "_Nothing":
        return self

    def __exit__(self, *_: object) -> None:
        return

    def _combine(self, *_: object) -> "_Nothing":
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __neg__ = _combine


def _make_axes(nrows: int = 1, ncols: int = 1, *, squeeze: bool = True, **_: object) -> tuple[_Nothing, Any]:
    """Return a figure and its axes in an array, as `plt.subplots` does."""
    axes = numpy.array([[_Nothing() for _ in range(ncols)] for _ in range(nrows)], dtype=object)
    if not squeeze:
        return _Nothing(), axes
    return _Nothing(), axes.item() if axes.size == 1 else axes.squeeze()


# What is taken apart at once must have the right number of parts.
RESULTS: dict[str, Callable[..., Any]] = {
    "subplots": _make_axes,
    "plot": lambda *_, **__: [_Nothing()],
    "hist": lambda *_, **__: (_Nothing(), _Nothing(), _Nothing()),
    "pie": lambda *_, **__: (_Nothing(), _Nothing()),
}


class ProgressBar:
    """Gives what it was made around, and shows nothing."""

    def __init__(self, iterable: Any = None, *_: object, total: float | None = None, **__: object) -> None:
        self.iterable = iterable
        self.total = len(iterable) if total is None and hasattr(iterable, "__len__") else total
        self.n: float = 0

    def __iter__(self) -> Iterator[Any]:
        for item in self.iterable:
            yield item
            self.n += 1

    def __len__(self) -> int:
        return len(self.iterable) if self.iterable is not None else int(self.total or 0)

    def __call__(self, iterable: Any = None, *_: object, **__: object) -> Any:
        return None if iterable is None else ProgressBar(iterable)

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_: object) -> None:
        return

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing()

    def update(self, n: float = 1) -> None:
        self.n += n

    @staticmethod
    def write(text: str, file: Any = None, end: str = "\n", **_: object) -> None:
        print(text, file=file, end=end)

    @staticmethod
    def pandas(*_: object, **__: object) -> None:
        return


def _count_with_bar(*bounds: int, **_: object) -> ProgressBar:
    return ProgressBar(range(*bounds))


class _Finder(MetaPathFinder, Loader):
    """Find stand-ins before the libraries themselves are found."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        known = fullname.partition(".")[0] in (*PICTURES, *DISPLAYS, *LOGS, *BARS) or fullname in (*LOGS, *BACKENDS)
        return ModuleSpec(fullname, self, is_package=True) if known else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return types.ModuleType(spec.name, "A stand-in that shows nothing.")

    def exec_module(self, module: types.ModuleType) -> None:
        name, give = module.__name__, _Nothing().__getattr__
        if name in BACKENDS:
            give = _give_nothing
        elif name.partition(".")[0] in BARS:
            give = _give_bar
        module.__getattr__ = give  # type: ignore[method-assign]


def _give_nothing(name: str) -> Any:
    # Its plot gives axes, where that of matplotlib gives a list of lines.
    if name.startswith("__"):
        raise AttributeError(name)
    return _Nothing()


def _give_bar(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return _count_with_bar if name in ("trange", "tnrange") else ProgressBar
