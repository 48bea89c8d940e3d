"""Order statuses: which orders never became a sale."""

import re
import unicodedata
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.cells import per_distinct
from tuanke.kit.files.headers import fold

_CANCELLED = r"(?:交易|订单|已|系统|自动|超时|买家|卖家|商家|用户|客户|团长)*(?:关闭|取消|作废)(?:订单|交易)?"
_UNPAID = r"(?:等待|待|未|尚未|订单未|订单待)(?:买家|客户|用户)?(?:付款|支付|付)(?:订单)?"
_ENGLISH = (
    r"(?:(?:order|trade|transaction|payment) )?(?:cancell?ed|cancell?ation|cancel|closed|voided|void|unpaid)"
    r"|not paid|(?:pending|awaiting|waiting(?: for)?) (?:buyer )?payment"
    r"|payment (?:pending|due|failed|expired)|wait buyer pay"
)
# a reason may follow: `交易关闭（超时）`, `Cancelled by buyer`
_NO_SALE = re.compile(
    rf"(?:{_CANCELLED}|{_UNPAID})(?:[^\w%].*)?|(?:{_ENGLISH})(?:(?: by |:| ?\(| ?- | ?, ).*)?",
    re.DOTALL,
)


def is_no_sale(status: str) -> bool:
    """Whether the words say cancelled, closed or unpaid, in Chinese or English."""
    plain = unicodedata.normalize("NFKC", status).casefold()
    return _NO_SALE.fullmatch(re.sub(r"[\s_]+", " ", plain).strip()) is not None


def excluded(raw: pa.StringArray, status_map: Mapping[str, str]) -> pa.BooleanArray:
    """True where the order is no sale: by the preset's own map of folded statuses, else by the words."""

    def decide(status: str) -> bool:
        code = status_map.get(fold(status))
        return is_no_sale(status) if code is None else code == "excluded"

    return pc.fill_null(per_distinct(raw, decide, pa.bool_()), fill_value=False)


def refunded(raw: pa.StringArray, status_map: Mapping[str, str]) -> pa.BooleanArray:
    """True where the preset's map says that the words mean a refund of the whole."""
    found = per_distinct(raw, lambda status: status_map.get(fold(status)) == "refunded", pa.bool_())
    return pc.fill_null(found, fill_value=False)
