"""What is new to saved searches -> text for a terminal, and JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sayso.data import Count
from sayso.show.found import claim_lines, hit_json, listed, meant_text, query_text
from sayso.show.json import line
from sayso.show.paint import Line, paint
from sayso.show.wording import day, interval, number
from sayso.sought import Alert, Checked, Figures, Saved

STYLES = {"new": "bold magenta", "changed": "bold red"}


def alerts_text(checked: Sequence[Checked], *, width: int = 100, color: bool = False) -> str:
    """What is new, one saved search after the other; searches to which nothing is new are left out, so that nothing may come of it."""
    lines: list[Line] = []
    for one in checked:
        told = [Line(((meant_text(meant), "yellow"),)) for meant in one.meant if meant_text(meant)] if one.alerts else []
        if one.alerts:
            lines += [*([Line()] if lines else []), Line(((f"{one.saved.name}: {summary(one.alerts)}", "bold underline"),)), *told]
        for alert in one.alerts:
            lines += [Line(), *_alert(alert)]
    return paint(lines, width=width, color=color) if lines else ""


def alerts_json(checked: Iterable[Checked]) -> Iterator[bytes]:
    """One sayso.alert/1 object a line, in UTF-8."""
    for one in checked:
        yield from (line(alert_json(alert)) for alert in one.alerts)


def saved_text(saved: Sequence[Saved], *, width: int = 100, color: bool = False) -> str:
    """The saved searches, one a line."""
    wide = max((len(one.name) for one in saved), default=0)
    lines = []
    for one in saved:
        when = f"checked {day(one.checked[:10])}, {one.checked[11:16]} UTC" if one.checked else "not checked yet"
        parts = ((query_text(one.query) or "everything", ""), (f"  ({when})", "dim"))
        lines.append(Line(parts, label=f"{one.name:<{wide}}  ", label_style="bold"))
    return paint(lines, width=width, color=color) if lines else ""


def summary(alerts: Sequence[Alert]) -> str:
    """ "2 new claims, 1 changed" """
    new = sum(alert.kind == "new" for alert in alerts)
    changed = len(alerts) - new
    return ", ".join([*([number(new, "new claim")] if new else []), *([f"{changed:,} changed"] if changed else [])])


def alert_json(alert: Alert) -> dict[str, Any]:
    """An alert for JSON."""
    return {
        "schema": "sayso.alert/1",
        "id": alert.id,
        "search": alert.search,
        "at": alert.at,
        "kind": alert.kind,
        "fits": alert.fits,
        "before": _figures(alert.before) if alert.before else None,
        "now": _figures(alert.now),
        "claim": hit_json(alert.hit),
    }


def changes(alert: Alert) -> str:
    """In what a claim stands otherwise than before; empty for a new one."""
    before, now = alert.before, alert.now
    if before is None:
        return ""
    told = [f"{interval(before.count)}, now {interval(now.count)}"] if before.count != now.count else []
    told += _sides("against it", before.against, now.against)
    told += _sides("declining", before.declining, now.declining)
    told += [] if alert.fits else ["the search finds it no more"]
    return "; ".join(told)


def _sides(what: str, before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    if len(before) < len(now):
        yield f"now {what}: {listed([name for name in now if name not in before] or now)}"
    elif len(before) > len(now):
        yield f"no longer {what}: {listed([name for name in before if name not in now] or before)}"


def _alert(alert: Alert) -> Iterator[Line]:
    first, *rest = claim_lines(alert.hit)
    yield Line(first.parts, label=f"{alert.kind}  ", label_style=STYLES[alert.kind])
    if alert.before:
        yield Line(((changes(alert), "bold"),), indent=2)
    yield from rest


def _figures(figures: Figures) -> dict[str, Any]:
    return {"count": _count(figures.count), "against": figures.against, "declining": figures.declining}


def _count(count: Count) -> dict[str, int]:
    return {"min": count.min, "max": count.max}
