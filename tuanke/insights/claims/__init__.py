"""Claims about a shop: who or what differs from the others by more than chance, corrected for how much was tried."""
