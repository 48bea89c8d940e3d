"""Cells that say yes or no."""

import pyarrow as pa
import pyarrow.compute as pc

YES = ("是", "有", "yes", "y", "true", "t", "1", "团长")
NO = ("否", "无", "没有", "no", "n", "false", "f", "0", "团员")


def flags(cells: pa.StringArray) -> tuple[pa.BooleanArray, pa.BooleanArray]:
    """(True, False, or null where it says neither; the cells that say something else)."""
    words = pc.utf8_lower(cells)
    yes = pc.is_in(words, value_set=pa.array(YES))
    known = pc.or_(yes, pc.is_in(words, value_set=pa.array(NO)))
    return pc.if_else(known, yes, pa.scalar(None, pa.bool_())), pc.and_(cells.is_valid(), pc.invert(known))
