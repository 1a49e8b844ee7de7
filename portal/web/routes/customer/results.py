"""What a team achieved, measured: the page of results, the pages of its metrics, and the value reports."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from portal.domain.measures import week_of
from portal.domain.results import goals_of, next_goal
from portal.services import results, value_reports
from portal.services.results import ResultsView
from portal.web.customer import result_charts
from portal.web.deps import ReaderDep
from portal.web.routes.customer.visit import Visit, VisitDep
from portal.web.templating import page, partial
from portal.web.words import words_of

router = APIRouter(include_in_schema=False)


@router.get("/results")
async def shown(visit: VisitDep, session: ReaderDep) -> Response:
    """Every result against what was agreed, what the team reached, and who uses the product."""
    view = await results.show(session, catalogue=visit.catalogue, account_id=visit.member.account_id, now=visit.now)
    return page(visit.request, "customer/results.html", **_names(visit), **_of(visit, view))


@router.get("/results/refreshed")
async def refreshed(visit: VisitDep, session: ReaderDep) -> Response:
    """The part of the page that changes as events arrive."""
    view = await results.show(session, catalogue=visit.catalogue, account_id=visit.member.account_id, now=visit.now)
    return partial(visit.request, "customer/_results.html", **_names(visit), **_of(visit, view))


@router.get("/results/reports")
async def reports(visit: VisitDep, session: ReaderDep) -> Response:
    """The account's value reports, the latest first."""
    found = await value_reports.every(session, account_id=visit.member.account_id)
    agreed = await results.agreed(session, account_id=visit.member.account_id)
    return page(visit.request, "customer/reports.html", reports=found, agreed=agreed, **_names(visit))


@router.get("/results/reports/{report_id}")
async def report(visit: VisitDep, session: ReaderDep, report_id: UUID) -> Response:
    """A value report, as it was when it was written. Raises NotFound for one of another account."""
    letter = await value_reports.read(session, account_id=visit.member.account_id, report_id=report_id)
    return page(visit.request, "customer/report.html", letter=letter, results="/results", **_names(visit))


@router.get("/results/{metric_id}")
async def metric(visit: VisitDep, session: ReaderDep, metric_id: str, week: date | None = None) -> Response:
    """One metric week by week: how it is counted, and the events behind it. Raises NotFound for an unknown one."""
    view = await results.metric(
        session,
        catalogue=visit.catalogue,
        account_id=visit.member.account_id,
        metric_id=metric_id,
        week=week_of(week) if week else None,
        now=visit.now,
    )
    chart = result_charts.weekly(view.result, mirrored=_mirrored(visit))
    return page(visit.request, "customer/metric.html", view=view, chart=chart, **_names(visit))


def _names(visit: Visit) -> dict[str, Any]:
    """The names that all these pages use."""
    return {
        "vendor": visit.catalogue.vendor,
        "product": visit.catalogue.product,
        "member": visit.member,
        "content": visit.catalogue.language,
        "metrics": visit.catalogue.metrics,
        "mirrored": _mirrored(visit),
        "bars": result_charts.before_after,
        "high": result_charts.HIGH,
        "this_week": week_of(visit.now),
        "today": visit.now.date(),
    }


def _of(visit: Visit, view: ResultsView) -> dict[str, Any]:
    live = view.agreed.live
    goals = {one.metric_id: goals_of(one.target, live) for one in view.results if one.target}
    return {
        "view": view,
        "first": next((one for one in view.results if one.now), None),
        "goals": goals,
        "ahead": {one.metric_id: next_goal(one, goals[one.metric_id]) for one in view.results},
        "columns": result_charts.columns([week.people for week in view.weeks], mirrored=_mirrored(visit)),
    }


def _mirrored(visit: Visit) -> bool:
    return words_of(visit.request).direction == "rtl"
