"""Which per mille of a stable sample a customer is in: integer arithmetic that every engine does alike.

A permutation of the numbers below a prime (x ↦ x⁵ over an affine step that the salt chooses), so that
neighbouring numbers share nothing. Every product stays below 2⁶³. Written for anything with `+ * %`: an
integer, a column of Ibis, an expression of Django.
"""

import hashlib
from typing import Any

PRIME = 2**31 - 1
BUCKETS = 1000


def bucket_of(customer_id: Any, salt: str) -> Any:
    digest = hashlib.sha256(salt.encode()).digest()
    factor = 1 + int.from_bytes(digest[:8]) % (PRIME - 1)
    offset = int.from_bytes(digest[8:16]) % PRIME
    x = (customer_id % PRIME * factor + offset) % PRIME
    square = x * x % PRIME
    fourth = square * square % PRIME
    return fourth * x % PRIME % BUCKETS
