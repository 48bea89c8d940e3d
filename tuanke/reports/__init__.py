"""What a report asks, the reports a shop keeps, and their delivery by mail. Not the figures of the analytics page."""
