"""Codes of refusals and rejects in words: what is wrong, where, and what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

REFUSALS: Mapping[str, str] = {
    "cell_too_long": gettext_noop("Line %(line)s has a cell of more than 131,072 characters; mostly a quotation mark that is never closed. Correct that line and try again."),
    "damaged": gettext_noop("The file is damaged: it ends too early or was cut. Export it again."),
    "empty_file": gettext_noop("The file is empty. Export it again."),
    "encrypted": gettext_noop("The workbook is protected by a password. Save it without one and try again."),
    "html_as_xls": gettext_noop("This is a web page saved with an Excel ending. Open it in Excel, save it as .xlsx and try again."),
    "key_twice": gettext_noop("The mapping names %(key)s twice."),
    "map_syntax": gettext_noop("The mapping cannot be read: %(text)s. Write it as key=Column,key=Column."),
    "missing_key": gettext_noop("No column was found for: %(keys)s. Say which columns they are."),
    "no_header": gettext_noop("No header row was found in the first ten rows. Check that this is the right sheet, or say which column number is which."),
    "no_rows": gettext_noop("The file has a header but no rows. Check the period of the export."),
    "not_readable": gettext_noop("The file cannot be opened."),
    "sheet_missing": gettext_noop("The sheet %(sheet)s is not in the workbook; it has %(sheets)s."),
    "too_large": gettext_noop("The file is too large. Export a shorter period and import the parts one after the other."),
    "too_wide": gettext_noop("The file has %(columns)s columns; more than %(limit)s cannot be an order export."),
    "two_columns_for_key": gettext_noop("Two columns claim to be %(key)s: %(columns)s. Say which one it is."),
    "unclosed_quote": gettext_noop("A quotation mark opened in line %(line)s is never closed. Correct that line and try again."),
    "unknown_column": gettext_noop("The file has no column %(column)s. Close to it: %(suggestions)s."),
    "unknown_encoding": gettext_noop("The encoding %(encoding)s is not known."),
    "unknown_format": gettext_noop("This is no table: csv, tsv, xlsx, xls and parquet can be read, each also as .gz."),
    "unknown_key": gettext_noop("The mapping names %(key)s, which is not known. Close to it: %(suggestions)s."),
    "unknown_preset": gettext_noop("There is no preset %(preset)s. Known are %(presets)s."),
    "zip_bomb": gettext_noop("The workbook unpacks to an absurd size and was not opened."),
}  # fmt: skip

REJECTS: Mapping[str, str] = {
    "too_many_cells": gettext_noop("more cells than the header has columns"),
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
    return _(REFUSALS[code]) % params


def reject_sentence(code: str, _key: str | None, column: str | None, value: str | None) -> str:
    """What is wrong with a row, in which column, and what stands there."""
    sentence = _(REJECTS[code])
    if column is None:
        return sentence
    return f"{column}: {sentence}" + (f" ({value[:60]})" if value else "")
