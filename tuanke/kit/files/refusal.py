"""Why a file as a whole, a row, or a cell was not taken: codes that callers put into words."""

REFUSALS = frozenset(
    {
        "cell_too_long",  # line: a cell beyond 131,072 characters, mostly a quote that is never closed
        "damaged",  # kind
        "empty_file",
        "encrypted",
        "export_lacks",  # preset, label (zh, en), keys
        "html_as_xls",
        "is_contacts_file",
        "is_details_file",
        "is_orders_file",
        "key_twice",  # key
        "map_syntax",  # text
        "missing_key",  # keys, header, near (key → headers that look like it)
        "no_buyer",  # preset, label (zh, en), header
        "no_header",
        "no_rows",
        "not_a_pair",  # the two files are not orders and their details
        "not_readable",  # the path is no readable file
        "sheet_missing",  # sheet, sheets
        "too_large",  # limit (bytes)
        "too_wide",  # columns, limit
        "two_columns_for_key",  # key, columns
        "unclosed_quote",  # line
        "unknown_column",  # column, suggestions
        "unknown_encoding",  # encoding
        "unknown_format",
        "unknown_key",  # key, suggestions
        "unknown_preset",  # preset, presets
        "zip_bomb",
    },
)

REJECTS = frozenset(
    {
        "too_many_cells",
        "contact_blank",
        "contact_masked",
        "detail_without_order",
        "customer_blank",
        "customer_masked",
        "date_blank",
        "date_invalid",
        "date_ambiguous",
        "amount_blank",
        "amount_invalid",
        "quantity_blank",
        "quantity_invalid",
        "unit_price_blank",
        "unit_price_invalid",
    },
)

# optional cells that were left out of rows that are taken
WARNINGS = frozenset(
    {
        "date_invalid",
        "quantity_invalid",
        "unit_price_invalid",
        "discount_invalid",
        "cost_invalid",
        "refund_amount_invalid",
        "points_balance_invalid",
        "stored_value_balance_invalid",
        "growth_value_invalid",
        "birthday_invalid",
        "flag_invalid",
        "digits_lost",
    },
)


class FileRefused(Exception):  # noqa: N818  it reads as what happened: the file was refused
    """The file cannot be read at all. `code` is one of REFUSALS, `params` are the facts for its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        if code not in REFUSALS:
            raise ValueError(f"not a refusal code: {code}")
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({facts})"
