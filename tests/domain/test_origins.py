import pytest

from portal.domain.errors import Invalid
from portal.domain.origins import parse_origins


def test_sites_are_read_as_browsers_name_them() -> None:
    text = "https://App.example.com/, http://localhost:3000 https://app.example.com"
    assert parse_origins(text) == ("http://localhost:3000", "https://app.example.com")
    assert parse_origins(" ") == ()


@pytest.mark.parametrize(
    "text", ["app.example.com", "https://a.example/path", "javascript:alert(1)", "*", "https://a b"]
)
def test_what_is_no_site_is_refused_with_the_mend(text: str) -> None:
    with pytest.raises(Invalid, match=r"https://app\.example\.com"):
        parse_origins(text)


def test_there_is_an_end_to_the_sites_of_a_source() -> None:
    with pytest.raises(Invalid, match="20 at most"):
        parse_origins(" ".join(f"https://{place}.example" for place in range(21)))
