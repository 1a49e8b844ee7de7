"""The job queue: a protocol and its adapters."""
