"""Work that is promised in a transaction and done after it."""

import os

from portal.jobs.embedded import EmbeddedQueue
from portal.jobs.installed import installed
from portal.jobs.queue import Job, JobQueue, LeaseLost
from portal.jobs.schedule import keep_schedule

QUEUE: JobQueue = installed(os.environ.get("PORTAL_JOB_QUEUE"))
"""The queue of this installation."""

__all__ = ["QUEUE", "EmbeddedQueue", "Job", "JobQueue", "LeaseLost", "keep_schedule"]
