"""From the bytes of a request to the separate messages in it. No message is looked into yet."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from portal.domain.errors import PortalError, TooLarge
from portal.ingest.rescue import cut

MAX_BODY: Final = 4 * 1024 * 1024
MAX_MESSAGES: Final = 2_500
GZIP: Final = 31
"""The window bits by which zlib expects a gzip header."""


class Malformed(PortalError):
    """The request as a whole cannot be read; sending it again will not help."""

    code = "malformed"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request's messages as they came, and what the request says about all of them."""

    messages: Sequence[bytes]
    sent_at: str | None
    write_key: str | None


class _Batch(msgspec.Struct, rename="camel"):
    batch: list[msgspec.Raw]
    sent_at: object = None
    write_key: object = None


class _Single(msgspec.Struct, rename="camel"):
    sent_at: object = None
    write_key: object = None


_BATCH = msgspec.json.Decoder(_Batch)
_SINGLE = msgspec.json.Decoder(_Single)
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
NOT_JSON: Final = "The body is not JSON, or is cut off: send one JSON object."


def inflate(body: bytes, encoding: str) -> bytes:
    """The body without its gzip, never more than `MAX_BODY`. Raises Malformed or TooLarge."""
    match encoding.strip().lower():
        case "" | "identity":
            return body
        case "gzip":
            return _gunzip(body)
        case _:
            message = "Send the body as plain JSON or with Content-Encoding: gzip."
            raise Malformed(message)


def _gunzip(body: bytes) -> bytes:
    inflater = zlib.decompressobj(GZIP)
    try:
        inflated = inflater.decompress(body, MAX_BODY + 1)
    except zlib.error:
        message = "The body is labelled gzip and is not: send it as it is labelled."
        raise Malformed(message) from None
    if len(inflated) > MAX_BODY:
        message = "The body is larger than 4 MB when unpacked: send smaller batches."
        raise TooLarge(message)
    if not inflater.eof:
        message = "The gzip body ends too early: send it again."
        raise Malformed(message)
    return inflated


def open_batch(body: bytes) -> Envelope:
    """The messages of a batch request. Raises Malformed, or TooLarge for more than `MAX_MESSAGES`."""
    try:
        batch = _BATCH.decode(body)
    except msgspec.ValidationError:
        message = "A batch is a JSON object whose `batch` is a list of messages."
        raise Malformed(message) from None
    except _UNREADABLE:
        return _rescue(body)
    return _checked([bytes(raw) for raw in batch.batch], batch.sent_at, batch.write_key)


def open_single(body: bytes) -> Envelope:
    """The one message of a request. Raises Malformed when it is not a JSON object."""
    try:
        single = _SINGLE.decode(body)
    except msgspec.ValidationError:
        message = "A message is a JSON object."
        raise Malformed(message) from None
    except _UNREADABLE:
        raise Malformed(NOT_JSON) from None
    return _checked([body], single.sent_at, single.write_key)


def _checked(messages: Sequence[bytes], sent_at: object, write_key: object) -> Envelope:
    if len(messages) > MAX_MESSAGES:
        message = f"A batch holds at most {MAX_MESSAGES} messages: send smaller batches."
        raise TooLarge(message)
    return Envelope(
        messages,
        sent_at if isinstance(sent_at, str) else None,
        write_key if isinstance(write_key, str) else None,
    )


def _rescue(body: bytes) -> Envelope:
    """A batch that a JSON reader gave up on, cut by its brackets: the poison is in one of its messages."""
    try:
        messages, rest = cut(body)
        single = _SINGLE.decode(rest)
    except (ValueError, *_UNREADABLE):
        raise Malformed(NOT_JSON) from None
    return _checked(messages, single.sent_at, single.write_key)
