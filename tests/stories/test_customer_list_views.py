"""A list one needs again: saved under a name for oneself or for everybody, renamed, removed and brought back."""

import re
from typing import Any

from tests.stories.browsing import form_to, forms, text
from tests.stories.conftest import Shop
from tests.stories.test_customer_list import choose, heads, names
from tuanke.platform.audit.models import AuditEntry
from tuanke.platform.preferences.models import SavedView

BIG = "orders_min=8&sort=-orders"


def save(browser: Any, name: str, query: str = BIG, **sent: str) -> str:
    """Save what is seen as a view; gives its address."""
    page = browser.get(f"/customers/?{query}")
    form = form_to(page, "/customers/views/")
    return str(browser.post(form.action, {**form.values, "name": name, **sent})["Location"])


def tabs(page: Any) -> list[str]:
    found = re.search(r'<nav class="tabs-line".*?</nav>', page.content.decode(), flags=re.DOTALL)
    lines = re.findall(r"<a [^>]*>(.*?)</a>", found[0]) if found else []
    return [re.sub(r"<span>.*", "", line) for line in lines]


def press(browser: Any, address: str, do: str, **sent: str) -> Any:
    """One of the buttons of the open view."""
    (form,) = [
        form for form in forms(browser.get(address)) if re.search(r"/views/[0-9a-f-]{36}/$", form.action)
    ]
    return browser.post(form.action, {**form.values, "do": do, **sent})["Location"]


def test_a_view_keeps_filters_order_and_columns_but_not_whom_one_searched(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    choose(browser, column=["orders", "tags"])
    address = save(browser, "大客户", f"{BIG}&q=张三&page=2")
    choose(browser, reset="1")

    page = browser.get(address)

    assert "q=" not in address
    assert names(page) == ["王五", "周八", "张三"]
    assert len(heads(page)) == 3
    assert len(heads(browser.get("/customers/"))) > 3
    assert tabs(browser.get("/customers/"))[1:] == ["大客户"]


def test_ones_own_views_are_ones_own_and_shared_ones_everybodys(shop: Shop) -> None:
    save(shop.sign_in("chen"), "给大家", shared="1")
    save(shop.sign_in("chen"), "给自己")
    save(shop.sign_in("wangfang"), "想给大家", shared="1")

    assert tabs(shop.sign_in("chen").get("/customers/"))[1:] == ["给大家", "给自己"]
    assert tabs(shop.sign_in("lihua").get("/customers/"))[1:] == ["给大家"]
    assert tabs(shop.sign_in("wangfang").get("/customers/"))[1:] == ["给大家", "想给大家"]
    assert [entry.changes["name"] for entry in AuditEntry.objects.filter(action="view.saved")] == ["给大家"]


def test_a_shared_view_shows_each_only_what_they_may_see(shop: Shop) -> None:
    address = save(shop.sign_in("chen"), "给大家", shared="1")

    assert names(shop.sign_in("lihua").get(address)) == []
    assert "张三" not in shop.sign_in("sun").get(address).content.decode()


def test_a_shared_view_is_changed_by_who_may_share_only(shop: Shop) -> None:
    address = save(shop.sign_in("chen"), "给大家", shared="1")

    page = shop.sign_in("wangfang").get(address)
    assert not [form for form in forms(page) if re.search(r"/views/[0-9a-f-]{36}/$", form.action)]
    press(shop.sign_in("lin"), address, "rename", name="店长改的")
    assert SavedView.objects.get().name == "店长改的"

    choose_in(shop.sign_in("wangfang"), address, ["orders"])
    assert len(heads(shop.sign_in("chen").get(address))) > 2, "her columns are hers"
    choose_in(shop.sign_in("lin"), address, ["orders"])
    assert len(heads(shop.sign_in("chen").get(address))) == 2


def choose_in(browser: Any, address: str, columns: list[str]) -> None:
    browser.post("/customers/columns/", {"query": address.split("?")[1], "column": columns})


def test_a_view_is_brought_up_to_date(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    address = save(browser, "大客户")

    changed = press(browser, address.replace("orders_min=8", "orders_min=12"), "update")

    assert names(browser.get(changed)) == ["张三"]
    assert SavedView.objects.get().query == "orders_min=12&sort=-orders"


def test_a_removed_view_comes_back_with_one_press(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    address = save(browser, "大客户")

    after = browser.get(press(browser, address, "remove"))
    assert tabs(after) == []
    form = form_to(after, "/restore/")
    back = browser.get(browser.post(form.action)["Location"])

    assert tabs(back)[1:] == ["大客户"]
    assert names(back) == ["王五", "周八", "张三"]


def test_a_name_is_used_once_and_never_blank(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    save(browser, "大客户")

    for name in ("大客户", "  ", "长" * 41):
        assert "alert-danger" in browser.get(save(browser, name)).content.decode()

    assert SavedView.objects.count() == 1
    assert text(browser.get("/customers/"))
