from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from tuanke.ui.markup import html, joined

PATTERN = '<a href="{}">{}</a>'


@given(st.text(), st.text())
def test_whatever_is_typed_is_escaped_as_django_does(address: str, text: str) -> None:
    assert html(PATTERN, address, text) == format_html(PATTERN, address, text)


def test_markup_within_markup_stays() -> None:
    inner = html("<b>{}</b>", "<3")
    assert html("<p>{}</p>", inner) == "<p><b>&lt;3</b></p>"
    assert isinstance(joined([inner, inner]), SafeString)


def test_what_is_to_be_translated_is_escaped_too() -> None:
    assert html("{}", gettext_lazy("<b>")) == "&lt;b&gt;"
