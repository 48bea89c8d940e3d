"""Where lines, steps and bars of a drawing lie. The templates draw them; no script is needed to see them."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 460, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 10, 28

Points = Sequence[tuple[float, float]]


class Tick(NamedTuple):
    at: float
    label: str


class Frame(NamedTuple):
    """The plane of a drawing: what x and y reach from 0."""

    x_most: float
    y_most: float

    def x(self, value: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * value / self.x_most, 1)

    def y(self, value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.y_most), 1)

    def line(self, points: Points) -> str:
        """As the `points` of an SVG polyline."""
        return " ".join(f"{self.x(x)},{self.y(y)}" for x, y in points)

    def steps(self, points: Points) -> str:
        """The same, level from one point to the next."""
        corners: list[tuple[float, float]] = []
        for x, y in points:
            if corners:
                corners.append((x, corners[-1][1]))
            corners.append((x, y))
        return self.line(corners)

    def chart(
        self, x_labels: Sequence[tuple[float, str]], y_labels: Sequence[tuple[float, str]]
    ) -> dict[str, object]:
        """What every chart template needs besides its lines."""
        return {
            "width": WIDTH,
            "height": HEIGHT,
            "left": LEFT,
            "right": WIDTH - RIGHT,
            "top": TOP,
            "bottom": HEIGHT - BOTTOM,
            "x_ticks": [Tick(self.x(at), label) for at, label in x_labels],
            "y_ticks": [Tick(self.y(at), label) for at, label in y_labels],
        }
