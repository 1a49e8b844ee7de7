"""Reports that mail servers send back: what became of a letter (RFC 3464), or that its reader complained (RFC 5965)."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Final
from uuid import UUID

from portal.domain.bounces import Bounce, Kind, letter_id

COMPLAINTS: Final = frozenset({"abuse", "fraud", "virus", "other"})
"""Of the kinds of feedback, those that speak against a letter."""
REFERENCES: Final = ("In-Reply-To", "References")
"""Where a report names the letter that does not carry it along."""


def read(raw: bytes) -> tuple[Bounce, ...]:
    """The letters that a report says came back; none for any other mail, and for one that is only late."""
    report = message_from_bytes(raw, policy=policy.default)
    letter = _letter(report)
    found: list[Bounce] = []
    for part in report.walk():
        match part.get_content_type():
            case "message/delivery-status":
                found += _failures(part, letter)
            case "message/feedback-report":
                found += _complaints(part, letter)
    return tuple(found)


def _letter(report: EmailMessage) -> UUID | None:
    """The letter that came back: its own headers follow the report, or the report answers it."""
    for part in report.walk():
        headers = _headers(part) if part.get_content_type() == "text/rfc822-headers" else part
        if part is not report and (found := letter_id(str(headers.get("Message-ID", "")))):
            return found
    words = (word for name in REFERENCES for word in str(report.get(name, "")).split())
    return next((found for word in words if (found := letter_id(word))), None)


def _headers(part: Message) -> Message:
    """The headers of a letter that stand in a part as text."""
    body = part.get_payload(decode=True)
    return message_from_bytes(body if isinstance(body, bytes) else b"", policy=policy.default)


def _failures(part: Message, letter: UUID | None) -> Iterator[Bounce]:
    """The readers whom a letter did not reach. The first block is about the server, the others about one each."""
    for block in _blocks(part)[1:]:
        if _text(block, "Action").lower() == "failed":
            status = _text(block, "Status")
            kind = Kind.TEMPORARY if status.startswith("4") else Kind.PERMANENT
            said = _value(block, "Diagnostic-Code") or status
            yield Bounce(kind, said, letter, _value(block, "Original-Recipient") or _value(block, "Final-Recipient"))


def _complaints(part: Message, letter: UUID | None) -> Iterator[Bounce]:
    """The readers who complained."""
    for block in _blocks(part):
        feedback = _text(block, "Feedback-Type").lower()
        if feedback in COMPLAINTS:
            yield Bounce(Kind.COMPLAINT, feedback, letter, _text(block, "Original-Rcpt-To").strip("<>") or None)


def _blocks(part: Message) -> list[Message]:
    """The groups of fields in a part of a report."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [one for one in payload if isinstance(one, Message)]
    return [message_from_bytes(str(payload).encode(), policy=policy.default)]


def _text(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _value(block: Message, name: str) -> str | None:
    """A field without the kind of its value, which stands before a semicolon: `rfc822; elif@acme.test`."""
    kind, _, value = _text(block, name).partition(";")
    return (value or kind).strip().strip("<>") or None
