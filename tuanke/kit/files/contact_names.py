"""A whole name from its parts."""

import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.cells import joined

_HAN = r"\p{Han}"


def whole_name(given: pa.StringArray, family: pa.StringArray) -> pa.StringArray:
    """Chinese names with the family name first and nothing between, others as they are spoken."""
    is_han = pc.fill_null(pc.match_substring_regex(pc.coalesce(family, given), _HAN), fill_value=False)
    return pc.if_else(is_han, joined(family, given, ""), joined(given, family, " "))
