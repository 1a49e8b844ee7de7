from datetime import UTC, datetime, timedelta
from statistics import median

from portal.demo.story.occurrence import Occurrence
from portal.demo.story.plan import SUCCESS_METRICS, plan_accounts
from portal.demo.story.targets import AGREEMENTS, desk_orders, target_of, timed
from portal.domain.handoff import OWN_METRIC

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
PLANS = plan_accounts(42, NOW)


def minutes(plan_number: int, day: datetime) -> float:
    """The typical minutes of an order on a day."""
    plan = PLANS[plan_number]
    orders = [Occurrence(day + timedelta(seconds=n), "Order Dispatched") for n in range(200)]
    return median(float(str(timed(plan, order).properties["minutes"])) for order in orders)


def test_the_first_account_agreed_on_the_minutes_its_people_tell_of() -> None:
    target = target_of(PLANS[0])
    assert target is not None
    assert (target.metric_id, target.baseline, target.goal_12) == ("dispatch_minutes", 41, 15)


def test_what_the_product_does_not_measure_is_counted_by_hand() -> None:
    targets = {plan.success_metric: target for plan in PLANS if (target := target_of(plan))}
    assert targets.keys() == AGREEMENTS.keys() == set(SUCCESS_METRICS)
    for target in targets.values():
        assert (target.metric_id == OWN_METRIC) == bool(target.name)


def test_teams_begin_where_they_said_and_get_quicker() -> None:
    began = PLANS[0].pilot_started_on
    assert began is not None
    first = datetime.combine(began, NOW.timetz())
    assert 37 <= minutes(0, first) <= 45
    assert minutes(0, NOW) < minutes(0, first) - 8


def test_minutes_change_nothing_else() -> None:
    other = Occurrence(NOW, "Report Viewed", "somebody")
    assert timed(PLANS[0], other) is other
    order = Occurrence(NOW, "Order Dispatched", "somebody", {"order_id": "O-1"})
    assert timed(PLANS[0], order).properties["order_id"] == "O-1"
    assert timed(PLANS[0], order) == timed(PLANS[0], order)


def test_desks_send_orders_from_their_first_day_on_until_now() -> None:
    for plan in PLANS:
        orders = list(desk_orders(plan, NOW))
        assert all(order.at <= NOW and order.member is None and order.at.weekday() < 5 for order in orders)
        assert bool(orders) <= (plan.success_metric == SUCCESS_METRICS[0])
    assert list(desk_orders(PLANS[0], NOW))
