"""Staff, teams, roles, and the one door from a request to what it may see."""
