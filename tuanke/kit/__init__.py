"""Small pure tools that three or more rooms need: money, time, ids, reading files. No models, no Django."""
