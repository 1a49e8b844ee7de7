"""A vendor, its customers and their identity provider, for trying the portal. Never mounted by `serve`."""
