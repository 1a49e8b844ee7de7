"""the database itself refuses to change or remove entries of the audit."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFUSAL = "entries of the audit are neither changed nor removed"
SQLITE = """
CREATE TRIGGER audit_entries_no_{act} BEFORE {act} ON audit_entries BEGIN
    SELECT RAISE(ABORT, '{refusal}');
END
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation';
END $$
"""
POSTGRESQL = """
CREATE TRIGGER audit_entries_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
"""
ACTS = ("update", "delete")


def upgrade() -> None:
    """Refuse every change of what was recorded."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(FUNCTION.format(refusal=REFUSAL))
        op.execute(POSTGRESQL)
        return
    for act in ACTS:
        op.execute(SQLITE.format(act=act, refusal=REFUSAL))


def downgrade() -> None:
    """Let the table be dropped again."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entries_only_grow ON audit_entries")
        op.execute("DROP FUNCTION refuse_audit_change()")
        return
    for act in ACTS:
        op.execute(f"DROP TRIGGER audit_entries_no_{act}")
