"""Where somebody came from: the first rule that knows says it."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanke.customers.domain.channels import Channel
from tuanke.customers.domain.origins import RULES, Signs, origin_of

EVERYTHING = Signs(
    code_kind="leader",
    code="L7",
    utm_source="baidu",
    utm_medium="cpc",
    referrer="https://www.xiaohongshu.com/explore",
    reported="朋友介绍",
    import_source="youzan",
)
STRONGEST_FIRST = [  # what is taken away, and what then says it
    ({}, Channel.GROUP_LEADER),
    ({"code": ""}, Channel.SEARCH_PAID),
    ({"utm_source": "", "utm_medium": ""}, Channel.SOCIAL),
    ({"referrer": ""}, "朋友介绍"),
    ({"reported": ""}, Channel.IMPORT),
    ({"import_source": ""}, None),
]


def test_the_rules_are_asked_in_their_order() -> None:
    signs, found = EVERYTHING, []
    for taken, _channel in STRONGEST_FIRST:
        signs = dataclasses.replace(signs, **taken)
        origin = origin_of(signs)
        found.append(origin and origin.channel)

    assert found == [channel for _taken, channel in STRONGEST_FIRST]
    assert len(RULES) == len(STRONGEST_FIRST) - 1


@pytest.mark.parametrize(
    ("referrer", "channel", "keyword"),
    [
        ("https://www.baidu.com/s?wd=%E5%9B%A2%E8%B4%AD%20%E8%8B%B9%E6%9E%9C", "search_organic", "团购 苹果"),
        ("https://m.baidu.com/", "search_organic", ""),
        ("https://mp.weixin.qq.com/s/abc", "social", ""),
        ("https://item.taobao.com/x", "marketplace", ""),
        ("https://baidu.com.example.org/s?wd=x", "unknown", ""),
        ("https://notbaidu.com/", "unknown", ""),
        ("https://blog.example.org/", "unknown", ""),
    ],
)
def test_a_site_is_known_by_its_registered_name(referrer: str, channel: str, keyword: str) -> None:
    origin = origin_of(Signs(referrer=referrer))

    assert origin is not None
    assert (origin.channel, origin.keyword) == (channel, keyword)


@pytest.mark.parametrize(
    ("source", "medium", "channel"),
    [
        ("baidu", "cpc", "search_paid"),
        ("Baidu", "", "search_organic"),
        ("xiaohongshu", "kol", "social"),
        ("wechat", "newsletter", "social"),
        ("partner-7", "Affiliate", "partner"),
        ("somewhere", "banner", "unknown"),
    ],
)
def test_the_medium_says_more_than_the_source(source: str, medium: str, channel: str) -> None:
    origin = origin_of(Signs(utm_source=source, utm_medium=medium, utm_term="苹果"))

    assert origin is not None
    assert (origin.channel, origin.keyword) == (channel, "苹果")


def test_no_sign_no_origin() -> None:
    assert origin_of(Signs()) is None
    assert origin_of(Signs(code_kind="coupon", code="7")) is None, "a code of a kind that says nothing"


@given(st.builds(Signs, **{field.name: st.text(max_size=30) for field in dataclasses.fields(Signs)}))
def test_any_text_has_an_answer(signs: Signs) -> None:
    origin_of(signs)


@given(st.text(max_size=40))
def test_any_referrer_has_an_answer(text: str) -> None:
    origin_of(Signs(referrer=f"http://{text}"))
