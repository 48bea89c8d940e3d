"""The append-only, hash-chained record of who changed or looked at what."""
