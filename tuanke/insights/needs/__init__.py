"""What a customer needs most: a low price, quality or service; told from what they do beyond what anybody would.

Every signal is one row per customer: customer_id, n (lines or orders behind it), own (what happened),
expected (of anybody with the same goods), excess and information as `insights.excess.shrunk` takes them.
"""
