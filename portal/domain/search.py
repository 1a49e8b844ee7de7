"""What somebody looks for: words and quoted phrases, and where a text has them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import combining, normalize

WORD: Final = re.compile(r"[^\W_]+")
PIECE: Final = re.compile(r'"([^"]*)"?|([^"]+)')
LONGEST: Final = 100
MOST_TERMS: Final = 8
LEAST_TRUNK: Final = 4
"""Fewer letters than these do not tell a word: only the last one, which may be half typed, stands for longer ones."""
EXTRACT_WORDS: Final = 28
WORDS_BEFORE: Final = 6

ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "de": ("ungen", "ung", "ern", "em", "en", "er", "es", "e", "n", "s"),
    "en": ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "e", "y"),
}
"""Endings by language, the longest first: without them a word is the beginning of its other forms."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or the words of a phrase. `open` says that the one word stands for longer ones too."""

    words: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text; `hit` where it is what was looked for."""

    text: str
    hit: bool = False


def terms(asked: str) -> tuple[Term, ...]:
    """What was asked for. Everything but letters, digits and quotation marks only sets words apart."""
    found = [term for quoted, plain in PIECE.findall(asked[:LONGEST]) for term in _terms(quoted, plain)][:MOST_TERMS]
    if found and len(found[-1].words) == 1:
        found[-1] = Term(found[-1].words, open=True)
    return tuple(found)


def _terms(quoted: str, plain: str) -> Iterator[Term]:
    phrase = tuple(WORD.findall(normalize("NFC", quoted.lower())))
    if phrase:
        yield Term(phrase)
    yield from (Term((word,)) for word in WORD.findall(normalize("NFC", plain.lower())))


def trunk(word: str, language: str) -> str:
    """The beginning that a word has in common with its other forms."""
    for ending in ENDINGS.get(language[:2], ()):
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_TRUNK:
            return word.removesuffix(ending)
    return word


def beginning(term: Term, language: str) -> str | None:
    """With what a word has to begin to be the one of a term; None where it has to be the word itself."""
    (word, *others) = term.words
    if others:
        return None
    shorter = trunk(word, language)
    return shorter if term.open or len(shorter) >= LEAST_TRUNK else None


def marked(text: str, sought: Sequence[Term], language: str) -> tuple[Part, ...]:
    """A text with what was looked for as parts of their own."""
    parts: list[Part] = []
    end = 0
    for found in WORD.finditer(text):
        if _is_sought(found.group(), sought, language):
            parts += [Part(text[end : found.start()]), Part(found.group(), hit=True)]
            end = found.end()
    return tuple(part for part in (*parts, Part(text[end:])) if part.text)


def extract(text: str, sought: Sequence[Term], language: str) -> str:
    """The words around the place of a text that has most of what was looked for, or its first words."""
    words = text.split()
    hits = {place: found for place, word in enumerate(words) if (found := _hits(word, sought, language))}
    best = max(hits, key=lambda place: (len(_near(hits, place)), -place), default=0)
    start = max(min(best - WORDS_BEFORE, len(words) - EXTRACT_WORDS), 0)
    cut = " ".join(words[start : start + EXTRACT_WORDS])
    return f"{'… ' if start else ''}{cut}{' …' if start + EXTRACT_WORDS < len(words) else ''}"


def _near(hits: Mapping[int, set[str]], place: int) -> set[str]:
    """What was looked for and stands within an extract that begins about a place."""
    end = place + EXTRACT_WORDS - WORDS_BEFORE
    return {sought for other, found in hits.items() if place <= other < end for sought in found}


def _hits(text: str, sought: Sequence[Term], language: str) -> set[str]:
    """The words that were looked for and that a text has."""
    found = [_plain(word) for word in WORD.findall(text)]
    return {
        word
        for term in sought
        for word in term.words
        if any(_is(plain, Term((word,), term.open), language) for plain in found)
    }


def _is_sought(word: str, sought: Sequence[Term], language: str) -> bool:
    plain = _plain(word)
    return any(_is(plain, term, language) for term in sought)


def _is(plain: str, term: Term, language: str) -> bool:
    if start := beginning(term, language):
        return plain.startswith(_plain(start))
    return plain in {_plain(word) for word in term.words}


def _plain(word: str) -> str:
    """A word in small letters without accents."""
    return "".join(letter for letter in normalize("NFKD", word.lower()) if not combining(letter))
