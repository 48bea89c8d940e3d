"""Whom to care for today and why; what was done about it."""
