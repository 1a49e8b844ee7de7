"""Pages for the vendor's staff."""
