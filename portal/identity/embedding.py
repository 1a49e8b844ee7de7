"""The token that shows one member's ladder inside the vendor's product, for a few minutes and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from portal.domain.preferences import Theme
from portal.identity.tokens import Rejected

LIFETIME: Final = timedelta(minutes=5)
AUDIENCE: Final = "embed"
ALGORITHM: Final = "HS256"


@dataclass(frozen=True, slots=True)
class EmbedToken:
    """Whose ladder is shown, and how the product around it looks and speaks; None leaves that to the member."""

    account_id: UUID
    member_id: UUID
    theme: Theme | None = None
    language: str | None = None


def sign(secret_key: str, token: EmbedToken, now: datetime) -> str:
    """The token as text that nobody else can make or change."""
    claims = {
        "aud": AUDIENCE,
        "sub": str(token.member_id),
        "account": str(token.account_id),
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        "theme": token.theme,
        "language": token.language,
    }
    return jwt.encode({"alg": ALGORITHM}, claims, _key(secret_key))


def read(secret_key: str, text: str, now: datetime) -> EmbedToken:
    """The token again. Raises Rejected where it was not made here for this, was changed, or has ended."""
    try:
        claims = jwt.decode(text, _key(secret_key), algorithms=[ALGORITHM]).claims
        if claims["aud"] != AUDIENCE or now.timestamp() >= claims["exp"]:
            message = "the token is for something else, or has ended"
            raise Rejected(message)
        theme = Theme(claims["theme"]) if claims["theme"] else None
        return EmbedToken(UUID(claims["account"]), UUID(claims["sub"]), theme, claims["language"])
    except (JoseError, KeyError, TypeError, ValueError) as error:
        message = "the token was not made here"
        raise Rejected(message) from error


@lru_cache
def _key(secret_key: str) -> OctKey:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"portal:embed token").derive(secret_key.encode())
    return OctKey.import_key(derived)
