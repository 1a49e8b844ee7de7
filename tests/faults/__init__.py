"""Faults: processes that die, databases that go away, disks that fill, and what senders and customers notice of it."""
