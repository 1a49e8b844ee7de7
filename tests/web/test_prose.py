"""Articles as HTML: their sections can be linked to, and nothing else gets in."""

from portal.content.plain import plain_text
from portal.web.customer.prose import Section, prose

ARTICLE = "Intro.\n\n## One `code`\n\nText\n\n## Two\n\n### Below\n\n## Three\n\n| A | B |\n|---|---|\n| c | d |\n"


def test_sections_have_ids_and_are_listed() -> None:
    found = prose(ARTICLE)
    assert found.sections == (
        Section("section-1", "One code"),
        Section("section-2", "Two"),
        Section("section-3", "Three"),
    )
    assert '<h2 id="section-2">Two</h2>' in found.html
    assert "<h3>Below</h3>" in found.html


def test_few_sections_need_no_list() -> None:
    assert prose("## One\n\n## Two\n").sections == ()


def test_scripts_stay_out() -> None:
    html = prose('## <script>alert(1)</script>\n\n[x](javascript:alert(1)) <img onerror="x">').html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_plain_text_sets_apart_what_is_no_sentence() -> None:
    assert plain_text(ARTICLE) == "Intro. One code · Text · Two · Below · Three · A · B · c · d"
    assert plain_text("A *soft*\nbreak.") == "A soft break."
    assert plain_text("") == ""
