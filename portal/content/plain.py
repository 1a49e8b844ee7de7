"""What a text says, without its markup."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
ENDS: Final = (".", "!", "?", "…", ":", "؟", "。")


@lru_cache(maxsize=1024)
def plain_text(text: str) -> str:
    """The words of a Markdown text in one line. Kept, because a playbook has the same few hundred for everybody.

    What is no sentence, such as a heading or a cell of a table, is set apart from what comes after it.
    """
    blocks = [block for block in (" ".join(words.split()) for words in _words(MARKDOWN.parse(text))) if block]
    return " ".join(block if block.endswith(ENDS) else f"{block} ·" for block in blocks).removesuffix(" ·")


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"inline", "fence", "code_block"}:
            yield "".join(_spans(token)) if token.children else token.content


def _spans(token: Token) -> Iterator[str]:
    for child in token.children or ():
        yield " " if child.type in {"softbreak", "hardbreak"} else child.content
