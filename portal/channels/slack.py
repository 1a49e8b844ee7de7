"""A message as Slack's incoming webhooks take it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from portal.domain.risk import Level
from portal.domain.webhooks import Topic
from portal.domain.wording import day


def composed(body: str, *, base_url: str) -> str:
    """What Slack is told for a message of the outbox: a sentence, and the way to the account."""
    message = msgspec.json.decode(body, type=dict[str, Any])
    data = message["data"]
    sentence = _sentence(Topic(message["type"]), data, str(message["timestamp"]))
    section = {"type": "section", "text": {"type": "mrkdwn", "text": sentence}}
    blocks: list[dict[str, Any]] = [section]
    if account := data.get("account"):
        way = f"<{base_url}/internal/accounts/{account['id']}|Open {_escaped(account['name'])}>"
        blocks.append({"type": "context", "elements": [{"type": "mrkdwn", "text": way}]})
    return msgspec.json.encode({"text": sentence, "blocks": blocks}).decode()


def _sentence(topic: Topic, data: Mapping[str, Any], told_at: str) -> str:
    if topic is Topic.VERDICT_CHANGED:
        before = f", was {Level(data['previous_level']).label.lower()}" if data["previous_level"] else ""
        now = Level(data["level"]).label.lower()
        return f"*{_name(data)}* is {now}{before}: {_escaped(data['title'])}"
    if topic is Topic.TOUCHPOINT_DUE:
        due = date.fromisoformat(data["touchpoint"]["on"])
        when = "is due today" if told_at.startswith(due.isoformat()) else f"was due on {day(due)}"
        return f"*{_escaped(data['touchpoint']['name'])}* {when} at *{_name(data)}*"
    return "The onboarding portal can write here. You will hear of verdicts that get worse and touchpoints due."


def _name(data: Mapping[str, Any]) -> str:
    return _escaped(data["account"]["name"])


def _escaped(text: str) -> str:
    """Text in which nothing means anything to Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
