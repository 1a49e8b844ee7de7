"""What a text says, without its markup: in one line, or as a letter in plain text."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
ENDS: Final = (".", "!", "?", "…", ":", "؟", "。")
BETWEEN: Final = {"table": "\n", "thead": "\n", "tbody": "\n", "tr": " | "}
"""What stands between the parts of a block, where that is no empty line."""


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


@lru_cache(maxsize=1024)
def plain_letter(text: str) -> str:
    """A Markdown text as people write plain letters: paragraphs and lists as they are, nothing in bold.

    A paragraph is one line, which whatever shows it breaks; the address of a link stands after its words.
    """
    return _joined(SyntaxTreeNode(MARKDOWN.parse(text)))


def _joined(node: SyntaxTreeNode, between: str = "\n\n") -> str:
    return between.join(_block(child) for child in node.children)


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "inline":
            return "".join(_span(child) for child in node.children)
        case "bullet_list":
            return _list(node, ("-" for _ in node.children))
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return _list(node, (f"{number}." for number in range(first, first + len(node.children))))
        case "blockquote":
            return _hung("> ", "> ", _joined(node))
        case "hr":
            return "---"
    return _joined(node, BETWEEN.get(node.type, "\n\n")) if node.children else node.content.rstrip()


def _list(node: SyntaxTreeNode, marks: Iterable[str]) -> str:
    points = zip(marks, node.children, strict=True)
    return "\n".join(_hung(f"{mark} ", " " * (len(mark) + 1), _joined(point, "\n")) for mark, point in points)


def _hung(first: str, rest: str, text: str) -> str:
    """A text whose first line begins with something, and the others with something else."""
    return first + f"\n{rest}".join(text.splitlines())


def _span(node: SyntaxTreeNode) -> str:
    words = "".join(_span(child) for child in node.children) or node.content
    match node.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link" if (address := node.attrs["href"]) != words:
            return f"{words} ({address})"
        case _:
            return words
