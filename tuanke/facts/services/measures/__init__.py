"""The shop-wide reports: each a function of the facts and the run, in plain values."""
