"""The Onboarding Portal: milestones customers climb, verdicts success teams can trust."""

import gc
from typing import Final

NEW_OBJECTS: Final = 50_000
"""So many objects are made before a look at which of them are no longer needed: a batch of events makes thousands."""

# What is imported stays, and to look through it over and over was a tenth of every start.
gc.set_threshold(NEW_OBJECTS)
