"""Organisations that order in bulk: who they are, who orders for them, and which festivals they order for."""

from dataclasses import dataclass

import numpy as np

from tuanke.config.demo import names, places
from tuanke.config.demo.sampling import Floats, Ints, Rng, Texts, chance, pick, shares, texts, words

# Kind of organisation: share, usual number of people, what it is called, how readily it orders for
# 春节, 端午, 中秋, 教师节 and 国庆, and welfare orders in a year. All names are invented.
_KINDS = (
    (0.42, 60, ("科技公司", "贸易公司", "机械公司", "设计公司"), (0.65, 0.55, 0.70, 0.00, 0.10), 0.9),
    (0.18, 70, ("实验小学", "中学", "幼儿园", "外国语学校"), (0.30, 0.35, 0.55, 0.60, 0.05), 0.7),
    (0.10, 150, ("医院", "口腔医院", "康复医院"), (0.60, 0.60, 0.70, 0.00, 0.20), 1.6),
    (0.10, 50, ("银行新塘支行", "银行青禾支行", "银行学林支行"), (0.75, 0.60, 0.80, 0.05, 0.25), 2.2),
    (0.10, 45, ("街道办事处", "社区居委会", "街道总工会"), (0.55, 0.60, 0.50, 0.00, 0.20), 1.0),
    (0.10, 35, ("律师事务所", "物业服务中心", "酒店", "健身俱乐部"), (0.45, 0.35, 0.55, 0.00, 0.08), 0.5),
)  # fmt: skip
_STEMS = words(
    "云帆 瑞禾 启航 恒泽 明德 博雅 晨曦 金穗 远望 润泽 弘毅 致远 嘉禾 永盛 华岳 东篱 松月 凌云 "
    "智汇 蓝湾 沐阳 天目 听涛 景和 同德 新禾 百川 海纳 锦程 玉泉 丰禾 长青 朗润 和风 星河 文渊"
)
_PARTS = words("城东 城西 城南 城北 新城 高新 江畔 湖滨")
LIFETIME = 1_500.0  # days; organisations change their supplier seldom
LARGEST = 600


@dataclass(frozen=True)
class Organisations:
    name: Texts
    city: Ints
    heads: Ints  # people who get a present
    festivals: Floats  # organisation × festival: chance of an order
    welfare: Floats  # orders a year outside festivals
    first: Ints
    until: Ints
    contacts: Ints  # how many people order for it
    contact_name: Texts  # organisation × MOST_CONTACTS
    contact_phone: Texts

    @property
    def size(self) -> int:
        return len(self.name)


FEWEST_CONTACTS, MOST_CONTACTS = 2, 4


def organisations(rng: Rng, size: int, days: int) -> Organisations:
    kind = shares(rng, [share for share, *_ in _KINDS], size)
    city = places.cities(rng, size)
    usual = np.array([heads for _, heads, *_ in _KINDS])[kind]
    heads = np.clip(usual * rng.lognormal(-0.25, 0.75, size), 8, LARGEST).astype(np.int64)
    leaning = np.array([festivals for *_, festivals, _ in _KINDS])[kind]
    early = chance(rng, 0.55, size)  # they were customers when the files begin
    first = np.where(early, 0, rng.integers(0, days - 60, size))
    people = (size, MOST_CONTACTS)
    count = size * MOST_CONTACTS
    return Organisations(
        name=_names(rng, kind, city),
        city=city,
        heads=heads,
        festivals=np.clip(leaning * rng.uniform(0.4, 1.3, (size, 1)), 0.0, 0.95),
        welfare=np.array([yearly for *_, yearly in _KINDS])[kind] * rng.gamma(1.5, 1 / 1.5, size),
        first=first,
        until=np.minimum(first + rng.exponential(LIFETIME, size).astype(np.int64) + 30, days),
        contacts=rng.integers(FEWEST_CONTACTS, MOST_CONTACTS + 1, size),
        contact_name=names.people(rng, count).reshape(people),
        contact_phone=names.phones(rng, count, names.CONTACT_BLOCKS).reshape(people),
    )


def _names(rng: Rng, kind: Ints, city: Ints) -> Texts:
    """City, an invented stem and the kind; where that exists already, with a part of the city too."""
    taken: dict[str, None] = {}
    for number, town in zip(kind.tolist(), places.CITIES[city], strict=True):
        name = part = ""
        while not name or name in taken:
            stem, ending = pick(rng, _STEMS, 1)[0], pick(rng, _KINDS[number][2], 1)[0]
            name = f"{town.removesuffix('市')}{part}{stem}{ending}"
            part = pick(rng, _PARTS, 1)[0]
        taken[name] = None
    return texts(list(taken))
