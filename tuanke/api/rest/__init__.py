"""The REST API: what it accepts, what it answers and how often; the rules are those of the rooms it calls."""
