"""A visitor of the pages without a browser: keeps cookies, fills in forms as they stand."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path


@dataclass(frozen=True)
class Page:
    path: str
    status: int
    text: str


class Visitor:
    def __init__(self, url: str) -> None:
        self._url = url
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def get(self, path: str) -> Page:
        return self._open(urllib.request.Request(self._url + path))

    def post(self, path: str, fields: dict[str, str], file: Path | None = None, *, form_on: str = "") -> Page:
        """Open the page, or the one its form is on, fill in the form and send it."""
        typed = {**form_values(self.get(form_on or path).text), **fields}
        body, kind = _multipart(typed, file)
        request = urllib.request.Request(self._url + path, data=body, headers={"Content-Type": kind})
        return self._open(request)

    def import_file(self, path: Path, source: str = "") -> Page:
        """The three steps of the import page; the work then runs in the worker."""
        columns = self.post("/imports/new/", {}, path)
        assert columns.path.endswith("/columns/"), columns.text
        look = self.post(columns.path, {"source": source} if source else {})
        assert look.path.endswith("/start/"), look.text
        return self.post(look.path, {})

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return _page(answer.url, answer.status, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return _page(error.url, error.code, error.read())


def _page(url: str, status: int, body: bytes) -> Page:
    return Page(urllib.parse.urlsplit(url).path, status, body.decode())


def form_values(html: str) -> dict[str, str]:
    """What the page's fields hold as they come: hidden and typed values, chosen options."""
    reader = _Fields()
    reader.feed(html[html.index("<main") :] if "<main" in html else html)
    return reader.values


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in given and given.get("type") not in {"file", "radio", "checkbox"}:
            self.values[given["name"]] = given.get("value", "")
        if tag == "select":
            self._select = given["name"]
        if tag == "option" and ("selected" in given or self._select not in self.values):
            self.values[self._select] = given.get("value", "")


def _multipart(fields: dict[str, str], file: Path | None) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file is not None:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
        parts += [head.encode(), file.read_bytes(), b"\r\n"]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"
