"""Of two people who edit one thing, the second sees what the first changed, and loses nothing."""

from datetime import date

from starlette.datastructures import ImmutableMultiDict
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from portal.domain.errors import Stale
from portal.web.conflicts import Theirs, VersionedForm, beside, editing
from portal.web.templating import create_environment

NOW = {"title": "Allow the addresses", "due": date(2026, 11, 20), "why": "IT asks.", "owner": "p", "shown": True}


class SomeForm(VersionedForm):
    title = StringField("Title")
    due = DateField("Due")
    why = TextAreaField("Why")
    owner = SelectField("Owner", choices=[SelectChoice("p", "Priya Raman"), SelectChoice("e", "Elif Demir")])
    shown = BooleanField("Shown")


def submitted(**typed: str) -> SomeForm:
    """The form as a browser sends it back after its reader opened it at `NOW` and typed something."""
    form = editing(SomeForm(), version=3, now=NOW)
    given = {"version": "3", "seen": form.seen.data or "", "shown": "y", "owner": "p"}
    given |= {"title": "Allow the addresses", "due": "2026-11-20", "why": "IT asks."} | typed
    return SomeForm(ImmutableMultiDict(given))


def stale(**theirs: object) -> Stale:
    return Stale(version=4, now=NOW | theirs, by="Jonas Weber")


def written(template: str, form: SomeForm) -> str:
    return create_environment().from_string(template).render(form=form)


def test_a_field_only_they_changed_takes_theirs() -> None:
    form = beside(submitted(title="Allow four addresses"), stale(due=date(2026, 12, 1)))
    assert form.title.data == "Allow four addresses"
    assert form.title.flags.theirs is None
    assert form.due.data == date(2026, 12, 1)
    assert form.due.flags.theirs == Theirs("Jonas Weber", "1 Dec 2026", kept=False)
    assert 'value="2026-12-01"' in form.due()


def test_a_field_both_changed_keeps_what_its_reader_typed() -> None:
    form = beside(submitted(why="Legal asks."), stale(why="Security asks."))
    assert form.why.data == "Legal asks."
    assert form.why.flags.theirs == Theirs("Jonas Weber", "Security asks.", kept=True)


def test_the_same_change_by_both_is_no_conflict() -> None:
    form = beside(submitted(why="Legal asks."), stale(why="Legal asks."))
    assert form.why.flags.theirs is None


def test_choices_and_switches_are_told_in_words() -> None:
    form = beside(submitted(), stale(owner="e", shown=False, why=""))
    assert form.owner.flags.theirs == Theirs("Jonas Weber", "Elif Demir", kept=False)
    assert form.shown.flags.theirs == Theirs("Jonas Weber", "no", kept=False)
    assert form.why.flags.theirs == Theirs("Jonas Weber", "nothing", kept=False)


def test_lines_as_browsers_send_them_are_no_change() -> None:
    assert beside(submitted(why="One\r\ntwo"), stale(why="One\ntwo")).why.flags.theirs is None


def test_the_next_save_knows_of_both() -> None:
    form = beside(submitted(why="Legal asks."), stale(why="Security asks."))
    assert form.version.data == 4
    again = SomeForm(ImmutableMultiDict({"version": "4", "seen": form.seen.data, "why": "Legal asks.", "owner": "p"}))
    later = beside(again, Stale(version=5, now=NOW | {"why": "Security asks."}, by="Mara Lindqvist"))
    assert later.why.flags.theirs is None


def test_without_a_note_of_what_was_there_everything_that_differs_is_shown_and_kept() -> None:
    for lost in ("", "[]", "not a note"):
        form = beside(submitted(why="Legal asks.", seen=lost), stale())
        assert form.why.flags.theirs == Theirs("Jonas Weber", "IT asks.", kept=True)


def test_a_field_says_who_changed_it_and_points_to_that() -> None:
    form = beside(submitted(why="Legal <asks>."), stale(why="Security <asks>."))
    html = written('{% from "macros/forms.html" import field %}{{ field(form.why) }}', form)
    assert "<b>Jonas Weber</b> changed this to <q>Security &lt;asks&gt;.</q>" in html
    assert 'aria-describedby="why-theirs"' in html
    head = written('{% from "macros/conflicts.html" import conflict %}{{ conflict(form) }}', form)
    assert 'name="version" type="hidden" value="4"' in head
    assert "Jonas Weber</b> saved this while you were editing" in head
