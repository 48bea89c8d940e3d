"""How customers buy: how often, for how much, what together and when. One question, one function."""
