import asyncio
from collections.abc import Sequence
from contextvars import ContextVar

import pytest

from portal.web.api import groups
from portal.web.api.groups import Groups


class Notebook:
    """Work that notes which words came together, refuses some, fails on poison, and hangs while it is not open."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.pages: list[list[str]] = []

    async def write(self, words: Sequence[str]) -> list[str | Exception]:
        if "hangs" in words:
            await self.open.wait()
        self.pages.append(list(words))
        if "away" in words:
            raise ConnectionResetError
        if "poison" in words:
            raise ArithmeticError
        return [LookupError(word) if word == "unknown" else word.upper() for word in words]


@pytest.fixture
async def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
async def together(notebook: Notebook) -> Groups[str, str]:
    return Groups(notebook.write)


async def said(*answers: asyncio.Future[str]) -> list[str | BaseException]:
    return await asyncio.gather(*answers, return_exceptions=True)


async def test_what_arrives_during_the_work_shares_the_next(notebook: Notebook, together: Groups[str, str]) -> None:
    notebook.open.clear()
    first = together.add("hangs")
    await asyncio.sleep(0)
    rest = [together.add(word) for word in ("b", "c", "d")]
    notebook.open.set()
    assert await said(first, *rest) == ["HANGS", "B", "C", "D"]
    assert notebook.pages == [["hangs"], ["b", "c", "d"]]
    assert together.load == 0


async def test_a_group_goes_by_the_name_of_the_first_in_it() -> None:
    names: list[str] = []
    name: ContextVar[str] = ContextVar("name")

    async def note(words: Sequence[str]) -> list[str | Exception]:
        names.append(name.get())
        return list(words)

    together = Groups(note)
    answers = []
    for one in ("a", "b", "c"):
        name.set(one)
        answers.append(together.add(one))
        await asyncio.sleep(0)
    await said(*answers)
    assert names == ["a", "b"]


async def test_only_so_much_is_done_together(
    notebook: Notebook, together: Groups[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST", 5)
    answers = [together.add(word) for word in ("abc", "de", "f", "longer than that", "g")]
    await said(*answers)
    assert notebook.pages == [["abc", "de"], ["f"], ["longer than that"], ["g"]]


async def test_a_refusal_reaches_only_the_one_it_is_meant_for(together: Groups[str, str]) -> None:
    good, refused = await said(together.add("a"), together.add("unknown"))
    assert good == "A"
    assert isinstance(refused, LookupError)


async def test_one_that_fails_the_group_fails_alone(notebook: Notebook, together: Groups[str, str]) -> None:
    before, failed, after = await said(*(together.add(word) for word in ("a", "poison", "b")))
    assert (before, after) == ("A", "B")
    assert isinstance(failed, ArithmeticError)
    assert notebook.pages == [["a", "poison", "b"], ["a"], ["poison"], ["b"]]


async def test_what_cannot_be_reached_is_not_tried_for_each(notebook: Notebook, together: Groups[str, str]) -> None:
    failures = await said(together.add("a"), together.add("away"))
    assert all(isinstance(failure, ConnectionResetError) for failure in failures)
    assert len(notebook.pages) == 1
    assert await together.add("b") == "B"


async def test_a_group_that_hangs_holds_nobody_up_for_long(
    notebook: Notebook, together: Groups[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "PATIENCE", 0.01)
    notebook.open.clear()
    hanging = together.add("hangs")
    await asyncio.sleep(0)
    given_up, behind = together.add("b"), together.add("c")
    given_up.cancel()
    assert await behind == "C"
    assert together.load == 1
    notebook.open.set()
    assert await hanging == "HANGS"
    assert notebook.pages == [["c"], ["hangs"]]
    assert together.load == 0


async def test_another_group_begins_while_one_is_under_way_where_several_may(notebook: Notebook) -> None:
    together = Groups(notebook.write, at_once=2)
    notebook.open.clear()
    slow = together.add("hangs")
    await asyncio.sleep(0)
    assert await said(together.add("b")) == ["B"]
    assert not slow.done()
    others = [together.add(word) for word in ("hangs too", "c")]
    await asyncio.sleep(0)
    notebook.open.set()
    assert await said(slow, *others) == ["HANGS", "HANGS TOO", "C"]


async def test_groups_under_way_at_once_share_what_waits(notebook: Notebook) -> None:
    together = Groups(notebook.write, at_once=2)
    await said(*(together.add(word) for word in "abcdef"))
    assert notebook.pages == [["a", "b", "c"], ["d", "e", "f"]]


async def test_one_that_comes_alone_beside_many_shares_the_next_group(notebook: Notebook) -> None:
    together = Groups(notebook.write, at_once=2)
    notebook.open.clear()
    many = [together.add(word) for word in ("hangs", "b", "c", "d", "e", "f")]
    await said(*many[3:])
    alone = together.add("g")
    await asyncio.sleep(0)
    assert notebook.pages == [["d", "e", "f"]]
    with_it = together.add("h")
    assert await said(alone, with_it) == ["G", "H"]
    assert notebook.pages == [["d", "e", "f"], ["g", "h"]]
    notebook.open.set()
    await said(*many)
