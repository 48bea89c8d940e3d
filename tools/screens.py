"""The pictures of the READMEs, `make screens`: a demo shop of its own, its pages in Chromium, WebP in docs/screens."""

import base64
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screens"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
READY_SECONDS = 600
LARGEST = 120_000  # bytes of one picture
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
PAGES = {
    "today": "/today/",
    "customers": "/customers/",
    "customer": "/customers/{uid}/",
    "why": "/classes/{uid}/value/",
    "segment": "/segments/new/?ready=leaving",
    "analytics": "/analytics/",
    "cohorts": "/analytics/cohorts/",
    "rfm": "/analytics/rfm/",
    "report": "/reports/built-in/repeat-orders/",
    "import": "/imports/new/",
}
DARK, ON_PHONE = ("today", "analytics"), ("today", "customer")
TO_WEBP = """async ([png, quality]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tk-") as folder:
        log = Path(folder) / "log"
        shop = _start(Path(folder) / "d", log)
        try:
            _take(*_signed_in(log, shop))
        finally:
            shop.send_signal(signal.SIGINT)
            shop.wait(60)


def _start(data: Path, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tuanke.config.cli", "up", "--demo", "--port", _free_port()]
    with log.open("wb") as out:
        return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "TUANKE_DATA": str(data)}, stdout=out)


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _signed_in(log: Path, shop: subprocess.Popen[bytes]) -> tuple[str, str, str]:
    """Address, user and password, as the shop prints them once it is ready."""
    for _second in range(READY_SECONDS):
        printed = log.read_text("utf-8")
        if found := re.search(r"ready: (\S+)\nSign in as (\S+) with (\S+)", printed):
            return found[1], found[2], found[3]
        if shop.poll() is not None:
            break
        time.sleep(1)
    message = "The demo shop did not start."
    raise SystemExit(message)


def _take(address: str, user: str, password: str) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        context = browser.new_context(base_url=address, viewport=DESK)
        _sign_in(context.new_page(), user, password)
        painter = browser.new_page()
        for short, language in LANGUAGES.items():
            uid = _speak(context, language)
            for theme in ("light", "dark"):
                _take_all(browser, context, painter, uid, short=short, theme=theme)
        browser.close()


def _take_all(
    browser: Browser, signed_in: BrowserContext, painter: Page, uid: str, *, short: str, theme: str
) -> None:
    desk = PAGES if theme == "light" else dict.fromkeys(DARK)
    wanted = [(DESK, name, name) for name in desk]
    if theme == "light":
        wanted += [(PHONE, name, f"phone-{name}") for name in ON_PHONE]
    for viewport, name, called in wanted:
        context = browser.new_context(
            base_url=signed_in.pages[0].url.split("/today/")[0],
            storage_state=signed_in.storage_state(),
            viewport=viewport,
            color_scheme="dark" if theme == "dark" else "light",
        )
        page = context.new_page()
        page.goto(PAGES[name].format(uid=uid))
        page.wait_for_load_state("networkidle")
        ending = "-dark" if theme == "dark" else ""
        _save(painter, page.screenshot(), FOLDER / f"{called}-{short}{ending}.webp")
        context.close()


def _save(painter: Page, png: bytes, path: Path) -> None:
    for quality in (0.9, 0.8, 0.65, 0.5):
        webp = base64.b64decode(painter.evaluate(TO_WEBP, [base64.b64encode(png).decode(), quality]))
        if len(webp) <= LARGEST:
            break
    path.write_bytes(webp)


def _sign_in(page: Page, user: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", password)
    page.click("form button.btn-primary")
    page.wait_for_url("**/today/")


def _speak(context: BrowserContext, language: str) -> str:
    """Choose the language; gives the customer at the head of today's list."""
    page = context.pages[0]
    page.goto("/today/")
    switch = page.locator(f"button[name=language][value={language}]")
    if switch.count():
        switch.click()
        page.wait_for_selector(f"html[lang={language}]")
    first = page.locator(".today-line a[href^='/customers/']").first.get_attribute("href")
    return str(first).split("/")[2]


if __name__ == "__main__":
    main()
