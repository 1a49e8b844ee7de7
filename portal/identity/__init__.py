"""Proving who somebody is: OpenID Connect, API keys, sealed secrets."""
