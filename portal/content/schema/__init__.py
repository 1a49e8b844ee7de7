"""What each kind of file may hold, as strict models: unknown keys and unlike types are problems."""
