"""Synthetic exports of every platform: the headers are the platforms' own, every value is made up."""
