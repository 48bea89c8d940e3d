"""The logo as PNG, for home screens that do not take the SVG: the shapes of ui/static/ui/logo.svg, drawn anew."""

import struct
import zlib
from itertools import pairwise

import numpy as np

SIDE = 32.0  # of the drawing
FINE = 4  # points looked at per pixel, each way
GREEN, WHITE, YELLOW = (15, 122, 108), (255, 255, 255), (255, 210, 122)
CENTRE, RADIUS, HALF_STROKE, DOT = 16.0, 10.0, 1.5, 3.2
ENDS = ((16.0, 6.0), (25.4, 19.4))  # of the open circle; the gap is clockwise from the first to the second
ARROW = ((26.5, 12.5), (25.6, 20.0), (19.2, 16.4))
SAFE = 0.72  # of the side: what every mask of a home screen leaves
Grid = np.ndarray


def draw(size: int, *, is_maskable: bool = False) -> bytes:
    """A square PNG. A maskable one fills its corners and keeps the drawing in the middle."""
    points = (np.arange(size * FINE) + 0.5) / (size * FINE) * SIDE
    x, y = np.meshgrid(points, points)
    if is_maskable:
        paper = np.ones_like(x, dtype=bool)
        x, y = (x - CENTRE) / SAFE + CENTRE, (y - CENTRE) / SAFE + CENTRE
    else:
        paper = _rounded(x, y, 8.0)
    image = np.zeros((*x.shape, 4))
    for inside, colour in ((paper, GREEN), (_strokes(x, y), WHITE), (_distance(x, y) <= DOT, YELLOW)):
        image[inside] = (*colour, 255)
    return _png(_smooth(image, size))


def _rounded(x: Grid, y: Grid, radius: float) -> Grid:
    half = SIDE / 2 - radius
    dx, dy = np.maximum(np.abs(x - CENTRE) - half, 0), np.maximum(np.abs(y - CENTRE) - half, 0)
    return np.asarray(np.hypot(dx, dy) <= radius)


def _distance(x: Grid, y: Grid) -> Grid:
    return np.asarray(np.hypot(x - CENTRE, y - CENTRE))


def _strokes(x: Grid, y: Grid) -> Grid:
    begins, ends = (np.arctan2(py - CENTRE, px - CENTRE) for px, py in ENDS)
    angle = np.arctan2(y - CENTRE, x - CENTRE)
    drawn = (np.abs(_distance(x, y) - RADIUS) <= HALF_STROKE) & ~((angle > begins) & (angle < ends))
    for px, py in ENDS:
        drawn |= np.hypot(x - px, y - py) <= HALF_STROKE
    for start, end in pairwise(ARROW):
        drawn |= _from_line(x, y, start, end) <= HALF_STROKE
    return np.asarray(drawn)


def _from_line(x: Grid, y: Grid, start: tuple[float, float], end: tuple[float, float]) -> Grid:
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / (dx * dx + dy * dy), 0, 1)
    return np.asarray(np.hypot(x - start[0] - along * dx, y - start[1] - along * dy))


def _smooth(image: Grid, size: int) -> Grid:
    """The mean of the points of each pixel, colours weighed by how much of it they cover."""
    cells = image.reshape(size, FINE, size, FINE, 4)
    cover = cells[..., 3:].sum(axis=(1, 3))
    colour = (cells[..., :3] * (cells[..., 3:] / 255)).sum(axis=(1, 3)) / np.maximum(cover / 255, 1)
    return np.asarray(np.concatenate([colour, cover / FINE**2], axis=2).round().astype(np.uint8))


def _png(pixels: Grid) -> bytes:
    height, width, _channels = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
