"""Links that open a letter, filled in, in the reader's own mail program."""

from urllib.parse import quote


def mailto(address: str, subject: str, text: str) -> str:
    """The link; without an address the reader chooses to whom it goes.

    Everything is quoted, so that a stored address or name cannot add recipients or headers.
    """
    body = quote("\r\n".join(text.splitlines()))
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={body}"
