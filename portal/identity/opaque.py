"""Random values that only their holder knows; the database keeps their hash."""

import hashlib
import secrets


def new_token() -> str:
    """43 URL-safe characters that nobody can guess."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What the database keeps of a token: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
