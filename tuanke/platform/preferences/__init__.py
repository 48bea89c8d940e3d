"""One person's language, theme and columns, and what the shop says about itself."""
