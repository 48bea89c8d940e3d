"""Names and codes as they are compared."""

import pytest

from tuanke.customers.domain.buying_centre import coverage
from tuanke.customers.domain.custom_values import CustomValueError, Definition, read_value, typed_value
from tuanke.customers.domain.identifiers import IdentifierError, read_contact, read_uscc
from tuanke.customers.domain.names import company_name, matching_name
from tuanke.customers.domain.search_terms import sort_name


@pytest.mark.parametrize(
    ("name", "core", "region", "suffix"),
    [
        ("滨江物业有限公司", "滨江物业", "", "有限公司"),
        ("南京云锦(集团)有限公司", "云锦", "南京", "集团有限公司"),
        ("腾讯科技（深圳）有限公司", "腾讯科技", "深圳", "有限公司"),
        ("上海市浦东新区花木有限责任公司", "花木", "上海市浦东新区", "有限责任公司"),
        ("云锦股份有限公司北京分公司", "云锦", "", "股份有限公司北京分公司"),
        ("阿里巴巴集团", "阿里巴巴", "", "集团"),
        ("北京公司", "北京", "", "公司"),
    ],
)
def test_a_company_is_core_region_and_suffix(name: str, core: str, region: str, suffix: str) -> None:
    found = company_name(name)

    assert (found.core, found.region, found.suffix) == (core, region, suffix)


@pytest.mark.parametrize(
    ("name", "plain"),
    [("张 伟先生", "张伟"), ("李总", "李"), ("王老师", "王"), ("Ａlice  Wang", "alice wang"), ("总", "总")],
)
def test_a_person_is_compared_without_what_is_only_polite(name: str, plain: str) -> None:
    assert matching_name(name) == plain


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("曾国藩", "zeng guo fan"),
        ("单田芳", "shan tian fang"),
        ("解晓东", "xie xiao dong"),
        ("仇和", "qiu he"),
        ("区桂芝", "ou gui zhi"),
        ("盖叫天", "ge jiao tian"),
        ("查良镛", "zha liang yong"),
        ("朴树", "piao shu"),
        ("欧阳修", "ou yang xiu"),
        ("上官婉儿", "shang guan wan er"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("长孙无忌", "zhang sun wu ji"),
        ("单于", "chan yu"),
        ("澹台灭明", "tan tai mie ming"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, pinyin: str) -> None:
    assert sort_name(name) == pinyin


@pytest.mark.parametrize(
    ("kind", "text", "value", "identifies"),
    [
        ("mobile", "+86 138-0013-8000", "+8613800138000", True),
        ("mobile", "１３８００１３８０００", "+8613800138000", True),
        ("mobile", "+852 9123 4567", "+85291234567", True),
        ("mobile", "13800138000-1234", "13800138000-1234", False),
        ("landline", "010-62551234", "+861062551234", False),
        ("email", " A.b+c@Example.COM ", "a.b+c@example.com", True),
        ("wechat", "WX_zhang1", "wx_zhang1", True),
        ("address", "南京市  中山路", "南京市 中山路", False),
    ],
)
def test_a_contact_is_kept_in_one_form(kind: str, text: str, value: str, *, identifies: bool) -> None:
    found = read_contact(kind, text)

    assert (found.value, found.identifies) == (value, identifies)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("mobile", " ", "blank"),
        ("email", "a@b", "email"),
        ("wechat", "微信", "wechat"),
        ("address", "x" * 201, "too_long"),
        ("landline", "13800138000", "landline"),
    ],
)
def test_what_is_no_contact_says_why(kind: str, text: str, code: str) -> None:
    with pytest.raises(IdentifierError, match=code):
        read_contact(kind, text)


def test_a_code_is_checked_and_an_old_number_passes_as_old() -> None:
    assert read_uscc(" ９1350100m000100y43 ") == ("91350100M000100Y43", False)
    assert read_uscc("320102123456789") == ("320102123456789", True)
    with pytest.raises(IdentifierError, match="uscc_checksum"):
        read_uscc("91350100M000100Y44")
    with pytest.raises(IdentifierError, match="uscc"):
        read_uscc("9135")


def test_a_key_part_counts_when_its_holder_can_be_reached() -> None:
    found = coverage([(["decider", "user"], True), (["finance"], False), (["buyer"], True)])

    assert (found.filled, found.missing, found.share) == (("decider", "buyer"), ("approver", "finance"), 0.5)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "宽松", "宽松"),
        ("int", "1,200", 1200),
        ("decimal", "82.50", "82.5"),
        ("money", "¥1,299.5", 129950),
        ("bool", "true", True),
        ("date", "2026-06-30", "2026-06-30"),
        ("url", "https://example.com/a", "https://example.com/a"),
    ],
)
def test_a_value_is_kept_by_its_type_and_shown_as_it_can_be_typed(
    kind: str, typed: str, kept: object
) -> None:
    definition = Definition(kind)

    assert read_value(definition, [typed]) == kept
    assert read_value(definition, [typed_value(definition, kept)]) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("int", "1.5", "whole"),
        ("int", "abc", "number"),
        ("decimal", "NaN", "number"),
        ("money", "1.005", "money"),
        ("date", "30.6.2026", "date"),
        ("bool", "maybe", "choice"),
        ("enum", "XL", "choice"),
        ("url", "javascript:alert(1)", "url"),
        ("text", "x" * 501, "too_long"),
    ],
)
def test_what_does_not_fit_the_type_says_why(kind: str, typed: str, code: str) -> None:
    with pytest.raises(CustomValueError, match=code):
        read_value(Definition(kind, options=["S"]), [typed])


def test_limits_and_what_must_be_filled_in() -> None:
    waist = Definition("int", required=True, validation={"least": "40", "most": "200"})

    assert read_value(waist, ["40"]) == 40
    for typed, code in (("39", "least"), ("201", "most"), (" ", "required")):
        with pytest.raises(CustomValueError, match=code):
            read_value(waist, [typed])
