"""Which language a reader gets, and how a page marks texts that are not in its own."""

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from portal.domain.people import SignedInMember

SOURCE_LANGUAGE: Final = "en"
"""The language the portal's own words are written in."""

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})
LONGEST: Final = 500
"""So many characters of the header are read; no reader lists more languages than fit."""


def best_language(accepted: str, offered: Sequence[str]) -> str:
    """Of the languages on offer the one the reader likes best, by `Accept-Language`; else the first on offer.

    Somebody who asks for de-AT is content with de, and somebody who asks for de with de-AT.
    """
    for wanted in _wishes(accepted[:LONGEST]):
        if wanted == "*":
            break
        if found := _found(wanted, offered):
            return found
    return offered[0]


def language_of(member: SignedInMember | None, accepted: str, offered: Sequence[str]) -> str:
    """Of the languages on offer the one for a reader: as they chose, else their account, else their browser."""
    chosen = (member.preferences.language, member.account_language) if member else ()
    settled = (_found(wanted.lower(), offered) for wanted in chosen if wanted)
    return next((language for language in settled if language), None) or best_language(accepted, offered)


def _found(wanted: str, offered: Sequence[str]) -> str | None:
    """The language on offer that somebody means, as it is or at least by its first part."""
    exact = (one for one in offered if one.lower() == wanted)
    near = (one for one in offered if _tongue(one) == _tongue(wanted))
    return next(exact, None) or next(near, None)


def _tongue(language: str) -> str:
    return language.lower().partition("-")[0]


def _wishes(accepted: str) -> list[str]:
    """The languages a header asks for, the dearest first; those with weight 0 are not wanted."""
    weighed = sorted(_weighed(accepted), key=lambda wish: -wish[0])
    return [wanted for weight, wanted in weighed if weight > 0]


def _weighed(accepted: str) -> Iterator[tuple[float, str]]:
    for part in accepted.lower().split(","):
        wanted, _, weight = part.partition(";")
        try:
            yield float(weight.replace("q=", "").strip() or 1), wanted.strip()
        except ValueError:
            continue


def marked(language: str, page: str) -> Markup:
    """The attributes of an element whose text is in a language; none where that is its page's own."""
    if language == page:
        return Markup()
    direction = "rtl" if language[:2] in RIGHT_TO_LEFT else "ltr"
    return Markup('lang="{}" dir="{}"').format(language, direction)
