"""Draw LeNet and the shapes of its stages: solutions/01_network/network.svg."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

TARGET = Path(__file__).parents[1] / "solutions" / "01_network" / "network.svg"

WIDTH, HEIGHT = 1120, 400
MIDDLE = 176  # the height at which the arrows run
CAPTION = 316
GAP = 56
INK, MUTED, PAPER = "#1f2328", "#57606a", "#ffffff"
MAPS, VECTOR = ("#ddf4ff", "#0969da"), ("#fff1e5", "#bc4c00")


@dataclass(frozen=True)
class Stage:
    """One thing that flows through the network: `maps` squares of side × side numbers, or a row when side is None."""

    made_by: tuple[str, ...]
    maps: int
    side: int | None = None

    @property
    def shape(self) -> str:
        return str(self.maps) if self.side is None else f"{self.maps}×{self.side}×{self.side}"


def stages(kernel_size: int) -> list[Stage]:
    """Follow one image through the network."""
    first = 32 - kernel_size + 1
    second = first // 2 - kernel_size + 1
    side = second // 2
    return [
        Stage((), 1, 32),
        Stage(("conv1", "ReLU"), 6, first),
        Stage(("2×2", "max", "pool"), 6, first // 2),
        Stage(("conv2", "ReLU"), 16, second),
        Stage(("2×2", "max", "pool"), 16, side),
        Stage(("flatten",), 16 * side * side),
        Stage(("fc1", "ReLU"), 120),
        Stage(("fc2", "ReLU"), 84),
        Stage(("fc3",), 10),
    ]


def text(x: float, y: float, words: str, *, size: int = 14, colour: str = INK, weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" font-weight="{weight}" '
        f'text-anchor="middle">{escape(words)}</text>'
    )


def rectangle(x: float, y: float, width: float, height: float, colours: tuple[str, str]) -> str:
    fill, stroke = colours
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="1.4"/>'
    )


def arrow(x: float, words: tuple[str, ...]) -> list[str]:
    """Draw an arrow that starts at x, with the names of what happens on it above."""
    start, tip = x + 8, x + GAP - 8
    lines = [text(x + GAP / 2, MIDDLE - 12 - 17 * row, word, size=13) for row, word in enumerate(reversed(words))]
    lines.append(
        f'<path d="M{start:.1f} {MIDDLE} H{tip - 6:.1f}" stroke="{MUTED}" stroke-width="1.6" fill="none"/>'
        f'<path d="M{tip:.1f} {MIDDLE} l-8 -4.5 v9 z" fill="{MUTED}"/>'
    )
    return lines


def body(x: float, stage: Stage) -> tuple[list[str], float]:
    """Draw the stage with its left edge at x; return the drawing and its width."""
    if stage.side is None:
        # Square root, so that ten scores can be seen beside four hundred features.
        height = 10 * stage.maps**0.5
        return [rectangle(x, MIDDLE - height / 2, 14, height, VECTOR)], 14
    side = 3.1 * stage.side
    step = 4.0
    spread = step * (stage.maps - 1)
    top = MIDDLE - (side + spread) / 2
    layers = [rectangle(x + step * i, top + step * i, side, side, MAPS) for i in range(stage.maps)]
    return layers, side + spread


def draw() -> str:
    """Return the whole picture as SVG."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" aria-labelledby="title" font-family="Helvetica, Arial, DejaVu Sans, sans-serif">',
        '<title id="title">LeNet: an image of 1×32×32 numbers becomes ten scores</title>',
        # Its own paper, because GitHub's dark theme would swallow dark letters.
        rectangle(1, 1, WIDTH - 2, HEIGHT - 2, (PAPER, "#d0d7de")),
        text(WIDTH / 2, 38, "LeNet: one image on its way to ten scores", size=19, weight="bold"),
    ]
    large, small = stages(5), stages(3)
    widths = [body(0, stage)[1] for stage in large]
    x = (WIDTH - sum(widths) - GAP * (len(large) - 1)) / 2
    for stage, other, width in zip(large, small, widths, strict=True):
        if stage.made_by:
            lines += arrow(x - GAP, stage.made_by)
        lines += body(x, stage)[0]
        centre = x + width / 2
        lines.append(text(centre, CAPTION, stage.shape, weight="bold"))
        lines.append(text(centre, CAPTION + 22, other.shape, size=13, colour=MUTED))
        x += width + GAP
    lines.append(text(WIDTH / 2, HEIGHT - 22, "Bold: shapes with 5×5 kernels. Below: with 3×3 kernels.", colour=MUTED))
    return "\n".join([*lines, "</svg>", ""])


if __name__ == "__main__":
    TARGET.write_text(draw(), encoding="utf-8", newline="\n")
