"""Links that open a letter, filled in, in the reader's own mail program."""

from collections.abc import Sequence
from urllib.parse import quote


def mailto(address: str | Sequence[str], subject: str, text: str) -> str:
    """The link; without an address the reader chooses to whom it goes.

    Everything is quoted, so that a stored address or name cannot add recipients or headers.
    """
    to = ",".join(quote(one, safe="@") for one in ([address] if isinstance(address, str) else address))
    body = quote("\r\n".join(text.splitlines()))
    return f"mailto:{to}?subject={quote(subject)}&body={body}"
