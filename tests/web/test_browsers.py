import pytest

from portal.web.customer.browsers import BrowserName, browser_name

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
ENGINE = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{WINDOWS} {ENGINE}", ("Chrome", "Windows")),
        (f"{WINDOWS} {ENGINE} Edg/141.0.0.0", ("Edge", "Windows")),
        (f"{WINDOWS} {ENGINE} OPR/120.0.0.0", ("Opera", "Windows")),
        (f"{IPHONE} Version/18.5 Mobile/15E148 Safari/604.1", ("Safari", "iPhone")),
        (f"{IPHONE} CriOS/141.0 Mobile/15E148 Safari/604.1", ("Chrome", "iPhone")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", ("Firefox", "Linux")),
        (f"Mozilla/5.0 (Linux; Android 16; K) {ENGINE}", ("Chrome", "Android")),
        ("curl/8.9.1", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str | None, name: tuple[str | None, str | None]) -> None:
    assert browser_name(agent) == BrowserName(*name)
