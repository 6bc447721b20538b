"""Put lines on a terminal of any width, colour and encoding."""

import re

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

WIDTH = 80

SYMBOLS = "○◐✓✗➜·…"
PLAIN = str.maketrans(
    {
        "○": "o",
        "◐": "~",
        "✓": "+",
        "✗": "x",
        "➜": "->",
        "·": "-",
        "…": "...",
        "×": "x",
        "−": "-",
        "→": "->",
        "←": "<-",
        "’": "'",
    }
)

# "expected  400": what stands before the value, so that a long value is wrapped below itself. The next lines of what
# was printed have a bar in place of a name.
LABEL = re.compile(r"(?:\S.{0,30}?)? {2,}(?:\| )?(?=\S)")


class Page:
    """Print to a console line by line, in at most 80 columns."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = min(console.width, WIDTH)
        self.has_symbols = self._encodable(SYMBOLS) == SYMBOLS
        self._heading = ""

    def head(self, text: str) -> None:
        """Print a heading as soon as there is a line below it; the next heading takes the place of one without."""
        self._heading = text

    def blank(self) -> None:
        # A heading that nothing stands below yet needs no room.
        if not self._heading:
            self.console.print()

    def line(self, text: str, *, indent: str = "", style: str = "", hang: int = 0) -> None:
        """Print the text after `indent`, wrapped `hang` columns to the right of where it starts."""
        first = self._fitted(indent)
        start = cell_len(first)
        # On a narrow terminal the words need the room more than the alignment does.
        hang = hang if start + hang <= self.width // 2 else 0
        whole = Text(self._fitted(text), style=style)
        head, rest = self._split(whole, self.width - start)
        self._print(Text(first, style=style) + head)
        if rest.plain:
            for part in rest.wrap(self.console, max(self.width - start - hang, 8), overflow="fold"):
                self._print(Text(" " * (start + hang)) + part)

    def sides(self, left: str, right: str, *, style: str = "", right_style: str = "dim") -> None:
        """Print `left`, and `right` at the right edge; below it where there is no room for both."""
        left, right = self._fitted(left), self._fitted(right)
        gap = self.width - cell_len(left) - cell_len(right)
        if gap < 2:
            self.line(left, style=style)
            left, gap = "", max(self.width - cell_len(right), 0)
        self._print(Text.assemble((left, style), " " * gap, (right, right_style)))

    def labelled(self, text: str, *, indent: str) -> None:
        """Print lines such as "expected  400", each value wrapped below itself."""
        for line in text.splitlines():
            label = LABEL.match(line)
            self.line(line, indent=indent, hang=cell_len(label[0]) if label else 2)

    def _split(self, text: Text, width: int) -> tuple[Text, Text]:
        head = text.wrap(self.console, max(width, 8), overflow="fold")[0]
        rest = text[len(head) :]
        rest.plain = rest.plain.lstrip()
        return head, rest

    def _fitted(self, text: str) -> str:
        return self._encodable(text if self.has_symbols else text.translate(PLAIN))

    def _encodable(self, text: str) -> str:
        return text.encode(self.console.encoding, "replace").decode(self.console.encoding)

    def _print(self, text: Text) -> None:
        heading, self._heading = self._heading, ""
        if heading:
            self.line(heading, style="bold")
        text.rstrip()
        self.console.print(text, soft_wrap=True, highlight=False)
