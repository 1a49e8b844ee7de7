"""Tables and queries by noun. Explicit columns, always by account, no business rules."""
