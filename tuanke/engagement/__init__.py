"""What happened with a customer, append-only: the timeline."""
