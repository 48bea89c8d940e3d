"""Reading merchants' files: sniff, decode, find the header, map columns to keys, decide which rows are valid.

Pure: no database, no words. A whole file is refused with `refusal.FileRefused(code, **params)`; a row is
rejected with a code; the caller puts codes into sentences. Start at `orders.read_orders`.
"""
