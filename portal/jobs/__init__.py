"""Work that is promised in a transaction and done after it."""

from functools import cache

from portal.jobs.embedded import EmbeddedQueue
from portal.jobs.installed import installed
from portal.jobs.queue import Job, JobQueue, LeaseLost
from portal.jobs.schedule import keep_schedule
from portal.settings import QueueSettings, load

__all__ = ["EmbeddedQueue", "Job", "JobQueue", "LeaseLost", "keep_schedule", "the_queue"]


@cache
def the_queue() -> JobQueue:
    """The queue that this installation's settings name. Raises Invalid for one there is not."""
    return installed(load(QueueSettings).job_queue)
