"""A rule is read back in words a merchant would use, in both languages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from tuanke.customers.services import custom_fields, needs
from tuanke.kit.lunar import Anniversary
from tuanke.kit.rules import parse
from tuanke.kit.rules.anniversaries import code_of
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.segments.selectors.vocabulary import attributes, grammar
from tuanke.segments.selectors.wording import in_words, read_back

AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
WEEK = {"last": 7, "unit": "day"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> int:
    return make_staff("lihua", name="李华").pk


def read(rule: Any, language: str) -> str:
    with translation.override(language):
        return read_back(parse(rule, grammar()))


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        (
            {"attr": "tag", "op": "has_any", "value": ["VIP", "老客"]},
            "标签 有以下任一 VIP、老客",
            "Tags has any of VIP, 老客",
        ),
        (
            {"attr": "scene", "op": "has_none", "value": ["business"]},
            "客户说的场景 以下都没有 商务",
            "Stated scenes has none of Business",
        ),
        (
            {"attr": "consent.sms.marketing", "op": "eq", "value": "granted"},
            "接收意愿：短信 · 营销 是 同意",
            "Consent: SMS · Marketing is Granted",
        ),
        (
            {"attr": "day.birthday", "op": "anniversary_in", "value": {"n": 7, "unit": "day"}},
            "生日",
            "Birthday comes back within the next 7 days",
        ),
        ({"attr": "owner", "op": "eq", "value": "lihua"}, "负责人 是 李华", "Looked after by is 李华"),
        (
            {"attr": "touch.last.channel", "op": "eq", "value": "social"},
            "最近来源渠道 是 社交媒体",
            "Most recently came from is Social media",
        ),
        ({"event": "interaction.comment", "within": WEEK}, "评论", "Commented on within the last 7 days"),
    ],
)
def test_a_rule_is_read_back(by: int, rule: Any, chinese: str, english: str) -> None:
    assert chinese in read(rule, "zh-hans")
    assert read(rule, "en") == english


def test_words_of_the_shop_are_read_back_as_they_are_now(by: int) -> None:
    word = needs.add_word(name="婚庆", kind="need", by=by, at=AT)
    custom_fields.define_field(
        kind="org",
        key="fit",
        field_type="bool",
        unique=False,
        values={"label": "开过票"},
        by=by,
        at=AT,
    )
    rule = {
        "all": [
            {"attr": "need", "op": "has_all", "value": [word.code]},
            {"attr": "custom.org.fit", "op": "eq", "value": "true"},
        ]
    }
    assert "婚庆" in read(rule, "zh-hans")
    assert "开过票" in read(rule, "zh-hans")


@pytest.mark.parametrize(
    ("kept", "chinese"),
    [
        (Anniversary(2, 29), "2月29日"),
        (Anniversary(8, 15, is_lunar=True), "农历8月15日"),
        (Anniversary(6, 1, is_lunar=True, is_leap_month=True), "农历闰6月1日"),
    ],
)
def test_a_day_that_comes_back_is_told_in_its_calendar(kept: Anniversary, chinese: str) -> None:
    with translation.override("zh-hans"):
        assert in_words(attributes()["day.birthday"], [code_of(kept)]) == chinese
        assert in_words(attributes()["day.birthday"], None) is None
