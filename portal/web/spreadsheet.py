"""Tables for spreadsheets: lines of CSV, in which no cell is a formula."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

FULL_WIDTH: Final = 0xFEE0
"""How far the full-width form of a letter lies from the letter; some spreadsheets read both alike."""
FORMULAS: Final = "=+-@"
RISKY: Final = (*FORMULAS, *(chr(ord(letter) + FULL_WIDTH) for letter in FORMULAS), "\t", "\r")
"""A cell that begins so would be a formula to a spreadsheet, also after spaces."""


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(RISKY) else cell


def row(cells: Iterable[str]) -> str:
    """One line of CSV, its end included."""
    text = StringIO()
    csv.writer(text).writerow([harmless(cell) for cell in cells])
    return text.getvalue()
