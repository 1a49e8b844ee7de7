"""API keys: `portal.<id>.<secret><checksum>`. Only the SHA-256 of the secret is ever kept."""

import hmac
import secrets
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

PREFIX: Final = "portal"
ID_BYTES: Final = 8
SECRET_BYTES: Final = 32
CHECKSUM_LENGTH: Final = 8


@dataclass(frozen=True, slots=True)
class Minted:
    """A new key: `key` is shown once, `id` and `secret_hash` are kept."""

    id: str
    key: str
    secret_hash: str


@dataclass(frozen=True, slots=True)
class Presented:
    """A key somebody sent, taken apart; nobody has vouched for it yet."""

    id: str
    secret_hash: str


def mint() -> Minted:
    """A new random key, of letters and digits and two dots, so that it survives every header and address."""
    key_id, secret = secrets.token_hex(ID_BYTES), secrets.token_hex(SECRET_BYTES)
    body = f"{PREFIX}.{key_id}.{secret}"
    return Minted(key_id, body + _checksum(body), _hash(secret))


def parse(key: str) -> Presented | None:
    """Take a key apart, or None where it cannot be one of ours (mistyped, cut off, somebody else's)."""
    body, checksum = key[:-CHECKSUM_LENGTH], key[-CHECKSUM_LENGTH:]
    parts = body.split(".")
    if not key.isascii() or checksum != _checksum(body) or len(parts) != 3 or parts[0] != PREFIX:  # noqa: PLR2004 - as above
        return None
    return Presented(parts[1], _hash(parts[2]))


def matches(presented: Presented, secret_hash: str | None) -> bool:
    """Whether the key is the one whose hash is kept; an unknown one takes as long to refuse as a wrong one."""
    return hmac.compare_digest(presented.secret_hash, secret_hash or "0" * 64)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"
