import gettext
from pathlib import Path

import polib
import pytest

from tools.compile_messages import compile_catalogue
from tools.i18n import Message, messages_in, messages_of, problems, updated

PYTHON = """
from django.utils.translation import gettext as _, gettext_noop, ngettext, pgettext_lazy

WORDS = {"a": gettext_noop("no customer")}
_("Save")
_("two "
  "parts")
ngettext("%(n)s order", "%(n)s orders", n) % {"n": n}
pgettext_lazy("class", "Lost")
print("not a message", _(name))
"""
TEMPLATE = """
<div>
      {% translate "Sign in" %} don't
   {% translate 'Lost' context 'class' as title %}
  {% blocktranslate trimmed count n=rows with who=user.name %}
    {{ who }} has
    one row
  {% plural %}
    {{ who }} has {{ n }} rows
  {% endblocktranslate %}
{% include "x.html" with title=_("Title") %}
{# translate "not this" #}
{% comment %}{% translate "nor this" %}{% endcomment %}
</div>
"""


def found_in(text: str, path: str) -> list[tuple[str, str, str]]:
    return [(message.context, message.text, message.plural) for message in messages_in(text, path)]


def message(text: str, plural: str = "") -> dict[tuple[str, str], Message]:
    return {("", text): Message(text, plural, files={"a.py"})}


def entry(msgid: str, msgstr: str, **more: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def test_messages_of_python() -> None:
    assert found_in(PYTHON, "a.py") == [
        ("", "no customer", ""),
        ("", "Save", ""),
        ("", "two parts", ""),
        ("", "%(n)s order", "%(n)s orders"),
        ("class", "Lost", ""),
    ]


def test_messages_of_a_template() -> None:
    assert found_in(TEMPLATE, "a.html") == [
        ("", "Sign in", ""),
        ("class", "Lost", ""),
        ("", "%(who)s has one row", "%(who)s has %(n)s rows"),
        ("", "Title", ""),
    ]


def test_the_product_is_read_without_its_tests(tmp_path: Path) -> None:
    files = {
        "tuanke/orders/services/a.py": '_("One")',
        "tuanke/orders/tests/test_a.py": '_("Two")',
        "tuanke/orders/templates/orders/a.html": '{% translate "One" %}',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    [only] = messages_of(tmp_path).values()

    assert only.text == "One"
    assert only.files == {"tuanke/orders/services/a.py", "tuanke/orders/templates/orders/a.html"}


def test_update_keeps_translations_adds_and_drops() -> None:
    old = [entry("Kept", "保留"), entry("Gone", "没了"), entry("Doubtful", "可疑", flags=["fuzzy"])]
    messages = {**message("Kept"), **message("New %(n)s"), **message("Doubtful")}

    catalogue = updated(messages, old)

    assert [(one.msgid, one.msgstr) for one in catalogue] == [
        ("Doubtful", "可疑"),
        ("Kept", "保留"),
        ("New %(n)s", ""),
    ]
    assert catalogue[0].fuzzy
    assert str(catalogue[1]) == '#: a.py\nmsgid "Kept"\nmsgstr "保留"\n'


def test_update_twice_changes_nothing() -> None:
    messages = {**message("%(n)s order", "%(n)s orders"), **message("Save")}
    once = updated(messages, [])
    once[0].msgstr_plural = {0: "%(n)s 个订单"}

    again = updated(messages, polib.pofile(str(once)))

    assert str(again) == str(once)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "problem"),
    [
        ("Save", "", "untranslated"),
        ("%(n)s rows", "行", "placeholders differ, expected %(n)s"),
        ("%(n)s rows", "%(m)s 行", "placeholders differ, expected %(n)s"),
        ("Hello {name}", "你好 {nme}", "placeholders differ, expected {name}"),
        ("Save", "保存 %(n)s", "placeholders differ, expected none"),
    ],
)
def test_check_finds(msgid: str, msgstr: str, problem: str) -> None:
    [found] = problems(message(msgid), [entry(msgid, msgstr)])

    assert found == f"{problem}: '{msgid}' (a.py)"


def test_check_finds_what_is_missing_fuzzy_or_gone() -> None:
    entries = [entry("Doubtful", "可疑", flags=["fuzzy"]), entry("Gone", "没了")]

    assert list(problems({**message("Doubtful"), **message("New")}, entries)) == [
        "fuzzy: 'Doubtful' (a.py)",
        "untranslated: 'New' (a.py)",
        "gone from the code: 'Gone'",
    ]


def test_check_finds_chinese_in_an_english_text() -> None:
    entries = [entry("Save 保存", "保存"), entry("Tuanke 团客", "团客")]

    assert list(problems({**message("Save 保存"), **message("Tuanke 团客")}, entries)) == [
        "not English: 'Save 保存' (a.py)"
    ]


def test_check_is_content_with_a_good_catalogue() -> None:
    messages = {**message("%(n)s order", "%(n)s orders"), **message("100%% of {name}"), **message("Save")}
    entries = [
        entry("%(n)s order", "", msgid_plural="%(n)s orders", msgstr_plural={0: "%(n)s 个订单"}),
        entry("100%% of {name}", "{name} 的 100%%"),
        entry("Save", "保存"),
    ]

    assert list(problems(messages, entries)) == []


def test_compiled_catalogue_answers(tmp_path: Path) -> None:
    catalogue = updated(
        {**message("Save"), **message("%(n)s order", "%(n)s orders")}, [entry("Save", "保存")]
    )
    catalogue[0].msgstr_plural = {0: "%(n)s 个订单"}
    catalogue.save(str(tmp_path / "django.po"))

    with compile_catalogue(tmp_path / "django.po").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert compiled.gettext("Save") == "保存"
    assert compiled.ngettext("%(n)s order", "%(n)s orders", 2) == "%(n)s 个订单"
    assert compiled.gettext("Unknown") == "Unknown"
