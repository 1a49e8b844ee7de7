"""Weeks of use as bits: those of an ISO year in one number, bit 0 for week 1."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

LONGEST_YEAR: Final = 53


def mondays(years: Mapping[int, int]) -> Iterator[date]:
    """The Mondays of the weeks whose bits are set, by ISO year, in order."""
    for year in sorted(years):
        for before in range(LONGEST_YEAR):
            if years[year] >> before & 1:
                yield date.fromisocalendar(year, before + 1, 1)
