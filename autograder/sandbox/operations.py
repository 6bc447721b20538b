"""Every operation that torch carries out, for those that Python does not see."""

from collections.abc import Callable
from typing import Any

from torch.utils._python_dispatch import TorchDispatchMode


class Operations(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Tell `note` the name of each operation, such as mse_loss, before it is carried out."""

    def __init__(self, note: Callable[[str], object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._note = note

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        # Nothing is compiled in a sandbox; what would shield us from a compiler takes seconds to import.
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._note(func.overloadpacket.__name__)
        return func(*args, **(kwargs or {}))
