from datetime import timedelta
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from portal.domain.preferences import Theme
from portal.identity.embedding import EmbedToken, read, sign
from portal.identity.tokens import Rejected
from tests.factories import NOW

KEY = "a secret of at least thirty-two characters"
TOKEN = EmbedToken(UUID(int=1), UUID(int=2), Theme.DARK, "de")


def test_a_token_opens_as_it_was_made() -> None:
    assert read(KEY, sign(KEY, TOKEN, NOW), NOW) == TOKEN
    plain = EmbedToken(UUID(int=1), UUID(int=2))
    assert read(KEY, sign(KEY, plain, NOW), NOW) == plain


def test_a_token_lasts_five_minutes() -> None:
    text = sign(KEY, TOKEN, NOW)
    assert read(KEY, text, NOW + timedelta(minutes=4, seconds=59)) == TOKEN
    with pytest.raises(Rejected):
        read(KEY, text, NOW + timedelta(minutes=5))


@pytest.mark.parametrize("text", ["", "x", "a.b.c", sign(KEY, TOKEN, NOW)[:-3], sign(KEY + "!", TOKEN, NOW)])
def test_what_was_not_made_with_the_key_does_not_open(text: str) -> None:
    with pytest.raises(Rejected):
        read(KEY, text, NOW)


def test_a_token_without_a_signature_does_not_open() -> None:
    head, body, _ = sign(KEY, TOKEN, NOW).split(".")
    unsigned = jwt.encode({"alg": "HS256"}, {"aud": "embed"}, OctKey.import_key(b"another key of enough bytes, yes!"))
    for text in (f"{head}.{body}.", unsigned):
        with pytest.raises(Rejected):
            read(KEY, text, NOW)
