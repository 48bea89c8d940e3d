"""Reading a page the way a person does: its text, its forms and what stands in them."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Attributes = dict[str, str]


@dataclass
class Form:
    action: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[Attributes] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    is_file: bool = False


def forms(response: Any, *, posted: bool = True) -> list[Form]:
    reader = _Forms()
    reader.feed(response.content.decode())
    return [form for method, form in reader.found if (method == "post") == posted]


def form_to(response: Any, ending: str) -> Form:
    """The page's form that posts to an address with this ending, or to the page itself where none is given."""
    found = [form for form in forms(response) if form.action.endswith(ending)]
    (form,) = found if ending else [form for form in found if not form.action]
    return form


def text(response: Any) -> str:
    """What can be read on the page, on one line."""
    page = response.content.decode()
    page = re.sub(r"<(script|style|option|select)\b.*?</\1>", " ", page, flags=re.DOTALL)
    main = re.search(r"<main\b.*</main>", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main[0] if main else page))).strip()


def figures(response: Any) -> dict[str, str]:
    """The page's big numbers by their names, without the small print below them."""
    page = response.content.decode()
    found = re.findall(
        r'<div class="figure"><dt>(.*?)</dt><dd[^>]*>(.*?)(?:<small|</dd>)', page, flags=re.DOTALL
    )
    return {html.unescape(name): html.unescape(value).strip() for name, value in found}


def rows(response: Any) -> list[list[str]]:
    """The cells of every table row of the page."""
    page = response.content.decode()
    return [
        [
            re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", cell))).strip()
            for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, flags=re.DOTALL)
        ]
        for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", page, flags=re.DOTALL)
    ]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Form]] = []
        self._form: Form | None = None
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.found.append((given.get("method", "get").lower(), self._form))
        elif self._form is not None:
            self._control(tag, given, self._form)

    def _control(self, tag: str, given: Attributes, form: Form) -> None:
        name = given.get("name", "")
        if tag == "button":
            form.buttons.append(given)
        elif tag == "input":
            self._input(given, form, name)
        elif tag == "select":
            self._select = name
            form.options[name] = []
        elif tag == "option" and self._select:
            form.options[self._select].append(given.get("value", ""))
            if "selected" in given or self._select not in form.values:
                form.values[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = ""

    @staticmethod
    def _input(given: Attributes, form: Form, name: str) -> None:
        kind = given.get("type", "text")
        if kind == "file":
            form.is_file = True
        elif kind in {"radio", "checkbox"} and "checked" not in given:
            form.options.setdefault(name, []).append(given.get("value", "on"))
        elif name != "csrfmiddlewaretoken":
            form.values[name] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        if self._textarea and self._form is not None:
            self._form.values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""
