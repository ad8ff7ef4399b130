"""A report as plain values, for other programs; amounts are text, so that they stay exact."""

from collections.abc import Iterable
from typing import Any

from studio.model.message import Money
from studio.model.session import Order, Progress, Session
from studio.report.report import Comparison, Report, Sold
from studio.report.sheet import exact
from studio.report.spoken import sentences


def as_object(report: Report) -> dict[str, Any]:
    """Everything there is to tell; times in ISO 8601, lengths in seconds."""
    session = report.session
    return {
        "session": session_object(session),
        "length_s": round(report.length_s, 1),
        "shown_s": round(report.shown_s, 1),
        "sold": _sold(report.sold),
        "before_cards": _sold(report.before_cards),
        "orders_per_minute": report.orders_per_minute,
        "orders_per_viewer": report.conversion,
        "products": [
            {
                "code": p.code,
                "name": p.name.name,
                **_sold(p.sold),
                "shown_s": round(p.shown_s, 1),
                "showings": p.showings,
                "pieces_per_minute": p.pieces_per_minute,
                "stock": p.stock,
            }
            for p in report.products
        ],
        "showings": [
            {
                "number": s.number,
                "code": s.showing.code,
                "name": s.showing.name.name,
                "price": _money(s.showing.price),
                "began": s.showing.began.isoformat(),
                "ended": s.showing.ended.isoformat() if s.showing.ended else None,
                "shown_s": round(s.shown_s, 1),
                "meanwhile": _sold(s.during),
                "until_next": _sold(s.after),
                "pieces_of_product": s.own,
            }
            for s in report.showings
        ],
        "orders": [_order(order) for order in session.orders],
        "faults": [
            {"at": fault.at.isoformat(), "problem": str(fault.problem)} for fault in session.faults
        ],
        "targets": [_progress(progress) for progress in report.progresses],
        "before": _before(report.before) if report.before is not None else None,
        "sentences": [str(sentence) for sentence in sentences(report)],
    }


def session_object(session: Session) -> dict[str, Any]:
    """What is known of a show without what happened in it."""
    return {
        "id": session.id,
        "person": session.person_name,
        "began": session.began.isoformat(),
        "ended": session.ended.isoformat() if session.ended else None,
        "rehearsal": session.is_rehearsal,
        "broken_off": session.is_broken,
        "places": list(session.places),
        "rundown": session.rundown,
        "most_viewers": session.most_viewers,
        "pictures_dropped": session.health.pictures_dropped,
        "connections_lost": session.health.connections_lost,
        "cut_off_s": session.health.cut_off_s,
    }


def _sold(sold: Sold) -> dict[str, Any]:
    return {"orders": sold.orders, "pieces": sold.pieces, "takings": _amounts(sold.takings)}


def _amounts(takings: Iterable[Money]) -> list[dict[str, str]]:
    return [_money(money) for money in takings]


def _money(money: Money) -> dict[str, str]:
    return {"amount": exact(money.amount), "currency": money.currency}


def _order(order: Order) -> dict[str, Any]:
    return {
        "at": order.at.isoformat(),
        "code": order.code,
        "name": order.name.name,
        "quantity": order.quantity,
        "price": _money(order.price),
        "total": _money(order.total),
        "way": str(order.way),
        "number": order.number,
        "buyer": order.buyer,
    }


def _progress(progress: Progress) -> dict[str, Any]:
    target = progress.target
    return {
        "of": "person" if target.person else "centre",
        "begins": target.begins.isoformat(),
        "ends": target.ends.isoformat(),
        "target": _money(target.amount),
        "sold": _money(progress.sold),
        "share": progress.share,
    }


def _before(before: Comparison) -> dict[str, Any]:
    return {
        "began": before.began.isoformat(),
        "length_s": round(before.length_s, 1),
        **_sold(before.sold),
        "most_viewers": before.most_viewers,
    }
