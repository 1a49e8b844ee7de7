"""The link at the foot of a letter that ends letters like it, without signing in."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.domain.preferences import Occasion
from portal.identity.sealing import Sealer, Unsealable


@dataclass(frozen=True, slots=True)
class Ending:
    """Whose letters about what a link ends: a member's of an account, or, without one, those of one of the staff."""

    account_id: UUID | None
    person_id: UUID
    occasions: frozenset[Occasion]


def seal(secret_key: str, ending: Ending, now: datetime) -> str:
    """An ending as a part of an address. It holds for as long as the letter is kept."""
    account = str(ending.account_id) if ending.account_id else None
    text = json.dumps([account, str(ending.person_id), *sorted(ending.occasions)])
    return _sealer(secret_key).seal(text, now).decode()


def unseal(secret_key: str, token: str) -> Ending | None:
    """The ending of a link; None for what is none of ours."""
    try:
        account, person, *occasions = json.loads(_sealer(secret_key).unseal(token))
    except (Unsealable, ValueError):
        return None
    return Ending(UUID(account) if account else None, UUID(person), frozenset(Occasion(one) for one in occasions))


def _sealer(secret_key: str) -> Sealer:
    return Sealer(secret_key, "unsubscribe")
