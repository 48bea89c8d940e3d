"""Products and their categories. Not prices agreed with a customer, not stock."""
