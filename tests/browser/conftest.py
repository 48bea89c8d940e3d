"""Real Chromium before a real deployment: its own headers, its collected static files, its worker."""

import csv
import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.screens import screens
from tests.browser.watch import Watch, watched
from tests.commands.shop import Shop, shop_with_tables
from tests.commands.visitor import Visitor
from tuanke.config.demo.files import DemoFile, write_files

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CUSTOMERS = 300
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}

OpenContext = Callable[..., BrowserContext]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def shop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo shop, small, brought in through the command line while it runs."""
    with ExitStack() as stack:
        shop = shop_with_tables()
        stack.callback(shop.close)
        shop.up()
        for command in import_commands(tmp_path_factory.mktemp("demo")):
            done = shop.run(*command)
            assert done.returncode == 0, done.stderr
        shop.wait_until_quiet()
        yield shop


@pytest.fixture(scope="package")
def owner(shop: Shop) -> Visitor:
    return shop.owner()


@pytest.fixture(scope="package")
def signed_in(browser: Browser, shop: Shop, owner: Visitor) -> Any:
    """The cookies of the owner, who signed in by the page."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(shop.url)
    page.fill("[name=login]", "boss")
    page.fill("[name=password]", "quiet-harbour-42")
    page.click("main button")
    page.wait_for_url("**/today/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="package")
def paths(shop: Shop, owner: Visitor, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return screens(shop, owner, tmp_path_factory.mktemp("screens"))


@pytest.fixture
def open_context(browser: Browser, shop: Shop, signed_in: Any) -> Iterator[OpenContext]:
    with ExitStack() as stack:

        def opened(**options: Any) -> BrowserContext:
            context = browser.new_context(base_url=shop.url, **{"storage_state": signed_in, **options})
            context.set_default_timeout(10_000)
            stack.callback(context.close)
            return context

        yield opened


@pytest.fixture
def screen(open_context: OpenContext) -> Iterator[Watch]:
    """The owner's page at a desk; a complaint of the browser fails the test."""
    watch = watched(open_context(viewport={"width": 1440, "height": 900}))
    yield watch
    assert watch.complaints == []


def import_commands(folder: Path) -> list[list[str]]:
    """One file of the platform's orders, one of the organisations'."""
    files = write_files(folder, today=dt.datetime.now().date(), customers=CUSTOMERS)  # noqa: DTZ005
    youzan = [file for file in files if file.source == "youzan"]
    (bulk,) = (file for file in files if file.source == "bulk")
    mapping = ",".join(f"{key}={column}" for key, column in bulk.mapping.items())
    return [
        ["import", str(joined(folder / "youzan.csv", youzan)), "--preset", str(youzan[0].preset)],
        ["import", str(bulk.path), "--map", mapping, "--source", "bulk"],
    ]


def joined(path: Path, files: list[DemoFile]) -> Path:
    """The half years in one file."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        for number, file in enumerate(files):
            with file.path.open(encoding="utf-8-sig", newline="") as part:
                rows = csv.reader(part)
                header = next(rows)
                writer.writerows([header, *rows] if number == 0 else rows)
    return path
