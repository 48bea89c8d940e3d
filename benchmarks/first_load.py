"""Claims: what a browser fetches for its first page is at most 150 KB, and 400 KB where the page draws charts,

as sent over the wire; and all of it comes from this machine. Against: the same, unpacked.

In Chromium with an empty cache, before `tuanke up`'s own web command.
"""

import shutil
from collections.abc import Iterator
from typing import Any

from benchmarks.measure import TENTH, Measure
from benchmarks.serving import serving
from benchmarks.shop import ORDERS, empty_shop, fill, sign_in

PAGES = {
    "/today/": 150,
    "/customers/": 150,
    "/segments/new/": 150,
    "/analytics/": 400,
    "/reports/built-in/trend/": 400,
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def run(size: str) -> Iterator[Measure]:
    from playwright.sync_api import sync_playwright

    with empty_shop() as folder:
        fill(folder, ORDERS[TENTH])  # what a page weighs does not depend on how many customers there are
        session = {name: one.value for name, one in sign_in().cookies.items()}
        with serving() as (port, _), sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
            for page, limit in PAGES.items():
                sent, unpacked = _weigh(chromium, f"http://localhost:{port}", page, session)
                yield Measure(
                    f"first_load:{page}", sent / 1024, "KB", "<=", limit, "unpacked", sent / unpacked, size
                )
            chromium.close()


def _weigh(chromium: Any, base: str, path: str, session: dict[str, str]) -> tuple[int, int]:
    """Bytes over the wire, headers not counted, and bytes as they are read."""
    context = chromium.new_context(base_url=base)
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in session.items()])
    page = context.new_page()
    answers: list[Any] = []

    def keep(answer: Any) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto(path, wait_until="networkidle")
    strangers = [answer.url for answer in answers if not answer.url.startswith((base, "data:"))]
    if strangers:
        raise RuntimeError(f"{path} asks elsewhere: {strangers}")
    sent = sum(answer.request.sizes()["responseBodySize"] for answer in answers)
    unpacked = sum(len(answer.body()) for answer in answers if answer.ok)
    context.close()
    return sent, unpacked
