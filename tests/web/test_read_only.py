"""Making a page one that only shows: what acts is gone, what is read stays as it was."""

from portal.web.internal.read_only import read_only


def shown(body: str) -> str:
    page = read_only(f"<!DOCTYPE html><html><body>{body}</body></html>", address="/seen", frame="<hr>")
    return page.removeprefix("<!DOCTYPE html><html><body><hr>").removesuffix("</body></html>")


def test_text_and_drawings_stay_as_they_were() -> None:
    body = '<p class="a">Fish &amp; chips &#8212; <b>5 &lt; 6</b></p><svg viewBox="0 0 2 2"><path d="M0 0"/></svg><br>'
    assert shown(body) == body


def test_controls_are_disabled_and_forms_lead_nowhere() -> None:
    form = '<form action="/x" method="post" data-hx-post="/x"><input name="a"><button class="b">Go</button></form>'
    assert shown(form) == '<form><input name="a" disabled><button class="b" disabled>Go</button></form>'


def test_links_stay_among_the_pages_that_may_be_seen() -> None:
    assert shown('<a href="/">Ladder</a>') == '<a href="/seen">Ladder</a>'
    assert shown('<a href="/milestones/pilot#steps">Pilot</a>') == '<a href="/seen/milestones/pilot#steps">Pilot</a>'
    assert shown('<a href="#rail">Rail</a>') == '<a href="#rail">Rail</a>'
    for elsewhere in ("/team", "/milestones/pilot/hand-over", "https://app.test/", "//evil.test/", "/logout"):
        assert shown(f'<a href="{elsewhere}">Away</a>') == "<a>Away</a>"


def test_scripts_are_left_out_and_values_stay_quoted() -> None:
    assert shown('<script src="/a.js"></script><p>After</p>') == "<p>After</p>"
    assert (
        shown('<button title="&quot;><script>">x</button>')
        == '<button title="&quot;&gt;&lt;script&gt;" disabled>x</button>'
    )
