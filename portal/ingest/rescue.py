"""Cutting a batch into its messages by brackets and quotes alone, whatever is wrong inside one of them.

JSON readers give up on the whole text at the first NaN, bad byte or endless nesting; one poisonous
message must not take the others with it.
"""

import re

_OPENING = re.compile(rb'"batch"\s*:\s*\[')
# A string that never closes runs to the end, so that no text is looked at twice.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.?)*+(?:"|\Z)|[\[\]{},]', re.DOTALL)
_DEPTH = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}


def cut(body: bytes) -> tuple[list[bytes], bytes]:
    """The messages of a batch, and the body with an empty batch. Raises ValueError where there is no whole batch."""
    opening = _OPENING.search(body)
    if opening is None:
        message = "no batch"
        raise ValueError(message)
    ends = _ends(body, opening.end())
    starts = [opening.end(), *(end + 1 for end in ends)]
    messages = [body[start:end].strip() for start, end in zip(starts, ends, strict=False)]
    return [message for message in messages if message], body[: opening.end()] + body[ends[-1] :]


def _ends(body: bytes, start: int) -> list[int]:
    """Where each message ends: at the commas of the list itself, and at its closing bracket."""
    ends = []
    depth = 0
    for token in _TOKEN.finditer(body, start):
        text = token.group()
        if depth == 0 and text in {b",", b"]"}:
            ends.append(token.start())
            if text == b"]":
                return ends
        depth += _DEPTH.get(text, 0)
    message = "the batch never closes"
    raise ValueError(message)
