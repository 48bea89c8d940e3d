"""Ways to reach a customer, normalised as they are stored, compared and hashed (domain A4, formats 6.2, 6.3)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

ContactType = Literal["mobile", "landline", "email", "wechat", "address"]
LONGEST = 200
TAIL = 4
EMAIL = re.compile(r"[^\s@<>,;\"]{1,64}@(?:[^\s@.<>,;\"]+\.)+[^\s@.<>,;\"\d]{2,}")
WECHAT = re.compile(r"[A-Za-z][-_A-Za-z0-9]{5,31}")
OLD_USCC = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{20}")


class IdentifierError(ValueError):
    """`code` is one of the codes in web.wording."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Identifier:
    """`doubt` is empty where the value is one customer's own and may identify them."""

    type: ContactType
    value: str
    tail: str = ""
    identifies: bool = False
    doubt: str = ""


def read_contact(kind: str, text: str) -> Identifier:
    """Raises IdentifierError: blank, too_long, mobile, landline, masked, email or wechat."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    if not plain:
        raise IdentifierError("blank")
    if len(plain) > LONGEST:
        raise IdentifierError("too_long")
    if kind in {"mobile", "landline"}:
        return _number(kind, plain)
    if kind == "email":
        return _email(plain)
    if kind == "wechat":
        return _wechat(plain)
    return Identifier("address", plain)


def _number(kind: str, text: str) -> Identifier:
    from tuanke.kit.files.phones import classify  # Arrow comes with it

    found, e164 = classify(text)
    if found == "masked":
        raise IdentifierError("masked")
    if found == "virtual":
        return Identifier("mobile", text, text[-TAIL:], doubt="virtual")
    if kind == "landline":
        if found != "landline" or not e164:
            raise IdentifierError("landline")
        return Identifier("landline", e164, e164[-TAIL:])
    if found not in {"plain", "floated", "foreign"} or not e164:
        raise IdentifierError("mobile")
    return Identifier("mobile", e164, e164[-TAIL:], identifies=True)


def _email(text: str) -> Identifier:
    address = text.lower()
    if not EMAIL.fullmatch(address):
        raise IdentifierError("email")
    return Identifier("email", address, identifies=True)


def _wechat(text: str) -> Identifier:
    """A WeChat name, or a mobile number that serves as one."""
    if re.fullmatch(r"1[3-9]\d{9}", text):
        return Identifier("wechat", text, text[-TAIL:], identifies=True)
    if not WECHAT.fullmatch(text):
        raise IdentifierError("wechat")
    return Identifier("wechat", text.lower(), identifies=True)


def read_uscc(text: str) -> tuple[str, bool]:
    """(unified social credit code 统一社会信用代码, is an old number without a check digit).

    Raises IdentifierError `uscc_checksum` or `uscc`.
    """
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, ValidationError

    compact = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if OLD_USCC.fullmatch(compact):
        return compact, True
    try:
        return str(uscc.validate(compact)), False
    except InvalidChecksum:
        raise IdentifierError("uscc_checksum") from None
    except ValidationError:
        raise IdentifierError("uscc") from None
