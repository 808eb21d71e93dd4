"""Whose words came through what to which outlet -> a drawing."""

from __future__ import annotations

import math

from sayso.show.html.flows import Column, Flow, Flows, Node, flows
from sayso.show.html.markup import Html, join, tag
from sayso.show.html.view import View
from sayso.show.wording import number, shorten

WIDTH = 760
AT: dict[Column, int] = {"witness": 236, "channel": 384, "outlet": 540}
"""Where each column's points stand, in units of the drawing; names stand outside of the outer ones and above those between."""
CLEAR = 150
"""Lines that the eye can still tell apart; more are drawn fainter, until one points at a name."""
ROW, LOW_ROW, TOP = 26, 10, 34
"""Height of a named point, of one that only bundles lines, and of the headings."""
THICKEST = 6
"""Of a line; about seventy statements."""
LONGEST = {"witness": 33, "channel": 22, "outlet": 31}
"""Characters of a name that fit at its place."""
HEADINGS: tuple[tuple[Column, str], ...] = (("witness", "Witness"), ("channel", "through"), ("outlet", "Outlet"))

Points = dict[tuple[Column, str], tuple[float, float]]


def graph(view: View) -> Html:
    """The drawing and a line that says how to read it; nothing where nobody is cited."""
    found = flows(view)
    if not found.flows:
        return Html("")
    height, points = _points(found)
    lines = join((_line(flow, points) for flow in found.flows), "\n")
    nodes = join((_node(node, points[node.column, node.key]) for column in found.columns for node in column), "\n")
    heads = join(tag("text", text, x=AT[column], y=14, text_anchor=_side(column), class_="head") for column, text in HEADINGS)
    label = f"Who is cited by which outlet: {number(len(found.columns[0]), 'witness', 'witnesses')}, {number(len(found.columns[2]), 'outlet')}"
    drawn = tag(
        "svg", heads, tag("g", lines, class_="lines"), nodes,
        class_="graph dense" if len(found.flows) > CLEAR else "graph", viewBox=f"0 0 {WIDTH} {height:.0f}", role="group", aria_label=label,
    )  # fmt: skip
    more = f" {number(found.left_out, 'more witness', 'more witnesses')} of fewer outlets stand in the table." if found.left_out else ""
    about = f"A line is as thick as the statements that take it are many. Own voice is left out.{more}"
    return tag("p", about, class_="about") + tag("div", drawn, class_="wide", tabindex="0", role="group", aria_label="Source graph")


def _side(column: Column) -> str:
    return {"witness": "end", "channel": "middle", "outlet": "start"}[column]


def _points(found: Flows) -> tuple[float, Points]:
    """The height of the drawing, and where each point stands: every column in the middle of the height."""
    rooms = [[ROW if node.name else LOW_ROW for node in column] for column in found.columns]
    tallest = max(map(sum, rooms))
    points: Points = {}
    for column, room in zip(found.columns, rooms, strict=True):
        stretch = min(tallest / max(sum(room), 1), 3.0)
        y = TOP + (tallest - sum(room) * stretch) / 2
        for node, high in zip(column, room, strict=True):
            points[node.column, node.key] = (AT[node.column], y + high * stretch / 2)
            y += high * stretch
    return TOP + tallest + 8, points


def _line(flow: Flow, points: Points) -> Html:
    (x1, y1), (x2, y2) = points[flow.start], points[flow.end]
    middle = (x1 + x2) / 2
    width = min(1 + math.log2(flow.statements), THICKEST)
    curve = f"M{x1:.0f} {y1:.1f}C{middle:.0f} {y1:.1f} {middle:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
    return tag("path", d=curve, stroke_width=f"{width:.1f}", data_from=_key(flow.start), data_to=_key(flow.end))


def _key(end: tuple[Column, str]) -> str:
    return f"{end[0][0]}:{end[1]}".replace("\0", "=")


def _node(node: Node, at: tuple[float, float]) -> Html:
    x, y = at
    if not node.name:
        return tag("g", tag("circle", cx=x, cy=f"{y:.1f}", r=1.5), class_="point", data_node=_key((node.column, node.key)))
    shift = {"witness": -9, "channel": 0, "outlet": 9}[node.column]
    rise = -8 if node.column == "channel" else 4
    text = tag("text", shorten(node.name, LONGEST[node.column]), x=x + shift, y=f"{y + rise:.1f}", text_anchor=_side(node.column))
    title = tag("title", f"{node.name}: {number(node.statements, 'statement')}")
    drawn = join((title, tag("circle", cx=x, cy=f"{y:.1f}", r=4 if node.column != "channel" else 3.5), text))
    inner = tag("a", drawn, href=f"#{node.anchor}") if node.anchor else drawn
    return tag("g", inner, class_=f"node {node.column}", data_node=_key((node.column, node.key)))
