"""`tuanke analyze`: an order file in; a report, a table of customers and a summary out; keeps nothing and serves nobody."""
