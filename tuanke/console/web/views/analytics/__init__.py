"""The analytics pages: one question each, read off the reports of the last scoring."""
