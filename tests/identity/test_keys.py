import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.identity.keys import matches, mint, parse


def test_a_minted_key_is_recognised_and_only_its_hash_is_kept() -> None:
    minted = mint()
    presented = parse(minted.key)
    assert presented is not None
    assert presented.id == minted.id
    assert matches(presented, minted.secret_hash)
    assert minted.secret_hash not in minted.key


def test_two_keys_do_not_match_each_other() -> None:
    presented = parse(mint().key)
    assert presented is not None
    assert not matches(presented, mint().secret_hash)
    assert not matches(presented, None)


def test_a_key_survives_being_a_user_name() -> None:
    key = mint().key
    assert base64.b64decode(base64.b64encode(f"{key}:".encode())).decode().partition(":")[0] == key
    assert len(mint().id) <= 24


@pytest.mark.parametrize("place", [0, 7, 30, -1])
def test_a_mistyped_key_is_noticed_without_a_database(place: int) -> None:
    letters = list(mint().key)
    letters[place] = "x" if letters[place] != "x" else "y"
    assert parse("".join(letters)) is None


@given(st.text())
def test_anything_else_is_no_key(text: str) -> None:
    assert parse(text) is None
