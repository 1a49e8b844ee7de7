"""What is wrong with a content file, where, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from portal.domain.errors import Invalid


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. `line` and `column` count from 1; `message` and `mend` are without a final full stop."""

    file: str
    line: int
    column: int
    message: str
    mend: str

    def __str__(self) -> str:
        """One line, as compilers print them: `file:line:column: message. Mend: …`."""
        return f"{self.file}:{self.line}:{self.column}: {_sentence(self.message)} Mend: {_sentence(self.mend)}"

    def under(self, folder: str) -> "Problem":
        """The same problem, its file named from outside the playbook's folder."""
        return replace(self, file=str(PurePosixPath(folder, self.file)))


def _sentence(text: str) -> str:
    return text if text.endswith(("?", ".", "…")) else f"{text}."


class ContentErrors(Invalid):
    """A playbook that cannot be used; the message lists every problem, one a line."""

    code = "invalid_content"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))
