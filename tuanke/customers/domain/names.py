"""Names as they are compared, never as they are shown (domain A4). Traditional characters stay as they are."""

import re
import unicodedata
from dataclasses import dataclass

HONORIFICS = re.compile(r"(?:先生|女士|小姐|老师|总)$")
REGION = re.compile(
    r"^(?:中国|[\u4e00-\u9fff]{2,8}?(?:特别行政区|自治区|省|市|区|县)|北京|上海|天津|重庆|广州|深圳|杭州|苏州|南京|成都|武汉)+"
)
BRACKETS = re.compile(r"[((](?P<inside>[^()()]{1,12})[))]")
# What kind of entity it is: 集团 and 分公司 are other customers than the company itself.
BRANCH = r"(?<=公司)[\u4e00-\u9fff]{2,6}?分公司|分公司|分店"
SUFFIX = re.compile(rf"(?:有限责任公司|股份有限公司|有限公司|(?<!分)公司|集团|{BRANCH})$")
SHORTEST_NAME = 2


@dataclass(frozen=True)
class CompanyName:
    """`core` is what is left of a name without its region and suffix; both are comparison features."""

    core: str
    region: str
    suffix: str


def matching_name(name: str) -> str:
    """A person's name for comparing: half width, lower case, no spaces between characters, no honorific."""
    plain = re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", folded(name))
    bare = HONORIFICS.sub("", plain)
    return bare or plain


def company_name(name: str) -> CompanyName:
    """南京云锦(集团)有限公司 → core 云锦, region 南京, suffix 集团有限公司."""
    plain = folded(name).replace(" ", "")
    inside = "".join(BRACKETS.findall(plain))
    core = BRACKETS.sub("", plain)
    suffixes: list[str] = []
    while (match := SUFFIX.search(core)) and len(core) - len(match[0]) >= SHORTEST_NAME:
        suffixes.insert(0, match[0])
        core = core[: match.start()]
    region = REGION.match(core)
    if region and len(core) - region.end() >= SHORTEST_NAME:
        core = core[region.end() :]
    named = region[0] if region and not core.startswith(region[0]) else ""
    if inside and not SUFFIX.search(inside):  # (北京)
        named, inside = named or inside, ""
    return CompanyName(core, named, inside + "".join(suffixes))


def folded(text: str) -> str:
    """NFKC, one space where there were several, lower case."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().lower()
