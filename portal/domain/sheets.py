"""Sheets of accounts and members, as people save them from a spreadsheet; every mistake is told by its line."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from portal.domain.errors import Invalid
from portal.domain.records import LONGEST_EMAIL, LONGEST_INDUSTRY, LONGEST_NAME, MOST_SEATS
from portal.domain.roles import Role

MOST_ROWS: Final = 5000
MOST_PROBLEMS: Final = 100
DELIMITERS: Final = ",;\t"
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
LONGEST_LANGUAGE: Final = 20
YES: Final = frozenset({"yes", "true", "1", "x"})
NO: Final = frozenset({"no", "false", "0"})
NOT_UTF8: Final = "The file is not in UTF-8. Save it again as “CSV UTF-8”, then try again."
EMPTY: Final = "The file is empty. Its first line names the columns: %(columns)s."
TOO_LONG: Final = "The file has more than %(most)s rows. Split it, and import the parts one after the other."
BROKEN: Final = "Line %(line)s cannot be read: %(why)s. Look for a quotation mark that is not closed."


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: how a cell is read (it raises ValueError with what is wrong), and what is written there."""

    name: str
    read: Callable[[str], Any]
    says: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong on a line, and how to mend it; without a column it is about the whole line."""

    line: int
    column: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row, by the names of the columns; an empty cell is left out."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: rows that can be read, and mistakes."""

    rows: tuple[Row, ...]
    mistakes: tuple[Mistake, ...]


def _words(longest: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        text = " ".join(cell.split())
        if len(text) > longest:
            message = f"is longer than {longest} characters: shorten it"
            raise ValueError(message)
        if CONTROL.search(text):
            message = "holds characters that cannot be kept: type it again"
            raise ValueError(message)
        return text

    return read


def _address(cell: str) -> str:
    if len(cell) > LONGEST_EMAIL or not ADDRESS.fullmatch(cell):
        message = f"“{cell[:60]}” is no e-mail address: write it as name@company.com"
        raise ValueError(message)
    return cell


def _seats(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit() or len(cell) > len(str(MOST_SEATS)) or int(cell) > MOST_SEATS:
        message = f"“{cell[:60]}” is no number of seats: write a whole number without separators, as 1200"
        raise ValueError(message)
    return int(cell)


def _day(cell: str) -> date:
    try:
        return datetime.strptime(cell, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        message = f"“{cell[:60]}” is no day: write it as 2026-11-02"
        raise ValueError(message) from None


def _language(cell: str) -> str:
    if len(cell) > LONGEST_LANGUAGE or not LANGUAGE.fullmatch(cell):
        message = f"“{cell[:60]}” is no language: write its code, as en or pt-BR"
        raise ValueError(message)
    return cell


def _role(cell: str) -> Role:
    word = cell.lower().replace(" ", "_")
    if word not in set(Role):
        message = f"“{cell[:60]}” is no role: choose from {', '.join(Role)}"
        raise ValueError(message)
    return Role(word)


def _yes(cell: str) -> bool:
    word = cell.lower()
    if word not in YES | NO:
        message = f"“{cell[:60]}” is neither yes nor no"
        raise ValueError(message)
    return word in YES


ACCOUNTS: Final = (
    Column("external_id", _words(LONGEST_NAME), "The account's id in your CRM or product", needed=True),
    Column("name", _words(LONGEST_NAME), "What it is called", needed=True),
    Column("industry", _words(LONGEST_INDUSTRY), "What it does"),
    Column("seats", _seats, "How many people it pays for, as 1200"),
    Column("language", _language, "What its people read where they choose nothing, as en or pt-BR"),
    Column("csm", _address, "The e-mail of the CSM who guides it"),
    Column("target_go_live_on", _day, "When it is to go live, as 2026-11-02"),
)
MEMBERS: Final = (
    Column("account", _words(LONGEST_NAME), "The account's id in your CRM or product", needed=True),
    Column("external_id", _words(LONGEST_NAME), "The person's id in your CRM or product", needed=True),
    Column("name", _words(LONGEST_NAME), "What they are called", needed=True),
    Column("email", _address, "The address they sign in with"),
    Column("role", _role, "admin, power_user or operator"),
    Column("pilot", _yes, "Whether they are in the pilot: yes or no"),
)


def read_sheet(content: bytes, columns: Sequence[Column], *, keys: Sequence[str]) -> Sheet:
    """The rows of a file, of which no two may agree in `keys`. Raises Invalid for what is no such sheet at all."""
    lines = list(_lines(_text(content), columns))
    if not lines:
        raise Invalid(EMPTY, columns=[column.name for column in columns])
    heading = [cell.strip().lower().replace(" ", "_") for cell in lines[0][1]]
    if mistakes := _wrong_heading(heading, columns):
        return Sheet((), tuple(mistakes))
    rows: list[Row] = []
    mistakes = []
    seen: dict[tuple[Any, ...], int] = {}
    for line, cells in lines[1:]:
        row, wrong = _row(line, dict(zip(heading, cells, strict=False)), columns)
        if len(cells) != len(heading):
            wrong = [Mistake(line, None, f"It has {len(cells)} cells, the first line has {len(heading)}.")]
        elif not wrong and (twice := seen.setdefault(tuple(row.values[key] for key in keys), line)) != line:
            wrong = [Mistake(line, keys[-1], f"The same stands on line {twice} already: keep one of them.")]
        mistakes += wrong
        rows += [] if wrong else [row]
    return Sheet(tuple(rows), tuple(mistakes[:MOST_PROBLEMS]))


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(NOT_UTF8) from None
    if "\0" in text:
        raise Invalid(NOT_UTF8)
    return text


def _lines(text: str, columns: Sequence[Column]) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with the number at which it begins: a cell may hold several."""
    heading = text.lstrip().partition("\n")[0]
    if not heading.strip():
        raise Invalid(EMPTY, columns=[column.name for column in columns])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=heading.count), strict=True)
    begins, found = 1, 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found += 1
                if found > MOST_ROWS + 1:
                    raise Invalid(TOO_LONG, most=MOST_ROWS)
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Invalid(BROKEN, line=begins, why=str(error)) from None


def _wrong_heading(heading: Sequence[str], columns: Sequence[Column]) -> list[Mistake]:
    known = [column.name for column in columns]
    wrong = [
        f"There is no column “{name[:60]}”: the columns are {', '.join(known)}."
        for name in heading
        if name not in known
    ]
    wrong += [f"The column “{name}” stands there twice." for name in known if heading.count(name) > 1]
    wrong += [f"The column “{one.name}” is missing." for one in columns if one.needed and one.name not in heading]
    return [Mistake(1, None, says) for says in wrong]


def _row(line: int, cells: Mapping[str, str], columns: Sequence[Column]) -> tuple[Row, list[Mistake]]:
    values: dict[str, Any] = {}
    wrong: list[Mistake] = []
    for column in columns:
        cell = cells.get(column.name, "").strip()
        if not cell:
            if column.needed:
                wrong.append(Mistake(line, column.name, "This is empty: it is needed."))
            continue
        try:
            values[column.name] = column.read(cell)
        except ValueError as error:
            wrong.append(Mistake(line, column.name, f"{error}."))
    return Row(line, values), wrong
