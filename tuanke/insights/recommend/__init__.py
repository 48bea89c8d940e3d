"""What a customer may want next: to buy again, to discover, to join. Arrays in, Arrow tables out."""
