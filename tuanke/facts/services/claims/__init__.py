"""What is asked of the shop's own numbers, the claims that stand, and their people."""
