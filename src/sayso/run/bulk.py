"""An archive, from its files to Parquet: look at the inputs, read them shard by shard, find the stories, put all together.

Each stage maps a function over tasks by an engine, and each task's result is a file that appears whole or not at all: a run that was killed goes
on where it stopped, and ends in the same bytes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from sayso.collect.formats.records import check_fields
from sayso.data import Skipped
from sayso.errors import InputError
from sayso.ids import content_id
from sayso.run import manifest
from sayso.run.archive import Archive, Found, Options, Read
from sayso.run.cuts import Cutting
from sayso.run.engines import Done, Engine
from sayso.run.journal import LOCK, Journal, entries
from sayso.run.journal import NAME as JOURNAL
from sayso.run.progress import Meter, OnProgress, Progress
from sayso.run.reading import TABLES, Order, Part, ReadSettings, Receipt, read_shard, receipt_of, write_whole
from sayso.run.rows import skipped_row
from sayso.run.settle import SETTLED, settle, settlings, sweep, write_doubles, write_skipped
from sayso.run.shards import Shard, Surveyed, shards_of, survey, surveys
from sayso.run.sources import Source, is_remote, listed
from sayso.run.tables import SUFFIX, write_rows

WORK = "work"


@dataclass(frozen=True, slots=True)
class BulkSettings:
    """What results depend on besides the inputs. `today`: the day that no inferred date goes beyond; the run's first day if it is not told."""

    today: date | None = None
    fields: dict[str, str] = field(default_factory=dict)
    fast: bool = False
    cutting: Cutting = Cutting()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: rows of each table; inputs that could not be had and shards that were given up, with reasons.

    `done_before`: an earlier run had done all of it, and nothing was left to do.
    """

    rows: dict[str, int]
    missing: tuple[Skipped, ...]
    failed: tuple[Skipped, ...]
    done_before: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """What the stages of a run share."""

    output: str
    engine: Engine
    settings: ReadSettings
    cutting: Cutting
    told: dict[str, Any]
    journal: Journal
    report: OnProgress | None

    @property
    def work(self) -> str:
        """The folder for what lies between the stages."""
        return os.path.join(self.output, WORK)


@dataclass(frozen=True, slots=True)
class _All:
    """What the stages before the last one have come to."""

    found: Sequence[Surveyed]
    shards: Sequence[Shard]
    receipts: Sequence[Receipt]
    missing: tuple[Skipped, ...]
    failed: tuple[tuple[Shard, str], ...]
    stories: Found

    def failures(self) -> list[tuple[Skipped, str | None]]:
        """All that was given up, with reasons, and the shard, where it is one."""
        lost = [Skipped(one.what, one.reason) for one in self.stories.lost]
        return [(Skipped(shard.label, reason), shard.id) for shard, reason in self.failed] + [(one, None) for one in lost]


def bulk(
    inputs: Sequence[str],
    output: str,
    *,
    engine: Engine,
    settings: BulkSettings | None = None,
    keep_work: bool = False,
    on_progress: OnProgress | None = None,
) -> Outcome:
    """Read the archive that `inputs` name into the folder `output`, or go on with that.

    Raises InputError where nothing can be read, where `output` holds something else, or a run with other settings, and StoppedError where the
    run cannot go on; the same call goes on with it later.
    """
    asked = settings or BulkSettings()
    check_fields(asked.fields)
    if is_remote(output):
        raise InputError("results go to a folder of this machine, or of a disk that all machines share")
    output = os.path.abspath(output)
    _check(inputs, output)
    began = datetime.now(UTC)
    with Journal(output) as journal:
        run = _agreed(output, asked, engine, journal, on_progress)
        sources, missing = listed(inputs)
        if not sources:
            raise InputError("; ".join(f"cannot read {one.path}: {one.reason}" for one in missing[:3]) or "no input was given")
        found = list(_surveyed(run, sources))
        missing += [Skipped(one.source.path, one.reason) for one in found if one.reason]
        shards = tuple(shards_of(found, manifest.key_of(run.told)))
        plan = content_id("plan", *(shard.id for shard in shards), *missing)
        before = _finished(run, plan)
        if before is not None:
            return Outcome(before, tuple(missing), (), done_before=True)
        _make_folders(run)
        journal.add("planned", plan=plan, shards=len(shards), engine=engine.name, workers=engine.workers)
        failed = _read(run, shards)
        receipts = [receipt for shard in shards if (receipt := receipt_of(run.work, shard.id))]
        stories = _find_stories(run, receipts)
        outcome = _put_together(run, _All(found, shards, receipts, tuple(missing), tuple(failed), stories))
        _tell_run(run, began, outcome, shards)
        journal.add("finished", plan=plan, failed=len(outcome.failed), rows=outcome.rows)
        if not keep_work and not outcome.failed:
            shutil.rmtree(run.work, ignore_errors=True)
    return outcome


def _check(inputs: Sequence[str], output: str) -> None:
    """That results can go to `output`, which is made if it is not there, and are no inputs themselves."""
    for given in inputs:
        if (
            not is_remote(given)
            and os.path.isdir(given)
            and os.path.commonpath([os.path.realpath(given), os.path.realpath(output)]) == os.path.realpath(given)
        ):
            raise InputError(f"results cannot go into {output}, which lies inside the input {given}")
    try:
        os.makedirs(output, exist_ok=True)
        if set(os.listdir(output)) - {LOCK, JOURNAL} and not any(entries(output)):
            raise InputError(f"{output} holds other files: name an empty folder, or one in which a run began")
    except OSError as error:
        raise InputError(f"cannot write {output}: {(error.strerror or 'no more is known').lower()}") from None


def _agreed(output: str, asked: BulkSettings, engine: Engine, journal: Journal, report: OnProgress | None) -> _Run:
    """The run of these settings in this folder: a new one, or the one that began there, if it depends on the same."""
    begun = next((entry["told"] for entry in entries(output) if entry["event"] == "begun" and isinstance(entry.get("told"), dict)), None)
    before = date.fromisoformat(begun["settings"]["today"]) if begun else None
    settings = ReadSettings(today=asked.today or before or datetime.now().astimezone().date(), fields=asked.fields, fast=asked.fast)
    cutting = {name: getattr(asked.cutting, name) for name in Cutting.__dataclass_fields__}
    told = manifest.depends_on({"today": settings.today.isoformat(), "fields": settings.fields, "fast": settings.fast, "cutting": cutting})
    if begun is None:
        journal.add("begun", told=told)
    elif begun != told:
        what = ", ".join(manifest.differences(begun, told))
        raise InputError(f"{output} holds a run that differs ({what}): name another folder, or remove this one")
    return _Run(output, engine, settings, asked.cutting, told, journal, report)


def _make_folders(run: _Run) -> None:
    """The folders of results and of work, without what a kill has left half done."""
    for folder in (*(os.path.join(WORK, table) for table in (*TABLES, "shards", "scratch")), *SETTLED):
        os.makedirs(os.path.join(run.output, folder), exist_ok=True)
    scratch = os.path.join(run.work, "scratch")
    for name in os.listdir(scratch):
        path = os.path.join(scratch, name)
        shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else os.unlink(path)


def _surveyed(run: _Run, sources: Sequence[Source]) -> Iterator[Surveyed]:
    """Each source, looked at: in this run, or in an earlier one if it has not changed since."""
    known = _known(run.output)
    new = [source for source in sources if source not in known]
    meter = Meter("looking at inputs", sum(source.size for source in new), run.report)
    if new:
        for one in run.engine.map(survey, surveys(new, run.cutting)):
            looked = one.result if isinstance(one, Done) else tuple(Surveyed(source, reason=one.reason) for source in one.task.sources)
            known |= {found.source: found for found in looked}
            meter.add(sum(source.size for source in one.task.sources))
            sound = [found for found in looked if not found.reason]
            if sound:
                run.journal.add("surveyed", files=sound)
    return (known[source] for source in sources)


def _known(output: str) -> dict[Source, Surveyed]:
    """What earlier runs have found."""
    found: dict[Source, Surveyed] = {}
    for entry in entries(output):
        if entry["event"] == "surveyed":
            try:
                looked = msgspec.convert(entry.get("files"), tuple[Surveyed, ...])
            except msgspec.ValidationError:
                continue
            found |= {one.source: one for one in looked}
    return found


def _finished(run: _Run, plan: str) -> dict[str, int] | None:
    """The rows of the results, if the last thing that happened here is that this plan was finished, and they are all there."""
    *_, last = ({}, *entries(run.output))
    if last.get("event") != "finished" or last.get("plan") != plan or last.get("failed"):
        return None
    try:
        with open(os.path.join(run.output, manifest.NAME), "rb") as file:
            told = msgspec.json.decode(file.read())
        whole = all(os.path.getsize(os.path.join(run.output, one["path"])) == one["size"] for one in told["outputs"])
    except (OSError, msgspec.DecodeError, KeyError, TypeError):
        return None
    rows: dict[str, int] = last["rows"]
    return rows if whole else None


def _read(run: _Run, shards: Sequence[Shard]) -> list[tuple[Shard, str]]:
    """All shards read, but for those that are given up, which come back with reasons."""
    done = {shard.id: receipt for shard in shards if (receipt := receipt_of(run.work, shard.id))}
    articles, skipped = sum(one.articles for one in done.values()), sum(one.skipped for one in done.values())
    there = sum(shard.size for shard in shards if shard.id in done)
    meter = Meter("reading", sum(shard.size for shard in shards), run.report, done=there, articles=articles, skipped=skipped)
    failed: dict[str, str] = {}
    for one in run.engine.map(read_shard, _orders(run, [shard for shard in shards if shard.id not in done])) if len(done) < len(shards) else ():
        shard = one.task.shard
        if isinstance(one, Done):
            told = one.result
            run.journal.add("shard", id=shard.id, label=shard.label, articles=told.articles, skipped=told.skipped, seconds=told.seconds)
            meter.add(shard.size, articles=told.articles, skipped=told.skipped)
        else:
            failed[shard.id] = one.reason
            run.journal.add("failed", id=shard.id, label=shard.label, reason=one.reason)
            meter.add(shard.size, failed=1)
    return [(shard, failed[shard.id]) for shard in shards if shard.id in failed]


def _orders(run: _Run, shards: Sequence[Shard]) -> Iterator[Order]:
    """Tasks, each told to the journal when it is handed out."""
    for shard in shards:
        run.journal.add("started", id=shard.id, label=shard.label, size=shard.size)
        yield Order(shard, run.work, run.settings)


def _find_stories(run: _Run, receipts: Sequence[Receipt]) -> Found:
    """Copies across shards, stories, and their ledgers."""
    report = run.report

    def tell(_: str, done: int, of: int) -> None:
        if report is not None:
            report(Progress("finding stories", done, of))

    shards = [Read(receipt.shard, receipt.articles) for receipt in receipts]
    options = Options(today=run.settings.today)
    return Archive(shards, work=run.work, output=run.output, engine=run.engine, options=options, on_progress=tell).find()


def _put_together(run: _Run, whole: _All) -> Outcome:
    """The results, and the manifest, which is written when all of them are there."""
    outputs = list(_settled(run, whole.receipts))
    outputs += [manifest.output_of(os.path.join(part.table, name + SUFFIX), part) for name, part in whole.stories.parts]
    sweep(run.output, (receipt.shard for receipt in whole.receipts))
    failed = whole.failures()
    skipped = [skipped_row(one, None) for one in whole.missing] + [skipped_row(one, shard) for one, shard in failed]
    skipped += [skipped_row(Skipped(f"a story of {len(one.articles)} articles", one.reason), None, one.articles[0]) for one in whole.stories.untold]
    scratch = os.path.join(run.work, "scratch")
    inputs = write_rows(os.path.join(run.output, "inputs" + SUFFIX), "inputs", _input_rows(whole.found), scratch=scratch)
    for writing, table in (
        (write_skipped(run.output, run.work, skipped, whole.receipts), "skipped"),
        (write_doubles(run.output, run.work, whole.receipts), "doubles"),
        (inputs, "inputs"),
    ):
        outputs.append(manifest.output_of(table + SUFFIX, Part(table, writing.rows, writing.size, writing.sha256)))
    rows: dict[str, int] = {}
    for one in outputs:
        table = str(one["path"]).removesuffix(SUFFIX).split("/")[0]
        rows[table] = rows.get(table, 0) + int(one["rows"])
    told = {
        "inputs": {"files": len(whole.found), "size": sum(one.source.size for one in whole.found), "sha256": inputs.sha256},
        "shards": len(whole.shards),
        "foreign": sum(receipt.foreign for receipt in whole.receipts),
        "failed": [{"what": one.path, "reason": one.reason} for one, _ in failed],
        "rows": dict(sorted(rows.items())),
    }
    write_whole(os.path.join(run.output, manifest.NAME), manifest.rendered(run.told, told, outputs))
    return Outcome(rows, whole.missing, tuple(one for one, _ in failed))


def _settled(run: _Run, receipts: Sequence[Receipt]) -> Iterator[dict[str, Any]]:
    """The entries of all shards' articles and statements, put where results are."""
    known = {(receipt.shard, part.table): part for receipt in receipts for part in receipt.parts}
    meter = Meter("putting together", len(receipts), run.report)
    for one in run.engine.map(settle, settlings(run.work, run.output, receipts)):
        if not isinstance(one, Done):
            raise InputError(f"the results of a shard cannot be put together: {one.reason}")
        meter.add(1)
        for part in one.result:
            told = part if part.rows >= 0 else known[(one.task.shard, part.table)]
            yield manifest.output_of(os.path.join(part.table, one.task.shard + SUFFIX), told)


def _input_rows(found: Sequence[Surveyed]) -> Iterator[dict[str, Any]]:
    for one in found:
        yield {
            "path": one.source.path,
            "size": one.source.size,
            "sha256": one.sha256 or None,
            "form": one.form,
            "pieces": max(len(one.cuts), 1),
            "reason": one.reason or None,
        }


def _tell_run(run: _Run, began: datetime, outcome: Outcome, shards: Sequence[Shard]) -> None:
    """When, where and how long: what a manifest leaves out, because it differs from run to run."""
    ended = datetime.now(UTC)
    seconds = sum(receipt.seconds for shard in shards if (receipt := receipt_of(run.work, shard.id)))
    told = {
        "began": began.isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "seconds": round((ended - began).total_seconds(), 1),
        "engine": run.engine.name,
        "workers": run.engine.workers,
        "reading_cpu_seconds": round(seconds, 1),
        "rows": outcome.rows,
        "failed": len(outcome.failed),
    }
    write_whole(os.path.join(run.output, "run.json"), msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")
