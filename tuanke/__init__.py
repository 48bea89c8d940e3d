"""Tuanke 团客 turns group-buying customers into repeat customers."""
