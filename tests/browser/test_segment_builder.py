"""A segment is put together with keys alone, counted as one types, and changed with open eyes."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.watch import Watch
from tests.commands.shop import Shop

COUNTED = "#rule-check .check-count strong"
KEPT = "SELECT rule FROM segments_segment WHERE name = %s"


def counted(page: Page) -> int:
    return int(page.locator(COUNTED).inner_text().replace(",", ""))


def rule_of(shop: Shop, name: str) -> dict[str, object]:
    (rule,) = shop.fetch(KEPT, name)
    return dict(rule["root"])


def choose_by_arrows(page: Page, text: str) -> None:
    """In the list that has the focus, as somebody with a keyboard does; then on to the next control."""
    for _ in range(100):
        if page.evaluate("document.activeElement.selectedOptions[0].textContent") == text:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")


def test_by_keyboard_from_nothing_to_a_saved_change(screen: Watch, shop: Shop) -> None:
    page = screen.page
    page.goto("/segments/new/")
    page.locator("#segment-name").focus()
    page.keyboard.type("键盘人群")
    page.locator(".rule-what").focus()
    choose_by_arrows(page, "生命周期")
    expect(page.locator("#rule-check [data-pointer='/all/0/value']")).to_be_visible()
    expect(page.locator(".rule-leaf select").nth(2)).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Tab")
    choose_by_arrows(page, "流失")
    expect(page.locator(".check-sentence")).to_contain_text("流失")
    expect(page.locator(".is-wrong")).to_have_count(0)
    alone = counted(page)

    page.get_by_role("button", name="加条件").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rule-what").nth(1)).to_be_focused()
    choose_by_arrows(page, "净消费")
    page.keyboard.press("Tab")
    page.keyboard.type("200")
    page.keyboard.press("Enter")  # sends nothing: saving is a button
    expect(page.locator(".check-sentence")).to_contain_text("¥200")
    assert 0 < counted(page) < alone
    page.locator("button[value=save]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/segments/[0-9a-f-]{36}/$"))

    lost = {"attr": "class.lifecycle", "op": "eq", "value": "lost"}
    assert rule_of(shop, "键盘人群")["all"][0] == lost  # type: ignore[index]
    assert rule_of(shop, "键盘人群")["all"][1]["value"] == 20_000  # type: ignore[index]
    expect(page.locator("#members tbody tr").first).to_be_visible(timeout=30_000)  # without loading it anew
    page.click("a[href$='/edit/']")
    page.locator(".rule-leaf").nth(1).get_by_role("button", name="移除").click()
    page.locator(".rule-undo button").click()
    expect(page.locator(".rule-leaf")).to_have_count(2)
    page.locator(".rule-leaf").nth(1).get_by_role("button", name="移除").click()
    expect(page.locator(".rule-leaf")).to_have_count(1)
    expect(page.locator(COUNTED)).to_have_text(str(alone))
    page.click("button[value=save]")
    expect(page.locator("#enters")).not_to_have_text("0")
    assert len(rule_of(shop, "键盘人群")["all"]) == 2  # type: ignore[arg-type]
    page.click("button[name=seen]")
    page.wait_for_url(re.compile(r"/segments/[0-9a-f-]{36}/$"))

    assert rule_of(shop, "键盘人群") == {"all": [lost]}


NESTED = {
    "any": [
        {"not": {"all": [{"attr": "city", "op": "in", "value": ["杭州市", "宁波市"]}, {"everyone": True}]}},
        {
            "event": "order_line.bought",
            "where": [{"attr": "revenue", "op": "between", "value": [1050, 20000]}],
            "within": {"lunar": "中秋", "offset_days": [-45, 1], "year": "last"},
            "count": {"op": "lt", "value": 3},
        },
        {
            "agg": "sum",
            "of": "revenue",
            "event": "order.placed",
            "where": [],
            "within": {"from": "2026-01-01", "to": "2026-06-01"},
            "op": "ge",
            "value": 123_45,
        },
        {
            "seq": [
                {"event": "order.placed", "where": [], "within": "ever"},
                {"event": "order.refunded", "where": [], "within": {"before_last": 2, "unit": "month"}},
            ],
            "gap": {"n": 72, "unit": "hour"},
        },
        {"attr": "score.last_on", "op": "in_last", "value": {"n": 3, "unit": "week"}},
        {"bucket": {"salt": "A", "from": 0, "to": 99}},
        {"attr": "class.value", "op": "is_not_set", "value": None},
    ]
}


def test_every_kind_of_condition_is_drawn_and_read_back_as_it_was(screen: Watch) -> None:
    page = screen.page
    page.goto("/segments/new/")
    page.locator("details.rule-text summary").click()
    page.fill("#rule-json", json.dumps(NESTED))
    page.click("#rule-apply")
    expect(page.locator(COUNTED)).to_be_visible()

    read = json.loads(page.locator("#rule-json").input_value())
    assert _plain(read) == _plain(NESTED)


def _plain(rule: object) -> object:
    """Without what may be left out."""
    if isinstance(rule, dict):
        return {key: _plain(value) for key, value in rule.items() if value not in ([], None)}
    return [_plain(one) for one in rule] if isinstance(rule, list) else rule


def test_a_text_is_offered_as_it_is_known(screen: Watch) -> None:
    page = screen.page
    page.goto("/segments/new/")
    page.select_option(".rule-what", "attr:city")
    page.locator(".rule-leaf input").focus()

    known = page.locator("datalist option[value='杭州市']")
    expect(known).to_have_count(1)
    list_id = page.locator("datalist").get_attribute("id")
    expect(page.locator(".rule-leaf input")).to_have_attribute("list", str(list_id))


def test_a_rule_to_fill_in_warns_of_nothing_before_one_types(screen: Watch) -> None:
    page = screen.page
    page.goto("/segments/new/?ready=category")
    expect(page.locator(".rule-predicate input")).to_be_focused()
    page.wait_for_timeout(500)
    expect(page.locator("[data-pointer], .is-wrong")).to_have_count(0)

    page.locator(".rule-predicate input").fill("水")
    page.locator(".rule-predicate input").fill("")
    expect(page.locator("#rule-check [data-pointer]")).to_be_visible()


def test_an_input_method_at_work_asks_nothing(screen: Watch) -> None:
    page = screen.page
    page.goto("/segments/new/?ready=category")
    expect(page.locator(".rule-predicate input")).to_be_focused()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    value = page.locator(".rule-predicate input")
    value.evaluate(
        """input => {
          input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
          input.value = "shui";
          input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
        }"""
    )
    page.wait_for_timeout(500)
    assert asked == []

    value.evaluate(
        """input => {
          input.value = "水果";
          input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }"""
    )
    expect(page.locator(COUNTED)).to_be_visible()
    assert len(asked) == 1


@pytest.fixture
def plain(open_context: OpenContext) -> Page:
    return open_context(java_script_enabled=False).new_page()


def test_without_a_script_the_rule_is_written_checked_and_saved(plain: Page, shop: Shop) -> None:
    rule = {"all": [{"attr": "class.lifecycle", "op": "eq", "value": "lost"}]}
    plain.goto("/segments/new/")
    plain.fill("#segment-name", "无脚本")
    plain.fill("#rule-json", "{}")
    plain.click("button[value=check]")
    expect(plain.locator(".check-error code")).to_have_text("/")
    plain.fill("#rule-json", json.dumps(rule))
    plain.click("button[value=check]")
    expect(plain.locator(COUNTED)).to_be_visible()

    plain.click("button[value=save]")

    expect(plain.locator("h1")).to_have_text("无脚本")
    assert rule_of(shop, "无脚本") == rule
