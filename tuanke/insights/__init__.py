"""The customer mathematics: Ibis expressions and small fits. Pure: no clock, no database, no Django."""
