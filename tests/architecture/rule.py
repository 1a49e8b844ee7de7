"""What a rule is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.architecture.modules import Module


@dataclass(frozen=True)
class Rule:
    """A sentence, the check behind it, and modules (name: source) that break it.

    `of` names the top-level packages the rule is about.
    """

    says: str
    check: Callable[[Sequence[Module]], list[str]]
    broken_by: Mapping[str, str]
    of: tuple[str, ...] = ("portal",)

    def __str__(self) -> str:
        """The sentence, as the test's name."""
        return self.says.replace(" ", "-")

    def problems(self, modules: Sequence[Module]) -> list[str]:
        """What breaks the rule, one line each."""
        return self.check([module for module in modules if module.name.split(".")[0] in self.of])


def each(check: Callable[[Module], list[str]]) -> Callable[[Sequence[Module]], list[str]]:
    """A check of all modules from a check of one; every problem is told with the module's name."""
    return lambda modules: [f"{module.name}: {problem}" for module in modules for problem in check(module)]
