"""The full-text index over articles, which each database makes in its own way.

PostgreSQL has a column `words` of stems in the article's language and of plain words, with an index on it. SQLite has
a virtual table `article_words` beside the articles, kept by triggers. The classes of the tables know nothing of
either; a migration makes them.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from portal.domain.search import Term, beginning

VIRTUAL_TABLE: Final = "article_words"

CONFIGURATIONS: Final[Mapping[str, str]] = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nb": "norwegian", "nl": "dutch", "pt": "portuguese", "ro": "romanian",
    "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""PostgreSQL's own names of the languages whose words it can stem."""


def sqlite_match(sought: Sequence[Term], language: str, *, every: bool) -> str:
    """What FTS5 is asked: each term is a quoted string, so that nothing in it means anything to FTS5."""
    return (" AND " if every else " OR ").join(_quoted(term, language) for term in sought)


def _quoted(term: Term, language: str) -> str:
    start = beginning(term, language)
    return f'"{start}" *' if start else f'"{" ".join(term.words)}"'


def postgresql_query(sought: Sequence[Term], language: str, *, every: bool) -> tuple[str, dict[str, str]]:
    """The expression that is a `tsquery`, and its parameters: terms are only ever parameters."""
    parameters = {"configuration": CONFIGURATIONS.get(language[:2], "simple")}
    expressions = []
    for place, term in enumerate(sought):
        parameters[f"term_{place}"] = " ".join(term.words)
        expression = f"phraseto_tsquery(CAST(:configuration AS regconfig), :term_{place})"
        if term.open:
            parameters[f"open_{place}"] = f"{term.words[0]}:*"
            expression = f"({expression} || to_tsquery('simple', :open_{place}))"
        expressions.append(expression)
    return (" && " if every else " || ").join(expressions), parameters
