"""What an account said of itself: answers to discovery questions, out of the portal's own events."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from portal.domain.playbook import Catalogue
from portal.ingest.settle import Happening

DISCOVERY_ANSWERED = "Discovery Answered"


def find_answers(catalogue: Catalogue, events: Iterable[Happening]) -> list[dict[str, Any]]:
    """The rows of the answers among the portal's own events; of two answers to one question, the later.

    What names a question or an option that the playbook does not have is no answer.
    """
    rows: dict[tuple[UUID, str], dict[str, Any]] = {}
    for event in sorted(events, key=lambda event: (event.at, event.event_id)):
        if event.name == DISCOVERY_ANSWERED and _known(catalogue, event.properties):
            question = event.properties["question"]
            rows[event.account_id, question] = _row(event, question)
    return [rows[key] for key in sorted(rows)]


def _known(catalogue: Catalogue, properties: dict[str, Any]) -> bool:
    asked, chosen = properties.get("question"), properties.get("chosen")
    question = catalogue.questions.get(asked) if isinstance(asked, str) else None
    if question is None or not isinstance(chosen, list):
        return False
    return all(isinstance(option, str) and option in question.option_ids for option in chosen)


def _row(event: Happening, question: str) -> dict[str, Any]:
    return {
        "account_id": event.account_id,
        "question": question,
        "chosen": msgspec.json.encode(event.properties["chosen"]).decode(),
        "answered_by": event.member_id,
        "at": event.at,
        "event_id": event.event_id,
    }
