"""Groups of customers by rule or by hand: who is in, since when and why. Not campaigns, not what is sent."""
