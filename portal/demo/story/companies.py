"""The demo's customer organisations: eight with a story, then plausible others, as many as are asked for."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, islice, product

MOST_ACCOUNTS = 1000
LETTERS = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "đ": "d", "æ": "ae", "&": "and"})


@dataclass(frozen=True, slots=True)
class Company:
    """A customer organisation as the vendor's CRM knows it."""

    name: str
    industry: str
    seats: int

    @property
    def slug(self) -> str:
        """The name in small letters and hyphens; it is also the account's id in the vendor's product."""
        return slug(self.name, "-")

    @property
    def domain(self) -> str:
        """The domain of its e-mail addresses, under a top level that nobody can own."""
        return f"{slug(self.name, '')}.example"


def slug(words: str, separator: str) -> str:
    """Words in ASCII letters and digits, joined by the separator."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(LETTERS)).encode("ascii", "ignore").decode()
    return separator.join(re.findall(r"[a-z0-9]+", plain))


WELL_KNOWN = (
    Company("Halden Freight", "Logistics", 260),
    Company("Brightwell Clinics", "Health", 420),
    Company("Oster & Sons", "Retail", 180),
    Company("Caldera Energy", "Energy", 1200),
    Company("Vantage Care", "Health", 90),
    Company("Pellan Foods", "Food", 310),
    Company("Norra Bank", "Finance", 2400),
    Company("Ibex Travel", "Travel", 75),
    Company("Kestrel Couriers", "Logistics", 140),
    Company("Tamarind Textiles", "Manufacturing", 520),
    Company("Lumen Dental", "Health", 65),
    Company("Quarry & Finch", "Construction", 230),
    Company("Sable Coffee", "Food", 48),
    Company("Ostrava Steel", "Manufacturing", 1850),
    Company("Harbour Nine", "Logistics", 370),
    Company("Papyrus Print", "Media", 55),
    Company("Zephyr Wind", "Energy", 640),
    Company("Mirador Hotels", "Travel", 910),
    Company("Tidewater Seafood", "Food", 120),
    Company("Fjordline Ferries", "Travel", 330),
    Company("Acorn Pharmacy", "Health", 275),
    Company("Baobab Insurance", "Finance", 1400),
    Company("Meridian Post", "Logistics", 3100),
    Company("Juniper Furniture", "Retail", 160),
    Company("Cobalt Mining", "Energy", 780),
    Company("Lantern Books", "Retail", 42),
    Company("Saffron Kitchens", "Food", 205),
    Company("Northgate Hospital", "Health", 1650),
    Company("Piccolo Toys", "Retail", 88),
    Company("Granite Roads", "Construction", 560),
    Company("Alpenglow Outdoor", "Retail", 130),
    Company("Monsoon Airways", "Travel", 2200),
    Company("Verdant Farms", "Food", 95),
    Company("Atlas Removals", "Logistics", 110),
    Company("Solstice Solar", "Energy", 285),
    Company("Cardinal Credit", "Finance", 720),
    Company("Inkwell News", "Media", 150),
    Company("Rosewood Homes", "Construction", 400),
    Company("Polar Cold Chain", "Logistics", 245),
    Company("Amphora Wines", "Food", 70),
    Company("Delta Diagnostics", "Health", 530),
    Company("Orchard Mutual", "Finance", 980),
)

FIRST_WORDS = (
    "Aspen", "Beacon", "Cedar", "Drift", "Ember", "Falcon", "Garnet", "Heron", "Indigo", "Jasper", "Kelp", "Larch",
    "Maple", "Nimbus", "Onyx", "Prairie", "Quill", "Raven", "Sierra", "Thistle", "Umber", "Vesper", "Willow", "Yarrow",
)  # fmt: skip
SECOND_WORDS = (
    ("Logistics", "Logistics"), ("Clinics", "Health"), ("Stores", "Retail"), ("Power", "Energy"), ("Foods", "Food"),
    ("Bank", "Finance"), ("Travel", "Travel"), ("Works", "Manufacturing"), ("Builders", "Construction"),
    ("Media", "Media"),
)  # fmt: skip


def companies(number: int) -> tuple[Company, ...]:
    """The first `number` companies, always the same ones, each with a name of its own."""
    return tuple(islice(chain(WELL_KNOWN, _more()), number))


def _more() -> Iterator[Company]:
    # The words are walked diagonally, so that neighbours differ in both.
    for series in count(1):
        suffix = "" if series == 1 else f" {series}"
        for (i, (kind, industry)), (j, _) in product(enumerate(SECOND_WORDS), enumerate(FIRST_WORDS)):
            first = FIRST_WORDS[(j + i * 7) % len(FIRST_WORDS)]
            yield Company(f"{first} {kind}{suffix}", industry, 40 + (i * 131 + j * 57) % 1500)
