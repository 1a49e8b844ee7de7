"""E-mail in words: what happened, as a person reads it, in their language and their account's colours."""
