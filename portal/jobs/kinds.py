"""The kinds of jobs there are, with their payloads."""

from typing import Final

ASSESS: Final = "assess_account"
"""`{"account_id": …}`: after something happened that can move a verdict."""

SWEEP: Final = "sweep_verdicts"
"""`{"after": …}`: the accounts behind one are assessed, some at a time: time alone moves verdicts too."""

COUNT_WAITS: Final = "count_waits"
"""`{}`: how long teams waited is counted afresh, for forecasts."""

COUNT_HEALTH: Final = "count_milestone_health"
"""`{}`: how milestones fare with whoever works on them is counted afresh."""

MEASURE: Final = "measure_week"
"""`{"account_id": …, "week": …}`: after a batch brought events of that week that a metric counts."""

TAKE_STOCK: Final = "take_stock"
"""`{"account_id": …}`: an account's numbers are counted again, and a value report that is due is written."""

TAKE_STOCK_OF_ALL: Final = "take_stock_of_all"
"""`{}`: stock is taken of every account."""

GATHER: Final = "gather_news"
"""`{"after": …}`: what happened lately is put into the ledger of deliveries, for whoever may be told, with touchpoints
that fell due: of some accounts, then of those behind one."""

PRESS: Final = "press_members"
"""`{"account_id": …}`: what the ladders of an account's members call for today is put into the ledger."""

PRESS_ALL: Final = "press_all"
"""`{}`: the same for every account."""

PURGE: Final = "purge_expired"
"""`{}`: what has ended is removed."""

DROP_EVENTS: Final = "drop_events"
"""`{}`: some of the events that were kept for long enough are removed, then more, as the settings say."""

ADD_MONTHS: Final = "add_event_months"
"""`{}`: one of the months that events will need is added where they are stored by month, then the next."""

EXPORT: Final = "export_person"
"""`{"request_id": …}`: the copy somebody asked for is made."""

ERASE: Final = "erase_person"
"""`{"request_id": …, "account_id": …, "nobody": …, "done": …, "total": …}`: one step of a person's deletion."""
