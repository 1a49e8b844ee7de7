import shutil
from pathlib import Path

import pytest

from portal.content.languages import language
from portal.content.loader import lint, load_catalogue
from portal.domain.playbook import Coach
from portal.domain.roles import Role
from tests.catalogues import rules_of
from tests.content.playbooks import ARABIC, copy_sound, edit

RICH = """
success_signal: {label: it works, event: Ticket Closed, count: 2}
unlocks:
  - {key: speed, name: Speed, blurb: Twice as fast., link: /speed}
impact: {label: to close a ticket, before: 9 min, after: 3 min}
story: {quote: It works., source: A customer., consent: true}
video: {title: How to, seconds: 9}
coach: {title: Do it with us, minutes: 20, link: /book}
"""
RICH_TEXTS = """
success_signal: {label: es klappt}
unlocks: {speed: {name: Tempo, blurb: Doppelt so schnell.}}
impact: {label: bis zum Abschluss, before: 9 Min., after: 3 Min.}
story: {quote: Es klappt., source: Ein Kunde.}
video: {title: So geht es}
coach: {title: Mit uns gemeinsam}
"""
TEXTS = """
title: Meilenstein
short: Stein
outcome: das Ergebnis
why: Weil 1 mehr als 0 ist.
steps:
  one: {title: Eins, cue: Los., tip: Ein Tipp., link: {label: Öffnen}}
  two: {title: Zwei, cue: Los.}
  three: {title: Drei, cue: Los.}
celebration: {headline: Fertig., fact: Es hat 6 Minuten gedauert.}
"""
QUESTIONS = """
questions:
  - id: shift
    text: When do you work?
    help: We ask once.
    kind: one
    options: [{id: day, label: By day}, {id: night, label: By night}]
"""
LADDER = """
title: Die Leiter
promise: Etwas von Wert.
questions: {shift: {text: Wann arbeiten Sie?, help: Wir fragen einmal., options: {day: Tags, night: Nachts}}}
"""


