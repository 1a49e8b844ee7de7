"""The tracking plan at the door: what an event may carry beyond the properties it declares."""

from collections.abc import Mapping, Sequence

from portal.domain.playbook import Catalogue
from portal.domain.vocabulary import Beyond, strays
from portal.ingest.message import Fact, Poison
from portal.ingest.people import Located

NOT_IN_PLAN = "not_in_plan"


def keep_to_plan(
    located: Sequence[Located], catalogues: Mapping[int | None, Catalogue]
) -> tuple[list[Located], list[Poison]]:
    """Drop what an event's plan omits; the events it blocks come back as poison."""
    kept: list[Located] = []
    blocked: list[Poison] = []
    for one in located:
        declared = catalogues[one.revision].events.get(one.fact.name)
        odd = strays(declared, one.fact.properties) if declared and declared.beyond is not Beyond.ALLOW else []
        if not declared or not odd:
            kept.append(one)
        elif declared.beyond is Beyond.OMIT:
            one.fact.properties = {name: value for name, value in one.fact.properties.items() if name not in odd}
            kept.append(one)
        else:
            blocked.append(_blocked(one.fact, odd))
    return kept, blocked


def _blocked(fact: Fact, odd: Sequence[str]) -> Poison:
    names = ", ".join(f"“{name}”" for name in odd[:5])
    reason = f"The tracking plan blocks {names} of “{fact.name}”: declare it with its type, or send without it."
    return Poison(fact.body, NOT_IN_PLAN, reason, fact.arrival, fact.message_id)
