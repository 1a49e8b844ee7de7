"""Where a browser may be sent after signing in: only to a page of this portal."""

from typing import Final
from urllib.parse import urlsplit

HOME: Final = "/"
LONGEST: Final = 2000
SIGN_IN: Final = ("/login", "/logout", "/auth/")


def local_path(wanted: str | None) -> str:
    r"""The wanted address if it is a path of this portal, else the start page.

    Browsers read a backslash as a slash and drop control characters, so `/\evil` and tab tricks lead away.
    """
    if not wanted or len(wanted) > LONGEST or not wanted.startswith("/") or wanted.startswith("//"):
        return HOME
    if "\\" in wanted or not wanted.isprintable() or " " in wanted:
        return HOME
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or parts.path.startswith(SIGN_IN):
        return HOME
    return wanted
