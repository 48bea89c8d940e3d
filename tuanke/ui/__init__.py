"""Base layouts, components, tokens and icons; knows no data."""
