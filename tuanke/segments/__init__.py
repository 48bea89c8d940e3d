"""Groups of customers by rule: saving, counting and listing who is in. Not campaigns, not static history."""
