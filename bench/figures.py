"""The tables of figures in the documents, each out of the files that the benchmark wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.errors import KEPT, KINDS
from bench.gate import MEASURED, TEST, Figures
from bench.test_split import result
from bench.weights import reader, shipped

NONE = "No figures for the shipped weights yet."
ROLES = ("source", "cue", "content")


def measured(task: str) -> Figures | None:
    """The figures of `task` for the shipped weights, or None if they were not measured with these."""
    kept = _read(MEASURED)
    return kept["tasks"].get(task) if kept and kept["weights"] == shipped() else None


def tested() -> Figures | None:
    """The figures of the one run on PolNeAR's test split with the shipped weights."""
    kept = _read(result(reader()))
    return kept[TEST] if kept else None


def _read(path: Path) -> dict | None:  # type: ignore[type-arg]
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def attribution() -> str:
    """PolNeAR, dev and test: F1 by role, and of whole attributions."""
    splits = [(name, figures) for name, figures in (("dev", measured("polnear_dev")), ("test", tested())) if figures]
    if not splits:
        return NONE
    rows = [
        (f"{role}, {name}", *(f"{figures[f'{role}_{measure}']:.1f}" for measure in ("token", "exact", "overlap")))
        for name, figures in splits
        for role in ROLES
    ]
    spans = table(("F1, %", "words", "exact spans", "overlapping spans"), rows)
    rules = ("cue_content", "source_content", "lenient", "solid", "strict")
    linked = table(
        ("whole attributions, F1, %", "cue and content", "source and content", "all three overlap", "and content 0.8", "exact"),
        [(name, *(f"{figures[f'linked_{rule}']:.1f}" for rule in rules)) for name, figures in splits],
    )
    return f"{spans}\n\n{linked}"


def count() -> str:
    """How often the count is right on stories marked by readers, beside the two naive counts."""
    sets = (
        ("ledger_dev", "", "eight stories of three reports"),
        ("own_stories", "", "six invented stories of four reports"),
        ("own_stories", "held_out_", "two of these six, never looked at"),
        ("second_stories", "", "six more, written after the rules of the first"),
        ("third_stories", "", "six more, written after those of the second"),
        ("third_stories", "held_out_", "two of these, never looked at"),
        ("fourth_stories", "", "eight more, never looked at"),
        ("seeds", "", "the two reports it began from"),
    )
    rows = []
    for task, part, name in sets:
        figures = measured(task)
        if figures:
            for who, prefix in (("sayso", ""), ("counting outlets", "outlets_"), ("always one", "one_")):
                wanted = (f"{part}{prefix}count_{measure}" for measure in ("exact", "balanced", "over", "under"))
                rows.append((f"{name}: {who}", *(f"{figures[one]:.2f}" if one in figures else "-" for one in wanted)))
    return table(("shared claims", "count exact", "balanced", "counted too many", "counted too few"), rows) if rows else NONE


def ledger() -> str:
    """Everything else the ledger metric says."""
    names = {
        "links_f1": "statements of two reports joined in a claim, F1",
        "for_f1": "names of the witnesses for, F1",
        "against_f1": "names of those against or declining, F1",
        "found": "statements found",
        "speaker": "speaker right",
        "date": "day of the occasion right",
        "chain": "chain right",
        "kind_right": "kind of quotation right",
        "stance_macro_f1": "stance, macro F1",
        "factuality_macro_f1": "factuality, macro F1",
    }
    dev, seeds = measured("ledger_dev"), measured("seeds")
    if not dev or not seeds:
        return NONE
    told = [(text, *(f"{figures[name]:.2f}" if name in figures else "-" for figures in (dev, seeds))) for name, text in names.items()]
    return table(("share", "eight stories", "seeds"), told)


def parts() -> str:
    """The parts that are measured by themselves: the tagger's side heads, grouping, times, quantities, names, pronouns, factuality."""
    grouped, timed, tagged = measured("stories"), measured("times"), measured("tagger")
    if not grouped or not timed or not tagged:
        return NONE
    rows = [
        ("names of persons, places and organisations on web text (half of EWT dev), exact span and kind, F1", f"{tagged['names_f1']:.2f}"),
        ("where clauses begin, and of which kind (GUM and EWT dev), F1", f"{tagged['clauses_f1']:.2f}"),
        ("parts of speech (the same), accuracy", f"{tagged['words_accuracy']:.2f}"),
        ("grouping into stories: B-cubed F1 on NeuS, excerpts of up to three reports a story", f"{grouped['neus/b3_f1']:.2f}"),
        ("the same on ECB+, where each story has a twin of the same kind", f"{grouped['ecbplus/b3_f1']:.2f}"),
        ("times with the right value, F1, on held-out TimeBank and AQUAINT", f"{timed['value_f1']:.2f}"),
        ("times found at all, F1", f"{timed['overlap_f1']:.2f}"),
        *(
            (text, f"{figures[metric]:.0f}" if metric.endswith("failures") else f"{figures[metric]:.2f}")
            for task, metric, text in SINGLE
            if (figures := measured(task)) is not None and metric in figures
        ),
    ]
    return table(("what", "measured"), rows)


