"""`tuanke analyze`: an order file in; a report, the customers and a summary out; keeps nothing, serves nobody."""