def write(playbook: Path, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        with (playbook / path).open("a") as file:
            file.write(text)


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """The sound playbook with a rich first milestone, its operator ladder in German too."""
    playbook = copy_sound(tmp_path)
    first = "milestones/a/milestone.yaml"
    link = "title: One, tip: A tip., link: {url: /tickets, label: Open}"
    edit(playbook, first, "title: One", link)
    milestones = {f"milestones/{name}/milestone.de.yaml": TEXTS for name in "abcd"}
    milestones |= {f"milestones/{name}/article.de.md": f"Wie {name} geht." for name in "abcd"}
    write(playbook, {"vendor.yaml": "languages: [en, de]\n", "ladders/operator.yaml": QUESTIONS, first: RICH})
    write(playbook, milestones | {"ladders/operator.de.yaml": LADDER})
    write(playbook, {"milestones/a/milestone.de.yaml": RICH_TEXTS})
    for name in "bcd":
        bare = TEXTS.replace(", tip: Ein Tipp., link: {label: Öffnen}", "")
        (playbook / f"milestones/{name}/milestone.de.yaml").write_text(bare)
    beside = {"email.md": "---\nsubject: Hello\n---\nDo it.", "email.de.md": "---\nsubject: Hallo\n---\nLos."}
    beside |= {"in_app.md": "Do it.", "in_app.de.md": "Los.", "transcript.md": "It.", "transcript.de.md": "Es."}
    beside |= {"video.vtt": "WEBVTT\n", "video.de.vtt": "WEBVTT\n\nde"}
    write(playbook, {f"milestones/a/{name}": text for name, text in beside.items()})
    (playbook / "milestones/a/video.webm").write_bytes(b"\x1a\x45\xdf\xa3")
    (playbook / "milestones/a/poster.png").write_bytes(b"\x89PNG")
    return playbook


def test_every_text_of_a_ladder_is_there_in_its_language(german: Path) -> None:
    assert lint(german) == []
    catalogue = load_catalogue(german)
    ladder = catalogue.in_language("de").ladders[Role.OPERATOR]
    first, before = ladder.milestones[0], catalogue.ladders[Role.OPERATOR].milestones[0]
    assert (ladder.title, ladder.promise) == ("Die Leiter", "Etwas von Wert.")
    (question,) = ladder.questions
    assert (question.language, question.text, question.help) == ("de", "Wann arbeiten Sie?", "Wir fragen einmal.")
    assert catalogue.ladders[Role.OPERATOR].questions[0].language == "en"
    assert [option.label for option in question.options] == ["Tags", "Nachts"]
    assert (first.language, first.title, first.short, first.outcome) == ("de", "Meilenstein", "Stein", "das Ergebnis")
    assert (first.steps[0].tip, first.steps[0].link_label) == ("Ein Tipp.", "Öffnen")
    assert [step.title for step in first.steps] == ["Eins", "Zwei", "Drei"]
    assert first.signal
    assert first.signal.label == "es klappt"
    assert [(one.name, one.blurb, one.link) for one in first.unlocks] == [
        ("Tempo", "Doppelt so schnell.", "https://desk.acme.example/speed")
    ]
    assert first.impact
    assert (first.impact.label, first.impact.before) == ("bis zum Abschluss", "9 Min.")
    assert first.story
    assert first.story.quote == "Es klappt."
    assert first.celebration.headline == "Fertig."
    assert first.coach == Coach("Mit uns gemeinsam", 20, "https://desk.acme.example/book")
    assert (first.article, first.in_app) == ("Wie a geht.", "Los.")
    assert first.email
    assert (first.email.subject, first.email.body) == ("Hallo", "Los.")
    assert first.video
    assert before.video
    assert (first.video.title, first.video.transcript) == ("So geht es", "Es.")
    assert first.video.captions != before.video.captions
    assert first.video.clip == before.video.clip


def test_a_translation_changes_words_and_nothing_else(german: Path) -> None:
    catalogue = load_catalogue(german)
    translated = catalogue.in_language("de")
    assert rules_of(translated) == rules_of(catalogue)
    for before, after in zip(catalogue.milestones.values(), translated.milestones.values(), strict=True):
        assert (before.id, before.requires, before.due_days) == (after.id, after.requires, after.due_days)
        assert [step.rule for step in before.steps] == [step.rule for step in after.steps]


def test_a_language_is_made_once_and_others_keep_the_originals_words(german: Path) -> None:
    catalogue = load_catalogue(german)
    assert catalogue.in_language("de") is catalogue.in_language("de")
    assert catalogue.in_language("fr") is catalogue
    assert catalogue.in_language("en") is catalogue
    assert catalogue.languages(Role.OPERATOR) == ("en", "de")
    assert catalogue.languages(Role.ADMIN) == ("en",)
    assert catalogue.in_language("de").ladders[Role.ADMIN] == catalogue.ladders[Role.ADMIN]


def test_translations_may_come_one_by_one_before_the_ladder_is_offered(german: Path) -> None:
    (german / "ladders/operator.de.yaml").unlink()
    (german / "milestones/b/article.de.md").unlink()
    assert lint(german) == []
    catalogue = load_catalogue(german)
    assert catalogue.languages(Role.OPERATOR) == ("en",)
    assert catalogue.in_language("de").milestones["a"].title == "Meilenstein"
    assert catalogue.in_language("de").milestones["b"].title == "Milestone b"


def test_letters_that_run_from_right_to_left_come_through(tmp_path: Path) -> None:
    playbook = Path(shutil.copytree(ARABIC, copy_sound(tmp_path), dirs_exist_ok=True))
    assert lint(playbook) == []
    first = load_catalogue(playbook).in_language("ar").ladders[Role.OPERATOR].milestones[0]
    assert (first.language, first.title) == ("ar", "أرسل طلبك الأول")


@pytest.mark.parametrize(("locale", "name"), [("de", "German"), ("pt-BR", "Portuguese (BR)"), ("xx", "`xx`")])
def test_languages_are_called_by_their_names(locale: str, name: str) -> None:
    assert language(locale) == name
