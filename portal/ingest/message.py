"""One message: read strictly, or set aside with a reason and a mend."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

import msgspec

from portal.db.sources import SourceRef
from portal.ingest.clock import BadTime, Moment, correct, parse_time

MAX_MESSAGE: Final = 32 * 1024
MAX_DEPTH: Final = 32
MAX_ID: Final = 100
MAX_NAME: Final = 200
KEPT_OF_TOO_LARGE: Final = 4 * 1024
TOO_DEEP: Final = f"The message nests deeper than {MAX_DEPTH} levels: flatten it."

NAMES: Final = {
    "identify": "Identified",
    "group": "Grouped",
    "page": "Page Viewed",
    "screen": "Screen Viewed",
    "alias": "Aliased",
}
"""The name of the event that each call other than `track` becomes; a `track` call brings its own."""


class Message(msgspec.Struct, rename="camel", omit_defaults=True):
    """One call of the Segment HTTP Tracking API."""

    type: str = ""
    message_id: str | None = None
    event: str | None = None
    name: str | None = None
    user_id: str | None = None
    previous_id: str | None = None
    group_id: str | None = None
    original_timestamp: str | None = None
    timestamp: str | None = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """How the messages of a request came: from whom, its two times, and their type where its address says it."""

    source: SourceRef
    sent_at: datetime | None
    received_at: datetime
    call: str | None = None


class Fact(msgspec.Struct):
    """A message that can become an event: whole, clean, its time corrected. Ids are those of the sender.

    `ordinal` is its place in the batch; `properties` are the traits where the call carries traits.
    """

    type: str
    name: str
    account: str | None
    user: str | None
    original_at: datetime | None
    arrival: Arrival
    at: datetime
    clamped: bool
    properties: dict[str, Any]
    context: dict[str, Any]
    message_id: str = ""
    ordinal: int = 0
    body: bytes = b""

    @property
    def key(self) -> tuple[int, str]:
        """By this it is stored once: its source and its message id."""
        return self.arrival.source.id, self.message_id


@dataclass(frozen=True, slots=True)
class Poison:
    """A message that cannot become an event, as it came, with a code, and a reason that names the mend."""

    body: bytes
    code: str
    reason: str
    arrival: Arrival
    message_id: str | None = None


class _Refused(ValueError):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


_DECODER = msgspec.json.Decoder(Message)
# Only these can hide a NUL, or a number no database keeps; a second look is rarely needed.
_NUL = rb"\u0000"
_LONG_NUMBER = b"0" * 19
_DIGITS_TO_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_BIG = 2**63


def read(body: bytes, arrival: Arrival, *, ordinal: int = 0) -> Fact | Poison:
    """Read one message, the `ordinal`-th of its batch.

    A message without a `messageId` gets a random one, as Segment's own servers do: a client that retries
    sends one. A key that stands twice in an object counts with its last value, and is stored once.
    """
    message_id = None
    try:
        message = _decode(body)
        _check_values(body, message)
        message_id = _within("messageId", message.message_id, MAX_ID)
        fact = _fact(message, arrival)
    except _Refused as refused:
        kept = body[:KEPT_OF_TOO_LARGE] if refused.code == "too_large" else body
        return Poison(kept, refused.code, refused.reason, arrival, message_id)
    fact.ordinal, fact.message_id, fact.body = ordinal, message_id or str(uuid4()), body
    return fact


def _decode(body: bytes) -> Message:
    if len(body) > MAX_MESSAGE:
        code, reason = "too_large", "The message is larger than 32 kB: send less in its properties."
        raise _Refused(code, reason)
    try:
        return _DECODER.decode(body)
    except msgspec.ValidationError as error:
        code, reason = "wrong_type", f"{error}. Send ids and names as text, objects as objects, and finite numbers."
    except (msgspec.DecodeError, UnicodeDecodeError):
        code, reason = "not_json", "The message is not JSON in UTF-8 (NaN is not JSON either): send it as JSON."
    except RecursionError:
        code, reason = "too_deep", TOO_DEEP
    raise _Refused(code, reason)


def _check_values(body: bytes, message: Message) -> None:
    suspicious = _NUL in body or _LONG_NUMBER in body.translate(_DIGITS_TO_ZEROS)
    if not suspicious and body.count(b"{") + body.count(b"[") <= MAX_DEPTH:
        return
    for value, depth in _walk(list(msgspec.structs.astuple(message))):
        if depth > MAX_DEPTH:
            code, reason = "too_deep", TOO_DEEP
        elif isinstance(value, str) and "\0" in value:
            code, reason = "nul", "The message holds a NUL character: remove it and send the event again."
        elif isinstance(value, int) and abs(value) >= _BIG:
            code, reason = "number", "The message holds a number of more than 64 bits: send it as text."
        else:
            continue
        raise _Refused(code, reason)


def _walk(roots: list[Any]) -> Iterator[tuple[Any, int]]:
    """Every key and value with its depth, without recursion."""
    rest = [(root, 1) for root in roots]
    while rest:
        value, depth = rest.pop()
        yield value, depth
        if isinstance(value, dict):
            rest += [(inner, depth + 1) for pair in value.items() for inner in pair]
        elif isinstance(value, list):
            rest += [(inner, depth + 1) for inner in value]


def _fact(message: Message, arrival: Arrival) -> Fact:
    call, context = arrival.call or message.type, message.context or {}
    account = _within("groupId", message.group_id or context.get("groupId"), MAX_NAME)
    if call == "group" and account is None:
        code, reason = "missing_group", "A group call names its account in `groupId`."
        raise _Refused(code, reason)
    original, moment = _moment(message, arrival)
    return Fact(
        type=call,
        name=_name(message, call),
        account=account,
        user=_within("userId", message.user_id, MAX_NAME),
        original_at=original,
        arrival=arrival,
        at=moment.at,
        clamped=moment.clamped,
        properties=_properties(message, call),
        context=context,
    )


def _moment(message: Message, arrival: Arrival) -> tuple[datetime | None, Moment]:
    text = message.original_timestamp or message.timestamp
    try:
        original = parse_time(text) if text else None
        return original, correct(original, arrival.sent_at, arrival.received_at)
    except BadTime as bad:
        code, reason = "bad_time", str(bad)
    raise _Refused(code, reason)


def _name(message: Message, call: str) -> str:
    if call == "track":
        if name := _within("event", message.event, MAX_NAME):
            return name
        code, reason = "missing_event", "A track call names its event in `event`."
    elif call in NAMES:
        return NAMES[call]
    else:
        code, reason = "unknown_type", "The message needs a `type`: track, identify, group, page, screen or alias."
    raise _Refused(code, reason)


def _properties(message: Message, call: str) -> dict[str, Any]:
    properties = message.properties or {}
    match call:
        case "identify" | "group":
            return message.traits or {}
        case "page" | "screen" if message.name:
            return {"name": message.name, **properties}
        case "alias":
            return {"previous_id": message.previous_id}
        case _:
            return properties


def _within(field: str, value: object, most: int) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        code, reason = "wrong_type", f"`{field}` is not text: send it as text."
        raise _Refused(code, reason)
    if len(value) > most:
        code, reason = "too_long", f"`{field}` is longer than {most} characters: send a shorter one."
        raise _Refused(code, reason)
    return value
