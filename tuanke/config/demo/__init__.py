"""The demo shop: export files of an invented merchant, its staff, and how they are loaded and removed."""
