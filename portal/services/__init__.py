"""Use cases by noun: session first, keyword arguments, no request, no HTML."""
