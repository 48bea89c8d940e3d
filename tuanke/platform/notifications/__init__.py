"""What happened that one person of the staff should hear of: told once, read or not."""
