"""The report: the table as Markdown, and a plot of time against size as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.benchmarks.measure import Figure
from tests.benchmarks.works import Result

HEAD = (
    "| work | on | size | autodiff | Alembic | times faster | without models | goal |",
    "|---|---|--:|--:|--:|--:|--:|--:|",
)


def table(results: Sequence[Result]) -> str:
    """All results, a line each."""
    return "\n".join([*HEAD, *(line(each) for each in results)])


def line(result: Result) -> str:
    cells = (
        result.work,
        result.place,
        f"{result.size:,}" if result.size else "-",
        _cell(result.ours),
        _cell(result.theirs),
        _number(result.ratio),
        _number(result.ratio_less_models),
        f"{result.goal:g}" if result.goal is not None else "-",
    )
    return f"| {' | '.join(cells)} |"


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "-"
    return f"{figure.cpu:.2f} s ({figure.seconds:.2f} s), {figure.memory:.0f} MiB"


def _number(ratio: float | None) -> str:
    return "-" if ratio is None else f"{ratio:.1f}"


WIDTH, HEIGHT, MARGIN = 640, 400, 60
COLOURS = (
    "#0b6",
    "#b30",
    "#06c",
    "#a0a",
    "#960",
    "#088",
    "#666",
    "#c6c",
    "#390",
    "#f80",
)


Curves = dict[tuple[str, str], list[tuple[int, float]]]
"""By work and tool: size and seconds."""


def plot(title: str, curves: Curves) -> str:
    """Curves of seconds against size on two logarithmic axes: a colour for each work, Alembic's
    broken.
    """
    points = [point for curve in curves.values() for point in curve]
    xs = [math.log10(size) for size, _ in points]
    ys = [math.log10(max(seconds, 1e-3)) for _, seconds in points]
    box = (min(xs), max(xs), math.floor(min(ys)), math.ceil(max(ys)))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT + 20 * len(curves)}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="100%" height="100%" fill="white"/><text x="{MARGIN}" y="24" font-size="15">{title}</text>',
        *_grid(box),
    ]
    works = list(dict.fromkeys(work for work, _ in curves))
    for number, ((work, tool), curve) in enumerate(curves.items()):
        colour = COLOURS[works.index(work) % len(COLOURS)]
        dash = "" if tool == "autodiff" else ' stroke-dasharray="5 4"'
        stroke = f'stroke="{colour}" stroke-width="2"{dash}'
        parts += _curve(number, f"{work}: {tool}", curve, box, stroke)
    return "\n".join([*parts, "</svg>"]) + "\n"


Box = tuple[float, float, float, float]


def _at(size: float, seconds: float, box: Box) -> tuple[float, float]:
    left, right, low, high = box
    x = MARGIN + (math.log10(size) - left) / max(right - left, 1e-9) * (
        WIDTH - 2 * MARGIN
    )
    y = (
        HEIGHT
        - MARGIN
        - (math.log10(max(seconds, 1e-3)) - low)
        / max(high - low, 1e-9)
        * (HEIGHT - 2 * MARGIN)
    )
    return round(x, 1), round(y, 1)


def _grid(box: Box) -> list[str]:
    parts = []
    for power in range(int(box[2]), int(box[3]) + 1):
        _, y = _at(10 ** box[0], 10**power, box)
        parts.append(
            f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{y}" y2="{y}" stroke="#ddd"/>'
        )
        parts.append(f'<text x="8" y="{y + 4}">{10**power:g} s</text>')
    for power in range(math.ceil(box[0]), math.floor(box[1]) + 1):
        x, _ = _at(10**power, 10 ** box[2], box)
        parts.append(
            f'<text x="{x - 14}" y="{HEIGHT - MARGIN + 20}">{10**power:,}</text>'
        )
    return parts


def _curve(
    number: int, name: str, curve: list[tuple[int, float]], box: Box, stroke: str
) -> list[str]:
    dots = [_at(size, seconds, box) for size, seconds in sorted(curve)]
    path = " ".join(f"{x},{y}" for x, y in dots)
    y = HEIGHT + 20 * number
    return [
        f'<polyline points="{path}" fill="none" {stroke}/>',
        *(f'<circle cx="{x}" cy="{y_}" r="2" {stroke}/>' for x, y_ in dots),
        f'<line x1="{MARGIN}" x2="{MARGIN + 30}" y1="{y}" y2="{y}" {stroke}/>',
        f'<text x="{MARGIN + 40}" y="{y + 4}">{name}</text>',
    ]
