"""full-text search over articles."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LANGUAGES = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nb": "norwegian", "nl": "dutch", "pt": "portuguese", "ro": "romanian",
    "sv": "swedish", "tr": "turkish",
}  # fmt: skip

VIRTUAL_TABLE = """
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, body, content=articles, content_rowid=id, tokenize='unicode61 remove_diacritics 2', prefix='2 3 4'
)
"""
ADDED = """
CREATE TRIGGER article_words_added AFTER INSERT ON articles BEGIN
    INSERT INTO article_words (rowid, title, body) VALUES (new.id, new.title, new.body);
END
"""
REMOVED = """
CREATE TRIGGER article_words_removed AFTER DELETE ON articles BEGIN
    INSERT INTO article_words (article_words, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END
"""


def upgrade() -> None:
    """Index articles the way the database at hand does it."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE articles ADD COLUMN words tsvector GENERATED ALWAYS AS ({_words()}) STORED")
        op.execute("CREATE INDEX ix_articles_words ON articles USING gin (words)")
        return
    for statement in (VIRTUAL_TABLE, ADDED, REMOVED):
        op.execute(statement)


def downgrade() -> None:
    """Take the index away again."""
    if op.get_context().dialect.name == "postgresql":
        op.drop_index("ix_articles_words", "articles")
        op.drop_column("articles", "words")
        return
    for trigger in ("article_words_added", "article_words_removed"):
        op.execute(f"DROP TRIGGER {trigger}")
    op.execute("DROP TABLE article_words")


def _words() -> str:
    cases = " ".join(f"WHEN '{code}' THEN {_stems(name)}" for code, name in LANGUAGES.items())
    plain = "setweight(to_tsvector('simple', title), 'B') || setweight(to_tsvector('simple', body), 'D')"
    return f"(CASE left(locale, 2) {cases} ELSE ''::tsvector END) || {plain}"


def _stems(name: str) -> str:
    return f"setweight(to_tsvector('{name}', title), 'A') || setweight(to_tsvector('{name}', body), 'C')"
