"""initial schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=100), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("original_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clamped", sa.Boolean(), nullable=False),
        sa.Column("properties", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("context", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_account_id_name_at"), "events", ["account_id", "name", "at"], unique=False)
    op.create_index(op.f("ix_events_batch_id"), "events", ["batch_id"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=True),
        sa.Column("payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=2000), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(
        "ix_jobs_ready",
        "jobs",
        ["run_at"],
        unique=False,
        postgresql_where=sa.text("dead_at IS NULL"),
        sqlite_where=sa.text("dead_at IS NULL"),
    )
    op.create_index(
        "uq_jobs_dedupe_key",
        "jobs",
        ["dedupe_key"],
        unique=True,
        postgresql_where=sa.text("lease IS NULL AND dead_at IS NULL"),
        sqlite_where=sa.text("lease IS NULL AND dead_at IS NULL"),
    )
    op.create_table(
        "media",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_media")),
    )
    op.create_table(
        "milestone_tallies",
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("ripe", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("down", sa.Integer(), nullable=False),
        sa.Column("timed", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Double(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("milestone_id", name=op.f("pk_milestone_tallies")),
    )
    op.create_table(
        "revisions",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("files", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revisions")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("browser", sa.Boolean(), nullable=False),
        sa.Column("origins", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("name", name=op.f("uq_sources_name")),
    )
    op.create_table(
        "suppressed_addresses",
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "after_another",
                "quiet_hours",
                "enough_today",
                "enough_this_week",
                "snoozed",
                "server_busy",
                "unwanted",
                "on_hold",
                "dismissed",
                "over",
                "too_late",
                "long_past",
                "left",
                "bounced",
                "came_back",
                "complained",
                "refused",
                "gave_up",
                "interrupted",
                "no_mail",
                "unwritable",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_suppressed_addresses")),
    )
    op.create_table(
        "unrolled_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unrolled_batches")),
    )
    op.create_table(
        "verdict_counts",
        sa.Column("csm_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "critical",
                "at_risk",
                "watch",
                "unknown",
                "not_started",
                "on_track",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("csm_id", "level", name=op.f("pk_verdict_counts")),
    )
    op.create_table(
        "wait_histories",
        sa.Column(
            "role",
            sa.Enum(
                "admin", "power_user", "operator", name="role", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("segment", sa.String(length=120), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("teams", sa.Integer(), nullable=False),
        sa.Column("waits", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("role", "segment", "milestone_id", name=op.f("pk_wait_histories")),
    )
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("webhook", "slack", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("topics", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("earlier_secret", sa.LargeBinary(), nullable=True),
        sa.Column("earlier_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resting_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_reason", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoints")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("industry", sa.String(length=80), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("brand_colour", sa.String(length=7), nullable=True),
        sa.Column("brand_logo", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["brand_logo"], ["media.hash"], name=op.f("fk_accounts_brand_logo")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("external_id", name=op.f("uq_accounts_external_id")),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("scopes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("replaces", sa.String(length=24), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["replaces"], ["api_keys.id"], name=op.f("fk_api_keys_replaces")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_api_keys_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("article", "video", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revisions.number"], name=op.f("fk_articles_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint(
            "revision", "locale", "milestone_id", "kind", name=op.f("uq_articles_revision_locale_milestone_id_kind")
        ),
    )
    op.create_table(
        "event_names",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_event_names_source_id")),
        sa.PrimaryKeyConstraint("source_id", "name", name=op.f("pk_event_names")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=100), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("call", sa.String(length=16), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_quarantine_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_index(op.f("ix_quarantine_code_received_at"), "quarantine", ["code", "received_at"], unique=False)
    op.create_index(op.f("ix_quarantine_received_at_id"), "quarantine", ["received_at", "id"], unique=False)
    op.create_index(op.f("ix_quarantine_source_id"), "quarantine", ["source_id"], unique=False)
    op.create_table(
        "vendor_brands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=True),
        sa.Column("logo", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_vendor_brands_one")),
        sa.ForeignKeyConstraint(["logo"], ["media.hash"], name=op.f("fk_vendor_brands_logo")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_brands")),
    )
    op.create_table(
        "webhook_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "delivered",
                "given_up",
                name="messagestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoints.id"], name=op.f("fk_webhook_messages_endpoint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_messages")),
    )
    op.create_index(
        "ix_webhook_messages_due",
        "webhook_messages",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
        sqlite_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_webhook_messages_endpoint_id_created_at"),
        "webhook_messages",
        ["endpoint_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "account_signals",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("tree", sa.String(length=64), nullable=False),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.Column("counted", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_named_named", sa.Integer(), nullable=True),
        sa.Column("timeline_realistic_days", sa.Integer(), nullable=True),
        sa.Column("timeline_realistic_typical", sa.Integer(), nullable=True),
        sa.Column("capacity_available_others_open", sa.Integer(), nullable=True),
        sa.Column("capacity_available_limit", sa.Integer(), nullable=True),
        sa.Column("responding_answered", sa.Integer(), nullable=True),
        sa.Column("responding_sent", sa.Integer(), nullable=True),
        sa.Column("completing_actions_done", sa.Integer(), nullable=True),
        sa.Column("completing_actions_due", sa.Integer(), nullable=True),
        sa.Column("completing_actions_oldest_days_late", sa.Integer(), nullable=True),
        sa.Column("pilot_active_active", sa.Integer(), nullable=True),
        sa.Column("pilot_active_pilot", sa.Integer(), nullable=True),
        sa.Column("pilot_active_age_days", sa.Integer(), nullable=True),
        sa.Column("adoption_trend_weeks", sa.Integer(), nullable=True),
        sa.Column("adoption_trend_members", sa.Integer(), nullable=True),
        sa.Column("adoption_trend_change", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_signals_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_signals")),
    )
    op.create_table(
        "account_versions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_versions_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_versions")),
    )
    op.create_table(
        "activity_days",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_activity_days_account_id")),
        sa.PrimaryKeyConstraint("account_id", "member_id", "day", name=op.f("pk_activity_days")),
    )
    op.create_index(op.f("ix_activity_days_account_id_day"), "activity_days", ["account_id", "day"], unique=False)
    op.create_table(
        "answers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("chosen", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_answers_account_id")),
        sa.PrimaryKeyConstraint("account_id", "question", name=op.f("pk_answers")),
    )
    op.create_table(
        "assignments",
        sa.Column("experiment_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_assignments_account_id")),
        sa.PrimaryKeyConstraint("experiment_id", "account_id", name=op.f("pk_assignments")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "actor_kind",
            sa.Enum(
                "member",
                "staff",
                "key",
                "system",
                name="actorkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=320), nullable=False),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_audit_entries_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_account_id_id"), "audit_entries", ["account_id", "id"], unique=False)
    op.create_table(
        "blockers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("waits_on", sa.String(length=200), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("stakeholder_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_blockers_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "milestone_id", name=op.f("pk_blockers")),
    )
    op.create_index(op.f("ix_blockers_milestone_id"), "blockers", ["milestone_id"], unique=False)
    op.create_table(
        "celebrations",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_celebrations_account_id")),
        sa.PrimaryKeyConstraint("account_id", "member_id", "milestone_id", name=op.f("pk_celebrations")),
    )
    op.create_table(
        "check_answers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.String(length=64), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("yes", "no", "not_needed", name="ticked", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_check_answers_account_id")),
        sa.PrimaryKeyConstraint("account_id", "check_id", name=op.f("pk_check_answers")),
    )
    op.create_table(
        "coach_bookings",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_coach_bookings_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "milestone_id", name=op.f("pk_coach_bookings")),
    )
    op.create_index(op.f("ix_coach_bookings_starts_at"), "coach_bookings", ["starts_at"], unique=False)
    op.create_table(
        "connections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("client_id", sa.String(length=255), nullable=False),
        sa.Column("client_secret", sa.LargeBinary(), nullable=False),
        sa.Column("groups", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("default_role", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enforced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tested_by_id", sa.Uuid(), nullable=True),
        sa.Column("tested_subject", sa.String(length=255), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_connections_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
    )
    op.create_index(op.f("ix_connections_account_id"), "connections", ["account_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("why", sa.String(length=2000), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_decisions_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("account_id", "external_id", name=op.f("uq_decisions_account_id_external_id")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_decisions_account_id_id")),
    )
    op.create_index(
        op.f("ix_decisions_account_id_decided_on_id"), "decisions", ["account_id", "decided_on", "id"], unique=False
    )
    op.create_table(
        "exposures",
        sa.Column("experiment_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_exposures_account_id")),
        sa.PrimaryKeyConstraint("experiment_id", "account_id", "member_id", name=op.f("pk_exposures")),
    )
    op.create_table(
        "feedback",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column(
            "thumb",
            sa.Enum("up", "down", name="thumb", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_feedback_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "milestone_id", name=op.f("pk_feedback")),
    )
    op.create_table(
        "first_touches",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_first_touches_account_id")),
        sa.PrimaryKeyConstraint("account_id", "member_id", "name", name=op.f("pk_first_touches")),
    )
    op.create_table(
        "go_lives",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("went_live_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("declared_by", sa.String(length=200), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_go_lives_account_id")),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_go_lives")),
    )
    op.create_table(
        "handoff_sections",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_handoff_sections_account_id")),
        sa.PrimaryKeyConstraint("account_id", "section", name=op.f("pk_handoff_sections")),
    )
    op.create_table(
        "handoffs",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deal_drivers", sa.String(length=2000), nullable=False),
        sa.Column("hub_url", sa.String(length=500), nullable=True),
        sa.Column("success_metric", sa.String(length=500), nullable=True),
        sa.Column("sales_name", sa.String(length=200), nullable=True),
        sa.Column("sales_email", sa.String(length=320), nullable=True),
        sa.Column("promises", sa.String(length=2000), nullable=True),
        sa.Column("technical_requirements", sa.String(length=2000), nullable=True),
        sa.Column("handoff_meeting_on", sa.Date(), nullable=True),
        sa.Column("go_no_go", sa.String(length=2000), nullable=True),
        sa.Column("decides_go_live", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_handoffs_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_handoffs")),
    )
    op.create_table(
        "handovers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_handovers_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "milestone_id", name=op.f("pk_handovers")),
    )
    op.create_table(
        "holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("expected_end_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_holds_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_account_id"), "holds", ["account_id"], unique=False)
    op.create_index(
        "ix_holds_open_by_end",
        "holds",
        ["expected_end_on"],
        unique=False,
        postgresql_where=sa.text("ended_on IS NULL"),
        sqlite_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "kickoffs",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("attendees", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("recap", sa.String(length=5000), nullable=True),
        sa.Column("recap_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recap_sent_by", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_kickoffs_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_kickoffs")),
    )
    op.create_table(
        "member_weeks",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_member_weeks_account_id")),
        sa.PrimaryKeyConstraint("account_id", "member_id", "year", name=op.f("pk_member_weeks")),
    )
    op.create_table(
        "metric_weeks",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("metric_id", sa.String(length=64), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_metric_weeks_account_id")),
        sa.PrimaryKeyConstraint("account_id", "metric_id", "week", name=op.f("pk_metric_weeks")),
    )
    op.create_table(
        "milestone_completions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_milestone_completions_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "milestone_id", name=op.f("pk_milestone_completions")),
    )
    op.create_table(
        "play_actions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("play", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_play_actions_account_id")),
        sa.PrimaryKeyConstraint("account_id", "play", "action", "done_at", name=op.f("pk_play_actions")),
    )
    op.create_index(
        op.f("ix_play_actions_play_account_id_done_at"), "play_actions", ["play", "account_id", "done_at"], unique=False
    )
    op.create_table(
        "play_drafts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("play", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_play_drafts_account_id")),
        sa.PrimaryKeyConstraint("account_id", "play", "action", name=op.f("pk_play_drafts")),
    )
    op.create_table(
        "playbook_pins",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edits", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_playbook_pins_account_id")),
        sa.ForeignKeyConstraint(["revision"], ["revisions.number"], name=op.f("fk_playbook_pins_revision")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_playbook_pins")),
    )
    op.create_table(
        "privacy_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "wish",
            sa.Enum(
                "export",
                "suppress",
                "resume",
                "delete",
                name="wish",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=200), nullable=True),
        sa.Column("asked_by", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("copy", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_privacy_requests_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_requests")),
    )
    op.create_index(
        op.f("ix_privacy_requests_account_id_asked_at"), "privacy_requests", ["account_id", "asked_at"], unique=False
    )
    op.create_table(
        "rule_progress",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("step_id", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_rule_progress_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "milestone_id", "step_id", name=op.f("pk_rule_progress")),
    )
    op.create_table(
        "snoozes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_snoozes_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "milestone_id", name=op.f("pk_snoozes")),
    )
    op.create_table(
        "stakeholders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column(
            "capacity",
            sa.Enum("dedicated", "side_project", name="capacity", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("authority", sa.String(length=500), nullable=True),
        sa.Column("motivation", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_stakeholders_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholders")),
        sa.UniqueConstraint("account_id", "external_id", name=op.f("uq_stakeholders_account_id_external_id")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_stakeholders_account_id_id")),
    )
    op.create_table(
        "step_completions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("step_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_step_completions_account_id")),
        sa.PrimaryKeyConstraint(
            "account_id", "subject_id", "milestone_id", "step_id", name=op.f("pk_step_completions")
        ),
    )
    op.create_table(
        "step_counters",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("step_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_step_counters_account_id")),
        sa.PrimaryKeyConstraint("account_id", "milestone_id", "step_id", "person_id", name=op.f("pk_step_counters")),
    )
    op.create_table(
        "success_plans",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("goal", sa.String(length=500), nullable=False),
        sa.Column("use_cases", sa.String(length=2000), nullable=False),
        sa.Column("risks", sa.String(length=2000), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_success_plans_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_success_plans")),
    )
    op.create_table(
        "success_targets",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("metric_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("baseline", sa.Double(), nullable=False),
        sa.Column("baseline_source", sa.String(length=200), nullable=False),
        sa.Column("goal_3", sa.Double(), nullable=False),
        sa.Column("goal_6", sa.Double(), nullable=False),
        sa.Column("goal_12", sa.Double(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_success_targets_account_id")),
        sa.PrimaryKeyConstraint("account_id", "metric_id", name=op.f("pk_success_targets")),
    )
    op.create_table(
        "suppressions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_suppressions_account_id")),
        sa.PrimaryKeyConstraint("account_id", "fingerprint", name=op.f("pk_suppressions")),
    )
    op.create_index(op.f("ix_suppressions_fingerprint"), "suppressions", ["fingerprint"], unique=False)
    op.create_table(
        "sync_notes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sync_notes_account_id")),
        sa.PrimaryKeyConstraint("account_id", "week", name=op.f("pk_sync_notes")),
    )
    op.create_table(
        "touchpoints",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("touchpoint_id", sa.String(length=64), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column(
            "settled",
            sa.Enum("done", "skipped", name="settled", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_touchpoints_account_id")),
        sa.PrimaryKeyConstraint("account_id", "touchpoint_id", "weeks", name=op.f("pk_touchpoints")),
    )
    op.create_table(
        "track_owners",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("track", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_track_owners_account_id")),
        sa.PrimaryKeyConstraint("account_id", "track", name=op.f("pk_track_owners")),
    )
    op.create_table(
        "unlock_overrides",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("feature", sa.String(length=64), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_unlock_overrides_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "feature", name=op.f("pk_unlock_overrides")),
    )
    op.create_table(
        "unlocks",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("feature", sa.String(length=64), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_unlocks_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "feature", name=op.f("pk_unlocks")),
    )
    op.create_table(
        "value_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_value_reports_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_reports")),
        sa.UniqueConstraint("account_id", "number", name=op.f("uq_value_reports_account_id_number")),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("tree", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "critical",
                "at_risk",
                "watch",
                "unknown",
                "not_started",
                "on_track",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("path", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_verdicts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_account_id_as_of"), "verdicts", ["account_id", "as_of"], unique=False)
    op.create_index(
        "uq_verdicts_current",
        "verdicts",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL"),
        sqlite_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "webhook_attempts",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["webhook_messages.id"], name=op.f("fk_webhook_attempts_message_id")),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_webhook_attempts")),
    )
    op.create_table(
        "connection_domains",
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name=op.f("fk_connection_domains_connection_id")
        ),
        sa.PrimaryKeyConstraint("connection_id", "domain", name=op.f("pk_connection_domains")),
    )
    op.create_index(
        "uq_connection_domains_proved",
        "connection_domains",
        ["domain"],
        unique=True,
        postgresql_where=sa.text("verified_at IS NOT NULL"),
        sqlite_where=sa.text("verified_at IS NOT NULL"),
    )
    op.create_table(
        "decision_readers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "decision_id"],
            ["decisions.account_id", "decisions.id"],
            name=op.f("fk_decision_readers_account_id_decision_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "decision_id", "name", name=op.f("pk_decision_readers")),
    )
    op.create_table(
        "decision_texts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("why", sa.String(length=2000), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "decision_id"],
            ["decisions.account_id", "decisions.id"],
            name=op.f("fk_decision_texts_account_id_decision_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "decision_id", "version", name=op.f("pk_decision_texts")),
    )
    op.create_table(
        "duty_holders",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "attends",
                "unblocks",
                "drives",
                "escalates",
                name="duty",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stakeholder_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "stakeholder_id"],
            ["stakeholders.account_id", "stakeholders.id"],
            name=op.f("fk_duty_holders_account_id_stakeholder_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_duty_holders_account_id")),
        sa.PrimaryKeyConstraint("account_id", "duty", name=op.f("pk_duty_holders")),
    )
    op.create_table(
        "logout_tokens",
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("jti", sa.String(length=255), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["connection_id"], ["connections.id"], name=op.f("fk_logout_tokens_connection_id")),
        sa.PrimaryKeyConstraint("connection_id", "jti", name=op.f("pk_logout_tokens")),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("connection_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin", "power_user", "operator", name="role", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "role_source",
            sa.Enum(
                "default", "groups", "portal", name="rolesource", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("pilot", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_members_account_id")),
        sa.ForeignKeyConstraint(["connection_id"], ["connections.id"], name=op.f("fk_members_connection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("account_id", "external_id", name=op.f("uq_members_account_id_external_id")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_members_account_id_id")),
        sa.UniqueConstraint("connection_id", "subject", name=op.f("uq_members_connection_id_subject")),
    )
    op.create_index(op.f("ix_members_account_id_email"), "members", ["account_id", "email"], unique=False)
    op.create_index(op.f("ix_members_external_id"), "members", ["external_id"], unique=False)
    op.create_table(
        "part_holders",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "project_owner",
                "executive_sponsor",
                "economic_buyer",
                "technical_lead",
                "champion",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stakeholder_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "stakeholder_id"],
            ["stakeholders.account_id", "stakeholders.id"],
            name=op.f("fk_part_holders_account_id_stakeholder_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_part_holders_account_id")),
        sa.PrimaryKeyConstraint("account_id", "part", name=op.f("pk_part_holders")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("capabilities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("onboarding_limit", sa.Integer(), nullable=False),
        sa.Column("booking_url", sa.String(length=500), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["connection_id"], ["connections.id"], name=op.f("fk_staff_connection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("connection_id", "subject", name=op.f("uq_staff_connection_id_subject")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
    )
    op.create_index(op.f("ix_staff_name_id"), "staff", ["name", "id"], unique=False)
    op.create_table(
        "calendar_feeds",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_calendar_feeds_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=300), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("in_app", "email", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "topic",
            sa.Enum(
                "invitation",
                "test",
                "note",
                "unblocked",
                "task",
                "nudge",
                "milestone",
                "report",
                "summary",
                "touchpoint",
                "verdict",
                "digest",
                "questions",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "not_sent",
                "returned",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "after_another",
                "quiet_hours",
                "enough_today",
                "enough_this_week",
                "snoozed",
                "server_busy",
                "unwanted",
                "on_hold",
                "dismissed",
                "over",
                "too_late",
                "long_past",
                "left",
                "bounced",
                "came_back",
                "complained",
                "refused",
                "gave_up",
                "interrupted",
                "no_mail",
                "unwritable",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("letter", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=True),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "member_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_deliveries_account_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_deliveries_account_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_deliveries_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_deliveries_dedupe_key")),
    )
    op.create_index(
        op.f("ix_deliveries_account_id_created_at_id"), "deliveries", ["account_id", "created_at", "id"], unique=False
    )
    op.create_index(op.f("ix_deliveries_created_at_id"), "deliveries", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_index(
        "ix_deliveries_in_app",
        "deliveries",
        ["member_id"],
        unique=False,
        postgresql_where=sa.text("channel = 'in_app'"),
        sqlite_where=sa.text("channel = 'in_app'"),
    )
    op.create_index(op.f("ix_deliveries_member_id_created_at"), "deliveries", ["member_id", "created_at"], unique=False)
    op.create_index(op.f("ix_deliveries_staff_id_created_at"), "deliveries", ["staff_id", "created_at"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["base"], ["revisions.number"], name=op.f("fk_drafts_base")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_drafts_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin", "power_user", "operator", name="role", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "accepted_by_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_invitations_account_id_accepted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "by_id"], ["members.account_id", "members.id"], name=op.f("fk_invitations_account_id_by_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_invitations_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(
        op.f("ix_invitations_account_id_created_at"), "invitations", ["account_id", "created_at"], unique=False
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "kickoff",
                "weekly",
                "review",
                "coach",
                "other",
                name="meetingkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("attendees", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("touchpoint_id", sa.String(length=64), nullable=True),
        sa.Column("touchpoint_weeks", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_meetings_account_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_meetings_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_meetings_account_id_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    op.create_index(op.f("ix_meetings_account_id_starts_at"), "meetings", ["account_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_meetings_staff_id"), "meetings", ["staff_id"], unique=False)
    op.create_index(op.f("ix_meetings_starts_at"), "meetings", ["starts_at"], unique=False)
    op.create_table(
        "member_preferences",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column(
            "theme",
            sa.Enum("system", "light", "dark", name="theme", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("celebrations", sa.Boolean(), nullable=False),
        sa.Column("channels", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "member_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_member_preferences_account_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "member_id", name=op.f("pk_member_preferences")),
    )
    op.create_table(
        "nudge_answers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("nudge", sa.String(length=200), nullable=False),
        sa.Column(
            "response",
            sa.Enum("dismissed", "snoozed", name="response", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "member_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_nudge_answers_account_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "member_id", "nudge", name=op.f("pk_nudge_answers")),
    )
    op.create_table(
        "onboardings",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("csm_id", sa.Uuid(), nullable=True),
        sa.Column("technical_lead_id", sa.Uuid(), nullable=True),
        sa.Column("kickoff_on", sa.Date(), nullable=True),
        sa.Column("target_go_live_on", sa.Date(), nullable=True),
        sa.Column("went_live_on", sa.Date(), nullable=True),
        sa.Column("pilot_started_on", sa.Date(), nullable=True),
        sa.Column("typical_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_onboardings_account_id")),
        sa.ForeignKeyConstraint(["csm_id"], ["staff.id"], name=op.f("fk_onboardings_csm_id")),
        sa.ForeignKeyConstraint(["technical_lead_id"], ["staff.id"], name=op.f("fk_onboardings_technical_lead_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_onboardings")),
    )
    op.create_index(op.f("ix_onboardings_csm_id"), "onboardings", ["csm_id"], unique=False)
    op.create_index(op.f("ix_onboardings_technical_lead_id"), "onboardings", ["technical_lead_id"], unique=False)
    op.create_table(
        "portfolio_rows",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("csm_id", sa.Uuid(), nullable=True),
        sa.Column("sort_name", sa.String(length=400), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "before_kickoff",
                "kickoff",
                "discovery",
                "implementation",
                "go_live",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("week", sa.SmallInteger(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("on_hold", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("reasons", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_portfolio_rows_account_id")),
        sa.ForeignKeyConstraint(["csm_id"], ["staff.id"], name=op.f("fk_portfolio_rows_csm_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_portfolio_rows")),
    )
    op.create_index(
        "ix_portfolio_rows_at_level_by_next",
        "portfolio_rows",
        ["rank", "next_on", "sort_name", "account_id"],
        unique=False,
    )
    op.create_index(
        "ix_portfolio_rows_at_level_by_week",
        "portfolio_rows",
        ["rank", "week", "sort_name", "account_id"],
        unique=False,
    )
    op.create_index("ix_portfolio_rows_by_name", "portfolio_rows", ["sort_name", "account_id"], unique=False)
    op.create_index("ix_portfolio_rows_by_next", "portfolio_rows", ["next_on", "sort_name", "account_id"], unique=False)
    op.create_index("ix_portfolio_rows_by_verdict", "portfolio_rows", ["rank", "sort_name", "account_id"], unique=False)
    op.create_index("ix_portfolio_rows_by_week", "portfolio_rows", ["week", "sort_name", "account_id"], unique=False)
    op.create_index(op.f("ix_portfolio_rows_changed_at"), "portfolio_rows", ["changed_at"], unique=False)
    op.create_index(
        "ix_portfolio_rows_of_csm", "portfolio_rows", ["csm_id", "rank", "sort_name", "account_id"], unique=False
    )
    op.create_index(
        "ix_portfolio_rows_of_phase", "portfolio_rows", ["phase", "rank", "sort_name", "account_id"], unique=False
    )
    op.create_index(
        "ix_portfolio_rows_on_hold", "portfolio_rows", ["on_hold", "rank", "sort_name", "account_id"], unique=False
    )
    op.create_index("ix_portfolio_rows_urgent", "portfolio_rows", ["urgency", "account_id"], unique=False)
    op.create_index(
        "ix_portfolio_rows_urgent_of_csm", "portfolio_rows", ["csm_id", "urgency", "account_id"], unique=False
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_views_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_saved_views_staff_id_name")),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("sid", sa.String(length=255), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("id_token", sa.LargeBinary(), nullable=False),
        sa.Column("agent", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["connection_id"], ["connections.id"], name=op.f("fk_sessions_connection_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_sessions_member_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sessions_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_connection_id_sid"), "sessions", ["connection_id", "sid"], unique=False)
    op.create_index(op.f("ix_sessions_connection_id_subject"), "sessions", ["connection_id", "subject"], unique=False)
    op.create_table(
        "staff_preferences",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("channels", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_preferences_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_preferences")),
    )
    op.create_table(
        "start_overrides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_start_overrides_account_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_start_overrides_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_start_overrides")),
    )
    op.create_index(op.f("ix_start_overrides_account_id"), "start_overrides", ["account_id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("customer", "internal", name="audience", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("stakeholder_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(stakeholder_id IS NULL OR member_id IS NULL) AND (stakeholder_id IS NULL OR staff_id IS NULL) AND (member_id IS NULL OR staff_id IS NULL)",
            name=op.f("ck_tasks_one_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "first_id"], ["tasks.account_id", "tasks.id"], name=op.f("fk_tasks_account_id_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "member_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_tasks_account_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "stakeholder_id"],
            ["stakeholders.account_id", "stakeholders.id"],
            name=op.f("fk_tasks_account_id_stakeholder_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tasks_account_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_tasks_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("account_id", "external_id", name=op.f("uq_tasks_account_id_external_id")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_tasks_account_id_id")),
    )
    op.create_index(op.f("ix_tasks_account_id_due_on"), "tasks", ["account_id", "due_on"], unique=False)
    op.create_index(
        "ix_tasks_open_by_day",
        "tasks",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("done_on IS NULL"),
        sqlite_where=sa.text("done_on IS NULL"),
    )
    op.create_index(
        "ix_tasks_open_of_staff",
        "tasks",
        ["staff_id", "due_on", "id"],
        unique=False,
        postgresql_where=sa.text("done_on IS NULL"),
        sqlite_where=sa.text("done_on IS NULL"),
    )
    op.create_table(
        "team_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "handover",
                "help",
                "reminder",
                "news",
                name="notekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_member_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "from_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_team_notes_account_id_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "to_member_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_team_notes_account_id_to_member_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_team_notes_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_notes")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_team_notes_account_id_id")),
    )
    op.create_index(
        op.f("ix_team_notes_account_id_to_member_id"), "team_notes", ["account_id", "to_member_id"], unique=False
    )
    op.create_table(
        "urgency_snoozes",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_urgency_snoozes_account_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_urgency_snoozes_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "account_id", name=op.f("pk_urgency_snoozes")),
    )
    op.create_table(
        "verdict_overrides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "critical",
                "at_risk",
                "watch",
                "unknown",
                "not_started",
                "on_track",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_verdict_overrides_account_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_verdict_overrides_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_overrides")),
    )
    op.create_index(
        op.f("ix_verdict_overrides_account_id_expires_at"),
        "verdict_overrides",
        ["account_id", "expires_at"],
        unique=False,
    )
    op.create_table(
        "visits",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "member_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_visits_account_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "member_id", name=op.f("pk_visits")),
    )
    op.create_table(
        "draft_files",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_draft_files_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_draft_files")),
    )
    op.create_table(
        "login_states",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("next", sa.String(length=2000), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["connection_id"], ["connections.id"], name=op.f("fk_login_states_connection_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_login_states_invitation_id")),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_login_states")),
    )
    op.create_index(op.f("ix_login_states_expires_at"), "login_states", ["expires_at"], unique=False)
    op.create_table(
        "team_notes_seen",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "member_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_team_notes_seen_account_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "note_id"],
            ["team_notes.account_id", "team_notes.id"],
            name=op.f("fk_team_notes_seen_account_id_note_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "note_id", "member_id", name=op.f("pk_team_notes_seen")),
    )


def downgrade() -> None:
    op.drop_table("team_notes_seen")
    op.drop_index(op.f("ix_login_states_expires_at"), table_name="login_states")
    op.drop_table("login_states")
    op.drop_table("draft_files")
    op.drop_table("visits")
    op.drop_index(op.f("ix_verdict_overrides_account_id_expires_at"), table_name="verdict_overrides")
    op.drop_table("verdict_overrides")
    op.drop_table("urgency_snoozes")
    op.drop_index(op.f("ix_team_notes_account_id_to_member_id"), table_name="team_notes")
    op.drop_table("team_notes")
    op.drop_index(
        "ix_tasks_open_of_staff",
        table_name="tasks",
        postgresql_where=sa.text("done_on IS NULL"),
        sqlite_where=sa.text("done_on IS NULL"),
    )
    op.drop_index(
        "ix_tasks_open_by_day",
        table_name="tasks",
        postgresql_where=sa.text("done_on IS NULL"),
        sqlite_where=sa.text("done_on IS NULL"),
    )
    op.drop_index(op.f("ix_tasks_account_id_due_on"), table_name="tasks")
    op.drop_table("tasks")
    op.drop_index(op.f("ix_start_overrides_account_id"), table_name="start_overrides")
    op.drop_table("start_overrides")
    op.drop_table("staff_preferences")
    op.drop_index(op.f("ix_sessions_connection_id_subject"), table_name="sessions")
    op.drop_index(op.f("ix_sessions_connection_id_sid"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("saved_views")
    op.drop_index("ix_portfolio_rows_urgent_of_csm", table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_urgent", table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_on_hold", table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_of_phase", table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_of_csm", table_name="portfolio_rows")
    op.drop_index(op.f("ix_portfolio_rows_changed_at"), table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_by_week", table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_by_verdict", table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_by_next", table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_by_name", table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_at_level_by_week", table_name="portfolio_rows")
    op.drop_index("ix_portfolio_rows_at_level_by_next", table_name="portfolio_rows")
    op.drop_table("portfolio_rows")
    op.drop_index(op.f("ix_onboardings_technical_lead_id"), table_name="onboardings")
    op.drop_index(op.f("ix_onboardings_csm_id"), table_name="onboardings")
    op.drop_table("onboardings")
    op.drop_table("nudge_answers")
    op.drop_table("member_preferences")
    op.drop_index(op.f("ix_meetings_starts_at"), table_name="meetings")
    op.drop_index(op.f("ix_meetings_staff_id"), table_name="meetings")
    op.drop_index(op.f("ix_meetings_account_id_starts_at"), table_name="meetings")
    op.drop_table("meetings")
    op.drop_index(op.f("ix_invitations_account_id_created_at"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_table("drafts")
    op.drop_index(op.f("ix_deliveries_staff_id_created_at"), table_name="deliveries")
    op.drop_index(op.f("ix_deliveries_member_id_created_at"), table_name="deliveries")
    op.drop_index(
        "ix_deliveries_in_app",
        table_name="deliveries",
        postgresql_where=sa.text("channel = 'in_app'"),
        sqlite_where=sa.text("channel = 'in_app'"),
    )
    op.drop_index(
        "ix_deliveries_due",
        table_name="deliveries",
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.drop_index(op.f("ix_deliveries_created_at_id"), table_name="deliveries")
    op.drop_index(op.f("ix_deliveries_account_id_created_at_id"), table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_table("calendar_feeds")
    op.drop_index(op.f("ix_staff_name_id"), table_name="staff")
    op.drop_table("staff")
    op.drop_table("part_holders")
    op.drop_index(op.f("ix_members_external_id"), table_name="members")
    op.drop_index(op.f("ix_members_account_id_email"), table_name="members")
    op.drop_table("members")
    op.drop_table("logout_tokens")
    op.drop_table("duty_holders")
    op.drop_table("decision_texts")
    op.drop_table("decision_readers")
    op.drop_index(
        "uq_connection_domains_proved",
        table_name="connection_domains",
        postgresql_where=sa.text("verified_at IS NOT NULL"),
        sqlite_where=sa.text("verified_at IS NOT NULL"),
    )
    op.drop_table("connection_domains")
    op.drop_table("webhook_attempts")
    op.drop_index(
        "uq_verdicts_current",
        table_name="verdicts",
        postgresql_where=sa.text("superseded_at IS NULL"),
        sqlite_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_verdicts_account_id_as_of"), table_name="verdicts")
    op.drop_table("verdicts")
    op.drop_table("value_reports")
    op.drop_table("unlocks")
    op.drop_table("unlock_overrides")
    op.drop_table("track_owners")
    op.drop_table("touchpoints")
    op.drop_table("sync_notes")
    op.drop_index(op.f("ix_suppressions_fingerprint"), table_name="suppressions")
    op.drop_table("suppressions")
    op.drop_table("success_targets")
    op.drop_table("success_plans")
    op.drop_table("step_counters")
    op.drop_table("step_completions")
    op.drop_table("stakeholders")
    op.drop_table("snoozes")
    op.drop_table("rule_progress")
    op.drop_index(op.f("ix_privacy_requests_account_id_asked_at"), table_name="privacy_requests")
    op.drop_table("privacy_requests")
    op.drop_table("playbook_pins")
    op.drop_table("play_drafts")
    op.drop_index(op.f("ix_play_actions_play_account_id_done_at"), table_name="play_actions")
    op.drop_table("play_actions")
    op.drop_table("milestone_completions")
    op.drop_table("metric_weeks")
    op.drop_table("member_weeks")
    op.drop_table("kickoffs")
    op.drop_index(
        "ix_holds_open_by_end",
        table_name="holds",
        postgresql_where=sa.text("ended_on IS NULL"),
        sqlite_where=sa.text("ended_on IS NULL"),
    )
    op.drop_index(op.f("ix_holds_account_id"), table_name="holds")
    op.drop_table("holds")
    op.drop_table("handovers")
    op.drop_table("handoffs")
    op.drop_table("handoff_sections")
    op.drop_table("go_lives")
    op.drop_table("first_touches")
    op.drop_table("feedback")
    op.drop_table("exposures")
    op.drop_index(op.f("ix_decisions_account_id_decided_on_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_connections_account_id"), table_name="connections")
    op.drop_table("connections")
    op.drop_index(op.f("ix_coach_bookings_starts_at"), table_name="coach_bookings")
    op.drop_table("coach_bookings")
    op.drop_table("check_answers")
    op.drop_table("celebrations")
    op.drop_index(op.f("ix_blockers_milestone_id"), table_name="blockers")
    op.drop_table("blockers")
    op.drop_index(op.f("ix_audit_entries_account_id_id"), table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_table("assignments")
    op.drop_table("answers")
    op.drop_index(op.f("ix_activity_days_account_id_day"), table_name="activity_days")
    op.drop_table("activity_days")
    op.drop_table("account_versions")
    op.drop_table("account_signals")
    op.drop_index(op.f("ix_webhook_messages_endpoint_id_created_at"), table_name="webhook_messages")
    op.drop_index(
        "ix_webhook_messages_due",
        table_name="webhook_messages",
        postgresql_where=sa.text("next_at IS NOT NULL"),
        sqlite_where=sa.text("next_at IS NOT NULL"),
    )
    op.drop_table("webhook_messages")
    op.drop_table("vendor_brands")
    op.drop_index(op.f("ix_quarantine_source_id"), table_name="quarantine")
    op.drop_index(op.f("ix_quarantine_received_at_id"), table_name="quarantine")
    op.drop_index(op.f("ix_quarantine_code_received_at"), table_name="quarantine")
    op.drop_table("quarantine")
    op.drop_table("event_names")
    op.drop_table("articles")
    op.drop_table("api_keys")
    op.drop_table("accounts")
    op.drop_table("webhook_endpoints")
    op.drop_table("wait_histories")
    op.drop_table("verdict_counts")
    op.drop_table("unrolled_batches")
    op.drop_table("suppressed_addresses")
    op.drop_table("sources")
    op.drop_table("revisions")
    op.drop_table("milestone_tallies")
    op.drop_table("media")
    op.drop_index(
        "uq_jobs_dedupe_key",
        table_name="jobs",
        postgresql_where=sa.text("lease IS NULL AND dead_at IS NULL"),
        sqlite_where=sa.text("lease IS NULL AND dead_at IS NULL"),
    )
    op.drop_index(
        "ix_jobs_ready",
        table_name="jobs",
        postgresql_where=sa.text("dead_at IS NULL"),
        sqlite_where=sa.text("dead_at IS NULL"),
    )
    op.drop_table("jobs")
    op.drop_index(op.f("ix_events_batch_id"), table_name="events")
    op.drop_index(op.f("ix_events_account_id_name_at"), table_name="events")
    op.drop_table("events")
