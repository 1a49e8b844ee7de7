"""`python -m portal.web.typesetting`: a page on standard input becomes a tagged PDF on standard output.

It runs as a process of its own, so that what typesetting needs (Pango, and a good deal of memory) stays out of the
web process. It reads style sheets and fonts from static/, and opens nothing else: no file, no address.
"""

import sys

from weasyprint import HTML  # type: ignore[import-untyped]  # it comes without types
from weasyprint.urls import (  # type: ignore[import-untyped]  # it comes without types
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from portal.resources import STATIC

BASE = f"{STATIC.resolve().as_uri()}/"
VARIANT = "pdf/ua-1"


class OnlyStatic(URLFetcher):  # type: ignore[misc]  # its parent comes without types
    """Opens what lies in static/."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Open a file of static/. Raises FatalURLFetchingError for anything else."""
        if not url.startswith(BASE) or ".." in url:
            refusal = f"A document may only use what lies in static/, not {url}"
            raise FatalURLFetchingError(refusal)
        return super().fetch(url, headers)


def main() -> None:
    """Typeset the page."""
    text = sys.stdin.buffer.read().decode()
    page = HTML(string=text, base_url=BASE, url_fetcher=OnlyStatic(allowed_protocols={"file"}))
    sys.stdout.buffer.write(page.write_pdf(pdf_variant=VARIANT))


if __name__ == "__main__":
    main()
