import pytest

from portal.identity.redirects import local_path


@pytest.mark.parametrize("wanted", ["/", "/milestones/sign_on", "/internal/accounts/1?tab=path#top", "/größe"])
def test_a_page_of_the_portal_is_kept(wanted: str) -> None:
    assert local_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/x\\..\\evil",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        " /x",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "/a b",
        "/\0",
        "/\x7f",
        "/\ud800",
        "/\u2028",
        "/" + "x" * 2000,
        "/login?next=/",
        "/logout",
        "/auth/start?staff=1",
    ],
)
def test_anything_else_becomes_the_start_page(wanted: str | None) -> None:
    assert local_path(wanted) == "/"
