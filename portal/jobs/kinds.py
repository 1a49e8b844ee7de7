"""The kinds of jobs there are, with their payloads."""

from typing import Final

ROLL_UP: Final = "roll_up_activity"
"""`{"batch_id": …}`: after every batch with new events."""

ASSESS: Final = "assess_account"
"""`{"account_id": …}`: after something happened that can move a verdict."""

SWEEP: Final = "sweep_verdicts"
"""`{}`: every account is assessed, because time alone moves verdicts too."""

PURGE: Final = "purge_expired"
"""`{}`: what has ended is removed."""
