"""Train the reader, top to bottom: corpora -> windows -> batches -> steps -> checkpoints.

    python -m training.train DATA BASE OUT [--epochs 5] [--threads 2] [--without gmb ...] [--start CHECKPOINT] [--rate 1.5e-4]

DATA is the folder the corpus archives were unpacked in, BASE the model.safetensors of all-MiniLM-L6-v2, OUT the checkpoint to write.
It is written every few minutes; when it exists, training goes on from it. --start begins a fresh schedule from the weights of a checkpoint
that has run its own to the end. On two free cores an epoch takes about fifteen minutes.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sayso.encoder import CLS, HEADS, SEP, WINDOW
from training.corpora import names, polnear, trees
from training.corpora.document import IGNORED, Attribution, Document
from training.model import Reader

BATCH, HALVES = 8, 2
"""Windows a step, and forward passes they are cut into, by length."""
RATE, HEAD_RATE, WARM, FLOOR = 1.5e-4, 5.0, 0.08, 0.02
"""Learning rate of the encoder, its factor for the heads, share of steps to warm up, and where it ends."""
WEIGHT = {"attribution": 1.0, "names": 1.0, "clauses": 0.8, "words": 0.2}
LINK_WEIGHT = 0.3
TYPICAL_LINKS = 12.0
"""Links in an average window of PolNeAR: brings the links' loss to the size of the tags'."""
SHORTEST = 16
SHARE = {"gmb": 0.25, "wikigold": 2, "crossner": 2, "uner": 4, "meantime": 3, "swaps": 0.5, "ewt": 0.6}
"""How often a corpus is drawn each epoch, where not once: whole times, then a document by chance."""
CLEAN = ("wikigold", "crossner", "uner", "meantime")
"""Sets marked by hand whose names are swapped for others."""
SWAPS = 2
"""Copies of a set with names swapped."""
SENTENCES = {"gmb": 12, "wikigold": 12, "crossner": 8, "uner": 20, "meantime": 6, "swaps": 10}
"""Sentences put into one document."""
SAVE_EVERY = 240.0
"""Seconds between checkpoints."""

Window = tuple[Document, int, int]


def corpora(data: Path, without: list[str]) -> dict[str, list[Document]]:
    """Every training set by name; `without` leaves sets out."""
    readers = {
        "polnear": lambda: polnear.read(data / "polnear", "train"),
        "ewt": lambda: trees.ewt(data / "ud_ewt", "train"),
        "gum": lambda: trees.gum(data / "gum", "train", named="gum_names" not in without),
    }
    return {name: list(read()) for name, read in readers.items() if name not in without} | _names(data, without)


def _names(data: Path, without: list[str]) -> dict[str, list[Document]]:
    """The sets of names, and "swaps": those marked by hand once more, with names of all sets put in."""
    crossner = data / "crossner_politics"
    readers = {
        "gmb": lambda: [names.gmb(data / "gmb")],
        "wikigold": lambda: [names.wikigold(data / "wikigold")],
        "crossner": lambda: [[*names.crossner(crossner, "train"), *names.crossner(crossner, "dev")]],
        "uner": lambda: names.uner(data / "ud_ewt" / "uner" / "en_ewt-ud-dev.iob2", half=0),
        "meantime": lambda: names.meantime(data / "meantime", ("airbus", "apple")),
    }
    sets = {name: read() for name, read in readers.items() if name not in without}
    if "swaps" not in without:
        others = names.mentioned(sentence for texts in sets.values() for sentences in texts for sentence in sentences)
        clean = [sentences for name in CLEAN if name in sets for sentences in sets[name]]
        sets["swaps"] = [
            names.swapped(sentences, others, random.Random(f"{number}-{at}")) for number in range(SWAPS) for at, sentences in enumerate(clean)
        ]
    return {
        name: [d for at, text in enumerate(texts) for d in names.documents(f"{name}_{at}", text, SENTENCES[name])] for name, texts in sets.items()
    }


def _windows(document: Document, dice: random.Random) -> Iterator[Window]:
    length = len(document.pieces)
    at = -dice.randrange(WINDOW) if length > WINDOW else 0
    while at < length:
        first, last = max(at, 0), min(at + WINDOW, length)
        if last - first >= SHORTEST:
            yield document, first, last
        at += WINDOW


def epoch_of_windows(sets: dict[str, list[Document]], dice: random.Random) -> list[list[Window]]:
    """Windows at random offsets, in groups of BATCH of similar length."""
    found: list[Window] = []
    for name, documents in sets.items():
        share = SHARE.get(name, 1.0)
        for document in documents:
            for _ in range(int(share) + (dice.random() < share % 1)):
                found += _windows(document, dice)
    dice.shuffle(found)
    groups = []
    for start in range(0, len(found), BATCH * 16):
        chunk = sorted(found[start : start + BATCH * 16], key=lambda w: w[2] - w[1])
        groups += [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
    dice.shuffle(groups)
    return groups


@dataclass(frozen=True, slots=True)
class Batch:
    ids: Tensor
    mask: Tensor
    surfaces: Tensor
    labels: dict[str, Tensor]


def batch_of(windows: list[Window]) -> Batch:
    length = max(last - first for _, first, last in windows) + 2
    ids, mask, surfaces = (torch.zeros(len(windows), length, dtype=torch.long) for _ in range(3))
    labels = {head: torch.full((len(windows), length), IGNORED) for head in HEADS}
    for row, (document, first, last) in enumerate(windows):
        n = last - first
        ids[row, 0], ids[row, n + 1] = CLS, SEP
        ids[row, 1 : n + 1] = torch.from_numpy(document.pieces.ids[first:last])
        surfaces[row, 1 : n + 1] = torch.from_numpy(document.pieces.surfaces[first:last])
        mask[row, : n + 2] = 1
        for head, values in document.labels.items():
            labels[head][row, 1 : n + 1] = torch.from_numpy(values[first:last])
    return Batch(ids, mask, surfaces, labels)


def loss_of(model: Reader, windows: list[Window]) -> tuple[Tensor, dict[str, float]]:
    batch = batch_of(windows)
    with torch.autocast("cpu", torch.bfloat16):
        states = model.encoder(batch.ids, batch.mask, batch.surfaces)
    states = states.float()
    pieces = float(batch.mask.sum())
    total, seen = states.new_zeros(()), {}
    for head, labels in batch.labels.items():
        marked = int((labels != IGNORED).sum())
        if marked:
            scores = model.heads[head](states).flatten(0, 1)
            one = F.cross_entropy(scores, labels.flatten(), ignore_index=IGNORED, reduction="sum")
            total = total + WEIGHT[head] * one / pieces
            seen[head] = float(one.detach()) / marked
    linked = states.new_zeros(())
    for row, (document, first, last) in enumerate(windows):
        if document.attributions:
            linked = linked + link_loss(model, states[row, 1 : last - first + 1], document.attributions, first, last)
    seen["links"] = float(linked.detach()) / (len(windows) * TYPICAL_LINKS)
    return total + LINK_WEIGHT * linked / (len(windows) * TYPICAL_LINKS), seen


def link_loss(model: Reader, states: Tensor, attributions: list[Attribution], first: int, last: int) -> Tensor:
    """Cross entropy of the gold links among the gold spans that lie inside the window."""

    def inside(span: tuple[int, int]) -> bool:
        return span[0] >= first and span[1] <= last

    cues: list[tuple[int, int]] = []
    sources: list[tuple[int, int]] = []
    contents: list[tuple[int, int]] = []
    cue_of_content: list[int] = []
    source_of_cue: list[int] = []
    for attribution in attributions:
        if not inside(attribution.cue[0]):
            continue
        target = 0
        if attribution.source:
            target = IGNORED
            if inside(attribution.source[0]):
                if attribution.source[0] not in sources:
                    sources.append(attribution.source[0])
                target = sources.index(attribution.source[0]) + 1
        for content in filter(inside, attribution.content):
            contents.append(content)
            cue_of_content.append(len(cues))
        cues.append(attribution.cue[0])
        source_of_cue.append(target)
    total = states.new_zeros(())
    if not cues:
        return total
    spans = {role: torch.tensor(s).view(-1, 2) - first for role, s in (("cue", cues), ("source", sources), ("content", contents))}
    if any(t != IGNORED for t in source_of_cue):
        scores = model.linker.scores("cue_source", states, spans["cue"], spans["source"])
        total = total + F.cross_entropy(scores, torch.tensor(source_of_cue), ignore_index=IGNORED, reduction="sum")
    if contents:
        scores = model.linker.scores("content_cue", states, spans["content"], spans["cue"])
        total = total + F.cross_entropy(scores, torch.tensor(cue_of_content), reduction="sum")
    return total


def optimizer_of(model: Reader, rate: float) -> torch.optim.AdamW:
    """Word embeddings stay as they are; heads learn faster; norms and biases do not decay."""
    model.encoder.words.weight.requires_grad_(False)
    model.encoder.segment.weight.requires_grad_(False)
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    outer = [p for part in (model.heads, model.linker) for p in part.parameters()]
    groups = [
        {"params": [p for p in inner if p.dim() > 1], "lr": rate, "weight_decay": 0.01},
        {"params": [p for p in inner if p.dim() == 1], "lr": rate, "weight_decay": 0.0},
        {"params": outer, "lr": rate * HEAD_RATE, "weight_decay": 0.01},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    sets = corpora(args.data, args.without)
    print({name: sum(len(d.pieces) for d in documents) for name, documents in sets.items()}, flush=True)
    model = Reader()
    model.encoder.start_from(args.base)
    if args.start:
        model.load_state_dict(torch.load(args.start)["model"])
    optimizer = optimizer_of(model, args.rate)
    groups = [g for e in range(args.epochs) for g in epoch_of_windows(sets, random.Random(f"{args.seed}-{e}"))]
    steps, warm = len(groups), int(WARM * len(groups))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / warm, max(FLOOR, (steps - s) / (steps - warm))))
    done = 0
    if args.out.exists():
        saved = torch.load(args.out)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        done = saved["done"]
    began, saved_at, sums = time.time(), time.time(), {}
    model.train()
    for step in range(done, steps):
        for half in range(HALVES):
            windows = groups[step][half::HALVES]
            if windows:
                loss, seen = loss_of(model, windows)
                (loss / HALVES).backward()
                for name, value in seen.items():
                    sums.setdefault(name, []).append(value)
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        if (step + 1) % 50 == 0:
            means = " ".join(f"{name} {np.mean(values):.3f}" for name, values in sums.items())
            print(f"step {step + 1}/{steps} {(time.time() - began) / (step + 1 - done):.2f} s a step: {means}", flush=True)
            sums = {}
        if step + 1 == steps or time.time() - saved_at > SAVE_EVERY:
            save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "done": step + 1}, args.out)
            saved_at = time.time()


def save(state: dict[str, object], path: Path) -> None:
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=[], help="corpora to leave out; gum_names leaves GUM's names out, swaps those put in")
    parser.add_argument("--start", type=Path, help="checkpoint whose weights to begin from, with a fresh schedule")
    parser.add_argument("--rate", type=float, default=RATE, help="highest learning rate of the encoder")
    return parser.parse_args()


if __name__ == "__main__":
    main()
