"""Codes of refusals and rejects in words: what is wrong, where, and what to do."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from tuanke.ui.files.key_names import in_words

REFUSALS: Mapping[str, str] = {
    "cell_too_long": gettext_noop("Line %(line)s is far too long or has a cell of more than 131,072 characters; mostly a quotation mark that is never closed. Correct that line and try again."),
    "damaged": gettext_noop("The file is damaged: it ends too early or was cut. Export it again."),
    "empty_file": gettext_noop("The file is empty. Export it again."),
    "export_lacks": gettext_noop("This export (%(label)s) has no %(keys)s, so it cannot be read as orders. Choose another export of the platform."),
    "is_contacts_file": gettext_noop("This is a list of customers, not of orders. Import it as customers."),
    "is_details_file": gettext_noop("This file has only the lines of orders. Give it together with the order list."),
    "is_orders_file": gettext_noop("This is a list of orders, not of customers. Import it as orders."),
    "no_buyer": gettext_noop("This export (%(label)s) names no buyer, so its orders belong to nobody. Export the order list with buyer or receiver, or add a column that says who bought."),
    "not_a_pair": gettext_noop("These two files are not an order list and its details."),
    "encrypted": gettext_noop("The workbook is protected by a password. Save it without one and try again."),
    "html_as_xls": gettext_noop("This is a web page without a table of rows, saved with an Excel ending; perhaps the sign-in had run out. Export it again."),
    "key_twice": gettext_noop("The mapping names %(key)s twice."),
    "map_syntax": gettext_noop("The mapping cannot be read: %(text)s. Write it as key=Column,key=Column."),
    "missing_key": gettext_noop("No column was found for: %(keys)s. Say which columns they are."),
    "no_header": gettext_noop("No header row was found in the first ten rows. Check that this is the right sheet, or say which column number is which."),
    "no_rows": gettext_noop("The file has a header but no rows. Check the period of the export."),
    "not_readable": gettext_noop("The file cannot be opened."),
    "sheet_missing": gettext_noop("The sheet %(sheet)s is not in the workbook; it has %(sheets)s."),
    "too_large": gettext_noop("The file is too large. Export a shorter period and import the parts one after the other."),
    "too_wide": gettext_noop("The file has %(columns)s columns; more than %(limit)s cannot be an export. Delete those that are not needed and try again."),
    "two_columns_for_key": gettext_noop("Two columns claim to be %(key)s: %(columns)s. Say which one it is."),
    "unclosed_quote": gettext_noop("A quotation mark opened in line %(line)s is never closed. Correct that line and try again."),
    "unknown_column": gettext_noop("The file has no column %(column)s. Close to it: %(suggestions)s."),
    "unknown_encoding": gettext_noop("The encoding %(encoding)s is not known."),
    "unknown_format": gettext_noop("This is no table: csv, tsv, xlsx, xls and parquet can be read, each also as .gz."),
    "unknown_key": gettext_noop("The mapping names %(key)s, which is not known. Close to it: %(suggestions)s."),
    "unknown_preset": gettext_noop("There is no preset %(preset)s. Known are %(presets)s."),
    "zip_bomb": gettext_noop("The workbook unpacks to an absurd size and was not opened. Copy the table alone into a new workbook and import that."),
}  # fmt: skip

REJECTS: Mapping[str, str] = {
    "too_many_cells": gettext_noop("more cells than the header has columns"),
    "contact_blank": gettext_noop("neither number, name nor a way to be reached"),
    "contact_masked": gettext_noop("the contact is masked or unusable, and there is no name"),
    "detail_without_order": gettext_noop("in the file of details: its order is not in the order list"),
    "customer_blank": gettext_noop("no customer"),
    "customer_masked": gettext_noop("the customer is masked, so nobody can be told apart"),
    "date_blank": gettext_noop("no date"),
    "date_invalid": gettext_noop("not a date"),
    "date_ambiguous": gettext_noop("day and month cannot be told apart"),
    "amount_blank": gettext_noop("no amount"),
    "amount_invalid": gettext_noop("the amount is not a number"),
    "quantity_blank": gettext_noop("no quantity"),
    "quantity_invalid": gettext_noop("the quantity is not a number"),
    "unit_price_blank": gettext_noop("no unit price"),
    "unit_price_invalid": gettext_noop("the unit price is not a number"),
}


def refusal_sentence(code: str, params: Mapping[str, object]) -> str:
    """`params` as FileRefused carries them: lists are enumerated, keys named, a preset's label in our language."""
    sentence = _(REFUSALS[code]) % {name: _shown(name, value) for name, value in params.items()}
    near = params.get("near")
    if not isinstance(near, Mapping) or not near:
        return sentence
    guesses = "; ".join(f"{in_words([key])}: {', '.join(headers)}" for key, headers in near.items())
    perhaps = _("Perhaps: %(guesses)s.") % {"guesses": guesses}
    return f"{sentence} {perhaps}"


def _shown(name: str, value: object) -> object:
    if name == "label" and isinstance(value, Mapping):
        return value["zh" if (get_language() or "").startswith("zh") else "en"]
    if isinstance(value, Sequence) and not isinstance(value, str):
        texts = list(map(str, value))
        return in_words(texts) if name == "keys" else ", ".join(texts)
    return in_words([value]) if name == "key" and isinstance(value, str) else value


def reject_sentence(code: str, _key: str | None, column: str | None, value: str | None) -> str:
    """What is wrong with a row, in which column, and what stands there."""
    sentence = _(REJECTS[code])
    if column is None:
        return sentence
    return f"{column}: {sentence}" + (f" ({value[:60]})" if value else "")
