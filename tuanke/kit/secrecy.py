"""Contact details at rest: AES-GCM for the value, HMAC with another key for exact search."""

import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
VERSION = b"\x01"


class FieldCipher:
    """Encrypts short texts. Keys are hex texts of 32 bytes; equal texts give different ciphertexts."""

    def __init__(self, field_key: str, index_key: str) -> None:
        self._cipher = AESGCM(bytes.fromhex(field_key))
        self._index_key = bytes.fromhex(index_key)

    def encrypt(self, text: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, text.encode(), None)

    def decrypt(self, value: bytes) -> str:
        """Raises cryptography.exceptions.InvalidTag for a changed value or another deployment's key."""
        nonce, sealed = value[1 : 1 + NONCE_BYTES], value[1 + NONCE_BYTES :]
        return self._cipher.decrypt(nonce, sealed, None).decode()

    def blind_index(self, text: str) -> bytes:
        """The same 32 bytes for the same text: finds it, without telling it to who lacks the key."""
        return hmac.digest(self._index_key, text.encode(), "sha256")
