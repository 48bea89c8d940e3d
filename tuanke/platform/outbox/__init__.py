"""Events written in the transaction that causes them and delivered to their handlers exactly once each."""
