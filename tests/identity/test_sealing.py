from datetime import UTC, datetime, timedelta

import pytest

from portal.identity.sealing import Sealer, Unsealable

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KEY = "a secret of at least thirty-two characters"
AGE = timedelta(minutes=10)


def test_what_was_sealed_opens() -> None:
    sealed = Sealer(KEY, "ticket").seal("geheim · тайна", NOW)
    assert b"geheim" not in sealed
    assert Sealer(KEY, "ticket").unseal(sealed) == "geheim · тайна"
    assert Sealer(KEY, "ticket").unseal(sealed.decode(), max_age=AGE, now=NOW + AGE) == "geheim · тайна"


@pytest.mark.parametrize("sealer", [Sealer(KEY, "another purpose"), Sealer(KEY + "x", "ticket")])
def test_another_purpose_or_key_does_not_open_it(sealer: Sealer) -> None:
    with pytest.raises(Unsealable):
        sealer.unseal(Sealer(KEY, "ticket").seal("text", NOW))


@pytest.mark.parametrize("sealed", [b"", b"text", "é", "A" * 5000, "\0"])
def test_damage_does_not_open(sealed: bytes | str) -> None:
    with pytest.raises(Unsealable):
        Sealer(KEY, "ticket").unseal(sealed)


def test_one_changed_letter_does_not_open() -> None:
    sealed = bytearray(Sealer(KEY, "ticket").seal("text", NOW))
    sealed[20] ^= 1
    with pytest.raises(Unsealable):
        Sealer(KEY, "ticket").unseal(bytes(sealed))


def test_what_is_too_old_does_not_open() -> None:
    sealed = Sealer(KEY, "ticket").seal("text", NOW)
    with pytest.raises(Unsealable):
        Sealer(KEY, "ticket").unseal(sealed, max_age=AGE, now=NOW + AGE + timedelta(seconds=1))
