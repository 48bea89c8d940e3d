"""What a list says about who may be written to."""

from collections.abc import Mapping

import pyarrow as pa

from tuanke.kit.files.cells import per_distinct
from tuanke.kit.files.flags import NO, YES
from tuanke.kit.files.headers import fold

UNKNOWN = "unknown"
_WORDS = {
    **dict.fromkeys((*YES, "granted", "subscribed", "同意", "接受", "已订阅"), "granted"),
    **dict.fromkeys((*NO, "denied", "unsubscribed", "拒绝", "不接受", "不同意", "退订", "已退订"), "denied"),
}


def consents(cells: pa.StringArray, consent_map: Mapping[str, str]) -> pa.StringArray:
    """granted, denied or unknown: by the preset's map of folded words where it has one, else by the usual words.

    A blank cell is unknown: silence is no consent.
    """
    words = consent_map or _WORDS
    return per_distinct(cells, lambda word: words.get(fold(word), UNKNOWN), pa.string()).fill_null(UNKNOWN)
