"""Files ⇄ the frozen catalogue: safe YAML, schema, cross-file checks, revisions."""
