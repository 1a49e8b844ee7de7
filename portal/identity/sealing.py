"""Keeping secrets at rest: encrypted and authenticated under the installation's secret key."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unsealable(Exception):
    """The sealed text is damaged, too old, for another purpose, or from another secret key."""


class Sealer:
    """Seals text for one purpose; what was sealed for another purpose does not open."""

    def __init__(self, secret_key: str, purpose: str) -> None:
        self._fernet = _fernet(secret_key, purpose)

    def seal(self, text: str, now: datetime) -> bytes:
        """The text as URL-safe bytes nobody can read or change."""
        return self._fernet.encrypt_at_time(text.encode(), int(now.timestamp()))

    def unseal(self, sealed: bytes | str, *, max_age: timedelta | None = None, now: datetime | None = None) -> str:
        """The text again. Raises Unsealable, also where it is older than `max_age` (which needs `now`)."""
        try:
            if max_age is None or now is None:
                return self._fernet.decrypt(sealed).decode()
            seconds = int(max_age.total_seconds())
            return self._fernet.decrypt_at_time(sealed, seconds, int(now.timestamp())).decode()
        except (InvalidToken, UnicodeError, ValueError) as error:
            message = "This text was not sealed here, for this, and recently enough."
            raise Unsealable(message) from error


@lru_cache
def _fernet(secret_key: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"portal:{purpose}".encode()).derive(secret_key.encode())
    return Fernet(urlsafe_b64encode(derived))
