"""Who buys for a festival, and when such a customer orders next: before the next one, however the moon moves it."""