SINGLE = (
    ("times_te3", "value_f1", "times with the right value, F1, on TempEval-3's platinum set"),
    ("times_te3", "strict_f1", "times of exactly the marked span, F1, on the same"),
    ("quantities", "value_f1", "quantities with the right value, F1, on NewsQuant"),
    ("quantities", "value_comparison_f1", "quantities with the right value and comparison, F1, on the same"),
    ("quantities", "value_unit_f1", "quantities with the right value and unit or noun, F1, on the same"),
    ("names_pud", "names_f1", "names of persons, places and organisations on news and encyclopedia sentences (PUD), exact span and kind, F1"),
    ("names_pud", "span_f1", "the same, exact span alone, F1"),
    ("pronouns", "f1", "whom a pronoun means, F1, on GAP validation"),
    ("pronouns", "bias", "the same, F1 of feminine pronouns through F1 of masculine ones"),
    ("chains", "right", "speaker and every link of a chain right, on 134 texts of our own"),
    ("chains", "third_right", "the same on the 24 of them written last, for which nothing was mended"),
    ("statement_types", "accuracy", "type of a statement (speech, belief, intention, act) right, on 200 attributions of PolNeAR dev"),
    ("statement_types", "macro_f1", "the same, macro F1"),
    ("adversarial", "held_joined", "true pairs of our own joined in one claim (of 99, held out)"),
    ("adversarial", "dev_failures", "distorted claims that win a witness, of 309 on the half that was worked on (lower is better)"),
    ("adversarial", "held_failures", "the same, of 274 on the half that was not (lower is better)"),
    ("copies", "copy_holds", "stories whose counts stay when a report is copied"),
    ("copies", "cut_holds", "the same when the copy is cut"),
    ("copies", "edit_3_holds", "the same when 3% of its words are edited"),
    ("copies", "edit_10_holds", "the same when 10% are"),
    ("stories", "neus_where_known/by_ecbplus/b3_f1", "stories of NeuS, dated where known, 600 in one pool, the threshold from ECB+: B-cubed F1"),
    ("stories", "neus_where_known/pools_of_100/by_ecbplus/b3_f1", "the same in pools of 100"),
    ("stories", "neus_where_known/pools_of_50/by_ecbplus/b3_f1", "the same in pools of 50"),
    ("stories", "neus_where_known/pools_of_25/by_ecbplus/b3_f1", "the same in pools of 25"),
    ("stories", "ecbplus_first/by_neus/b3_f1", "stories of ECB+ without their twins, the threshold from NeuS"),
    ("stories_online", "neus/pools_of_50/by_ecbplus/b3_f1", "one article at a time: NeuS without dates in pools of 50, the threshold from ECB+"),
    ("stories_online", "gvc/by_neus/b3_f1", "stories, one article at a time: B-cubed F1 on incidents of one kind (GVC), the threshold from NeuS"),
    ("stories_online", "neus_dated/by_ecbplus/b3_f1", "the same on dated reports of NeuS, the threshold from ECB+"),
    ("stories_online", "ecbplus_first/by_neus/b3_f1", "the same on ECB+ without its twins, the threshold from NeuS"),
    ("stories_online", "ecbplus/by_neus/b3_f1", "the same on ECB+ with its twins (two trials, two quakes): near stories"),
    ("grouping_cost", "100000/growth", "time to place an article among 100,000 open ones, times that among 10,000"),
    ("intake", "html_per_cpu_s", "pages taken apart with care in a CPU second"),
    ("intake", "warc_fast_per_cpu_s", "pages of a WARC file taken in with --fast in a CPU second"),
    ("intake", "warc_fast_of_bare_real", "speed at which real pages are, through that of fastwarc and resiliparse alone"),
    ("bulk", "growth", "cost of an article in an archive of 10,000 reports through that in one of 1,000"),
    ("extraction", "f1", "text taken from pages, F1, on article-extraction-benchmark"),
    ("factuality", "uds_ih2_test_r", "how sure an event is, Pearson's r with the ratings of UDS-IH2 (test)"),
)
"""Figures of single parts: task, metric, and what it tells."""


def speed() -> str:
    """What it costs in time, memory and disk."""
    fast, large = measured("speed"), measured("installed")
    if not fast or not large:
        return NONE
    rows = [
        ("articles of 700 words read in a CPU second", f"{fast['articles_per_cpu_s']:.1f}"),
        ("`sayso compare` on two reports, cold: CPU seconds", f"{fast['cold_cpu_s']:.1f}"),
        ("its peak memory, MiB", f"{fast['peak_mib']:.0f}"),
        ("sayso and all it needs, installed, MiB", f"{large['installed_mib']:.0f}"),
    ]
    return table(("what", "measured"), rows)


def errors() -> str:
    """What goes wrong between reports and counts, by kind, on marked stories."""
    kept = _read(KEPT)
    if not kept or kept["weights"] != shipped():
        return NONE
    titles = {"own": "four stories of our own", "second": "six more, written after the rules", "dev": "eight stories of three reports"}
    sets = [(title, kept[name]) for name, title in titles.items() if name in kept]
    rows = [(text, *(_share(*tally[kind]) for _, tally in sets)) for kind, text in KINDS.items()]
    return table(("kind of error", *(title for title, _ in sets)), rows)


def _share(wrong: int, chances: int) -> str:
    return f"{wrong / chances:.2f} ({wrong} of {chances})" if chances else "-"


TABLES: dict[str, Callable[[], str]] = {
    "attribution": attribution, "count": count, "errors": errors, "ledger": ledger, "parts": parts, "speed": speed,
}  # fmt: skip
