"""Somebody who has never seen it, from the home page by what the words say: no address is typed after the first."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.watch import Watch
from tests.commands.orders import write_orders
from tests.commands.shop import Shop


def test_from_a_file_to_a_segment_in_a_file(screen: Watch, shop: Shop, tmp_path: Path) -> None:
    page = screen.page
    page.goto("/")

    import_orders(page, write_orders(tmp_path / "orders.csv", customers=12, orders=30))
    shop.wait_until_quiet()
    lost = see_why_somebody_is_being_lost(page)
    set_their_class_right(page)
    exported = export_those_about_to_be_lost(page)

    assert lost
    assert exported


def import_orders(page: Page, file: Path) -> None:
    page.get_by_role("link", name="导入", exact=True).first.click()
    page.get_by_role("link", name="导入文件").first.click()
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="下一步").click()
    page.wait_for_url("**/columns/")
    page.get_by_label("客户编号来自哪里").fill("newcomer")
    page.get_by_role("button", name="下一步").click()
    page.wait_for_url("**/start/")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_text("已完成", exact=True)).to_be_visible(timeout=30_000)


def see_why_somebody_is_being_lost(page: Page) -> str:
    """Their name."""
    page.get_by_role("link", name="今日", exact=True).first.click()
    page.get_by_role("link", name=re.compile("变冷|刚流失")).first.click()
    line = page.locator("article").first
    name = line.get_by_role("link").first.inner_text()
    line.get_by_title("为什么？").last.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("为什么")
    expect(drawer).to_contain_text("上次下单")
    return name


def set_their_class_right(page: Page) -> None:
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("分得不对").click()
    drawer.get_by_label("正确的类别").select_option(label="活跃")
    drawer.get_by_label("理由").fill("刚打过电话，换了号码还在买")
    drawer.get_by_role("button", name="设为此类").click()
    expect(drawer).to_contain_text("人工设定")
    drawer.get_by_role("button", name="关闭").click()


def export_those_about_to_be_lost(page: Page) -> list[str]:
    """The names in the file."""
    page.get_by_role("link", name="人群", exact=True).first.click()
    page.get_by_role("link", name="新建人群").first.click()
    page.get_by_text("从现成的规则开始").click()
    page.get_by_role("link", name=re.compile("首购未复购")).first.click()
    page.get_by_label("人群名称").fill("等第二单的新客")
    page.get_by_role("button", name="保存人群").click()
    page.wait_for_url(re.compile(r"/segments/[0-9a-f-]{36}/"))
    expect(page.get_by_role("button", name="导出")).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    return [line.split(",")[0] for line in lines[1:]]
