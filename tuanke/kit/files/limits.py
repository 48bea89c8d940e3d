"""How much of a hostile or broken file is read before it is refused."""

from dataclasses import dataclass

MIB = 1024**2
GIB = 1024**3


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes of the file, and of what its packing unfolds to."""

    file_bytes: int = 2 * GIB
    unpacked_bytes: int = 2 * GIB
    zip_entries: int = 2_000
    zip_bytes: int = GIB
    zip_ratio: int = 200
    zip_ratio_from: int = MIB  # small entries may pack better than any ratio
    gzip_ratio_from: int = 64 * MIB  # below, a gzip may pack better than `zip_ratio`
    unplaced_bytes: int = 32 * MIB  # of a sheet whose cells do not say where they are: each is looked at
    columns: int = 1_000
    sheet_cells: int = 64_000_000  # a workbook is held as a full rectangle, however few cells are filled
    sparse_cells: int = 5_000_000  # of which nearly all may be empty


DEFAULT_LIMITS = Limits()
