"""The pictures of the READMEs: `python tools/screens.py ADDRESS USER PASSWORD` against a running demo."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screens"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = {"today": "/today/", "analytics": "/analytics/"}
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def main(address: str, user: str, password: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        _sign_in(page, address, user, password)
        for short, language in LANGUAGES.items():
            _speak(page, address, language)
            for name, path in PAGES.items():
                page.goto(address + path)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=FOLDER / f"{name}-{short}.png")
        browser.close()


def _sign_in(page: Page, address: str, user: str, password: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", password)
    page.click("form button.btn-primary")
    page.wait_for_url("**/today/")


def _speak(page: Page, address: str, language: str) -> None:
    """The switch in the page's head offers the other language, if this is not it already."""
    page.goto(f"{address}/today/")
    switch = page.locator(f"button[name=language][value={language}]")
    if switch.count():
        switch.click()
        page.wait_for_load_state()


if __name__ == "__main__":
    main(*sys.argv[1:4])
