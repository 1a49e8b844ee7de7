"""`portal words`: keep the translations of the portal's own words."""

import typer

from portal.domain.errors import Invalid
from portal.domain.wording import count_of
from portal.web import translations
from portal.web.languages import SOURCE_LANGUAGE
from portal.web.words import LANGUAGES

app = typer.Typer(help="Gather the words of pages and code for translation, and check that all are translated.")
TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]


@app.command()
def extract() -> None:
    """Bring every catalogue up to date. Translations stay; new words wait in it for theirs."""
    wanted = translations.gathered()
    for language in TRANSLATED:
        catalogue = translations.merge(language, wanted)
        waiting = sum(1 for message in catalogue if message.id and any(translations.faults(message, catalogue)))
        typer.echo(f"{language}: {count_of(len(catalogue), 'text')}, {waiting or 'none'} to translate.")


@app.command()
def check() -> None:
    """Print every text that lacks a translation, has a wrong one, or is said nowhere any more."""
    wanted = translations.gathered()
    found = [problem for language in TRANSLATED for problem in translations.problems(language, wanted)]
    for problem in found:
        typer.echo(problem)
    if found:
        message = f"{count_of(len(found), 'problem')} in the catalogues."
        raise Invalid(message)
    typer.echo(f"The catalogues are complete: {', '.join(TRANSLATED)}.")
