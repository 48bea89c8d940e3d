"""Invented people: Chinese names as frequent as in life, WeChat-like nicknames, random mobile numbers."""

import numpy as np

from tuanke.config.demo.sampling import Ints, Rng, Texts, choose, pick, texts, words

# A hundred surnames in the order of their frequency, then a few compound ones.
_SURNAMES = texts([
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢",
    *"姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤",
    "欧阳", "上官", "司马", "诸葛", "单", "仇", "解",
])  # fmt: skip
_SURNAME_WEIGHTS = (np.arange(len(_SURNAMES)) + 6.0) ** -1.15

# Given names by generation (born in the 50s/60s, 70s, 80s, 90s and later), women first.
_GIVEN = (
    "桂英 秀英 玉兰 秀兰 桂兰 凤英 玉珍 淑珍 秀芳 美华 爱珍 月娥 惠芬 雪珍 兰 芳 珍 英",
    "建国 建华 国强 志明 建平 永康 德明 国庆 根生 金木 水根 伟民 卫东 建军 关荣 明 军 勇",
    "丽 敏 静 丽华 晓燕 红梅 海燕 丽萍 雪梅 春燕 玲玲 建芳 慧 燕 红 芬 娟 霞",
    "伟 强 军 勇 志强 建明 海波 永强 文斌 国华 小明 晓东 立新 剑锋 杰 斌 平 刚",
    "婷婷 莉莉 丹丹 晶晶 佳 娜 璐 倩 雪 薇 文静 思思 雅琴 晓雯 佳丽 梦婷 琳 颖",
    "磊 超 鹏 浩 涛 俊 俊杰 志伟 晓峰 佳明 文杰 凯 斌 宇 建峰 海涛 成 波",
    "雨桐 子涵 梦琪 欣怡 诗涵 思雨 佳怡 雨欣 若曦 可欣 静怡 语嫣 晨曦 悦 蕾 欣 瑶 琪",
    "子轩 浩然 宇航 俊豪 泽宇 天佑 博文 一鸣 嘉豪 奕辰 思远 晨阳 睿 轩 航 昊 哲 恒",
)
_GENERATIONS = (0.18, 0.27, 0.34, 0.21)
_WOMEN = 0.71

_MOODS = words("静待花开 岁月静好 随遇而安 云淡风轻 一米阳光 浅浅微笑 知足常乐 简单生活 平安是福 向日葵 听风")
_ENGLISH = words("Lily Amy Coco Vivian Jessie Kiki Tina Echo Sunny Grace Kevin Leo Jack Eric Tony Summer Mia")
_THINGS = words("小鱼 橙子 草莓 糯米 豆豆 团子 柚子 果果 桃子 年糕 石榴 芒果 小满 麦子 汤圆 西瓜 栗子")
_CHILDREN = words("朵朵 乐乐 涵涵 一一 小宝 糖糖 安安 多多 悠悠 可可 米粒 轩轩 妞妞 浩浩 嘟嘟")
_SIGNS = texts(["🌸", "🍀", "☀️", "🌻", "🐟", "🍊", "💫", "🎈"])
_STYLES = (0.12, 0.14, 0.10, 0.16, 0.12, 0.12, 0.14, 0.10)

# Numbers are random. Each block has the form of a Chinese mobile number, so a validator takes it, but public
# area tables know no place for it. Buyers, receivers of presents and contacts draw from different blocks.
BUYER_BLOCKS = (13491, 13493, 13497, 15741, 15746, 17642, 17651, 17832, 17845, 17893, 18492, 18496)
RECEIVER_BLOCKS = (15743, 17654, 17847, 18494)
CONTACT_BLOCKS = (15748, 17658, 17849, 18498)
_PER_BLOCK = 1_000_000


def people(rng: Rng, size: int) -> Texts:
    generation = choose(rng, _GENERATIONS, size)
    man = (rng.random(size) >= _WOMEN).astype(np.int64)
    given = np.empty(size, dtype=object)
    for number, listed in enumerate(_GIVEN):
        these = np.flatnonzero(generation * 2 + man == number)
        given[these] = pick(rng, listed.split(), len(these))
    found: Texts = _SURNAMES[choose(rng, _SURNAME_WEIGHTS, size)] + given
    return found


def nicknames(rng: Rng, person: Texts) -> Texts:
    size = len(person)
    surname, last = texts([name[0] for name in person]), texts([name[-1] for name in person])
    number = texts([str(value) for value in rng.integers(1, 999, size)])
    styles = np.stack([
        person, last + last, "阿" + last, pick(rng, _MOODS, size) + pick(rng, _SIGNS, size),
        pick(rng, _ENGLISH, size) + surname, pick(rng, _THINGS, size) + number,
        pick(rng, _CHILDREN, size) + "妈妈", pick(rng, _SIGNS, size) + surname + "姐" + number,
    ])  # fmt: skip
    found: Texts = styles[choose(rng, _STYLES, size), np.arange(size)]
    return found


def phones(rng: Rng, size: int, blocks: tuple[int, ...]) -> Texts:
    drawn: Ints = rng.choice(len(blocks) * _PER_BLOCK, size, replace=False)
    return texts([f"{blocks[value // _PER_BLOCK]}{value % _PER_BLOCK:06d}" for value in drawn.tolist()])


def masked(phone: str) -> str:
    return f"{phone[:3]}******{phone[-2:]}"
