"""What one person of the staff likes: language, theme, columns."""
