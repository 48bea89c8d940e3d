"""Small pure tools that rooms share: money, secrecy, lunar days, conditions, reading files. No models, no Django."""
