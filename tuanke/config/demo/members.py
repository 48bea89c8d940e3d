"""The members' cards: birthdays by the sun and by the moon."""

import numpy as np

from tuanke.config.demo.people import People
from tuanke.config.demo.sampling import Ints, Rng, Texts, chance, texts, words

COLUMNS = {"customer_name": "姓名", "phone": "手机号", "birthday": "生日"}
WITH_A_CARD = 0.12  # of the buyers
BY_THE_MOON = 0.3
MONTHS = words("正 二 三 四 五 六 七 八 九 十 冬 腊")
TENS, DIGITS = ("初", "十", "廿"), "一二三四五六七八九"


def columns(rng: Rng, everyone: People, buyers: Ints) -> dict[str, Texts]:
    """Column → cells, of a part of the buyers whose number is on their card."""
    held = buyers[chance(rng, WITH_A_CARD, buyers.size) & ~everyone.always_masked[buyers]]
    return {
        "姓名": everyone.name[held],
        "手机号": everyone.phone[held],
        "生日": _birthdays(rng, held.size),
    }


def _birthdays(rng: Rng, size: int) -> Texts:
    born = np.datetime64("1958-01-01") + rng.integers(47 * 365, size=size)
    month, day = rng.integers(12, size=size), rng.integers(29, size=size)
    by_moon = texts([f"农历{MONTHS[m]}月{_day_in_words(d)}" for m, d in zip(month, day, strict=True)])
    by_sun = texts([str(one) for one in born])
    return np.where(chance(rng, BY_THE_MOON, size), by_moon, by_sun)


def _day_in_words(before: int) -> str:
    """初一 to 廿九; the tenth and the twentieth have words of their own."""
    tens, digit = divmod(before + 1, 10)
    return {(1, 0): "初十", (2, 0): "二十"}.get((tens, digit)) or f"{TENS[tens]}{DIGITS[digit - 1]}"
