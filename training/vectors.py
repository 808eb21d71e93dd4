"""Fine-tune the sentence vectors for stories: clauses of different reports are near when they tell of the same event.

    python -m training.vectors DATA BASE OUT [--epochs 6]

DATA is the folder the corpus archives were unpacked in, BASE the model.safetensors of all-MiniLM-L6-v2, OUT the checkpoint to write. Needs a trained
reader in the package: it cuts ECB+'s sentences into clauses. All-MiniLM-L6-v2 knows what a sentence is about; two clauses of one story are always
about the same, so the hard negatives are the other clauses of the same two stories.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sayso.encoder import CLS, SEP, WINDOW, _tokenizer
from training.corpora import events, sentences
from training.corpora.events import EventClause
from training.model import Encoder

RATE, WARM = 3e-5, 0.1
PAIRS = 32
"""Sentence pairs a step, beside one topic's clauses."""
PAIR_WEIGHT = 4.0
POSITIVE_WEIGHT = 4.0
"""Same-event pairs are a tenth of a topic's pairs."""
ROUNDS = 50
"""Steps an epoch without ECB+, about as many as with it."""
MOST = 64
"""Clauses of a topic in one step."""


class Vectors(nn.Module):
    """Mean of token states, normalised; with the scale and the border at which a likeness becomes a probability."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.scale, self.border = nn.Parameter(torch.tensor(10.0)), nn.Parameter(torch.tensor(0.6))

    def forward(self, texts: list[str]) -> Tensor:
        encodings = _tokenizer().encode_batch(texts, add_special_tokens=False)
        rows = [[CLS, *e.ids[:WINDOW], SEP] for e in encodings]
        ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = torch.tensor(row)
            mask[at, : len(row)] = 1
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder(ids, mask)
        states = states.float() * mask[..., None]
        return F.normalize(states.sum(1) / mask.sum(1, keepdim=True), dim=-1)


def topic_loss(model: Vectors, clauses: list[EventClause]) -> Tensor:
    vectors = model([c.text for c in clauses])
    same = torch.tensor([[float(bool(a.chains & b.chains)) for b in clauses] for a in clauses])
    other = torch.tensor([[float(a.document != b.document) for b in clauses] for a in clauses])
    logits = model.scale * (vectors @ vectors.T - model.border)
    loss = F.binary_cross_entropy_with_logits(logits, same, reduction="none", pos_weight=torch.tensor(POSITIVE_WEIGHT))
    return (loss * other).sum() / other.sum().clamp(min=1)


def separation(model: Vectors, clauses: list[EventClause]) -> float:
    """Area under the ROC curve of likeness, over pairs of one topic from different documents."""
    right, wrong = [], []
    by_topic = defaultdict(list)
    for clause in clauses:
        by_topic[clause.topic].append(clause)
    with torch.no_grad():
        for mine in by_topic.values():
            vectors = model([c.text for c in mine])
            likes = (vectors @ vectors.T).numpy()
            for i, a in enumerate(mine):
                for j, b in enumerate(mine[:i]):
                    if a.document != b.document:
                        (right if a.chains & b.chains else wrong).append(likes[i, j])
    order = np.argsort(np.argsort(np.array(right + wrong)))
    return float((order[: len(right)].sum() - len(right) * (len(right) - 1) / 2) / len(right) / len(wrong))


def correlation(model: Vectors, pairs: list[sentences.Pair]) -> float:
    """Spearman's rho of likeness and score."""
    with torch.no_grad():
        likes = np.concatenate(
            [(model([p[0] for p in pairs[i : i + 64]]) * model([p[1] for p in pairs[i : i + 64]])).sum(1).numpy() for i in range(0, len(pairs), 64)]
        )
    ranks = [np.argsort(np.argsort(x)) for x in (likes, np.array([p[2] for p in pairs]))]
    return float(np.corrcoef(*ranks)[0, 1])


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    dice = random.Random(1)
    train, dev = (list(events.read(args.data / "ecbplus", split)) for split in ("train", "dev"))
    pairs = [] if "sts" in args.without else list(sentences.sts(args.data / "sts_news", ("2013", "2014", "2016")))
    pairs += [] if "taxinli" in args.without else list(sentences.taxinli(args.data / "taxinli"))
    held = list(sentences.sts(args.data / "sts_news", ("2015",)))
    topics = defaultdict(list)
    for clause in [] if "ecbplus" in args.without else train:
        topics[clause.topic].append(clause)
    model = Vectors()
    model.encoder.start_from(args.base)
    model.encoder.words.weight.requires_grad_(False)
    body = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": [model.scale, model.border], "lr": 1e-2}], weight_decay=0.01)
    rounds = sorted(topics) * 2 or [""] * ROUNDS
    steps = args.epochs * len(rounds)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / (WARM * steps), max(0.02, (steps - s) / (steps * (1 - WARM)))))
    model.eval()
    print(f"before: separation {separation(model, dev):.4f} correlation {correlation(model, held):.4f}", flush=True)
    for epoch in range(args.epochs):
        model.train()
        for topic in dice.sample(rounds, len(rounds)):
            loss = torch.zeros(())
            if topic:
                loss = topic_loss(model, dice.sample(topics[topic], min(MOST, len(topics[topic]))))
            if pairs:
                drawn = dice.sample(pairs, PAIRS)
                likes = (model([p[0] for p in drawn]) * model([p[1] for p in drawn])).sum(1)
                loss = loss + PAIR_WEIGHT * F.mse_loss(likes, torch.tensor([p[2] for p in drawn]))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
        model.eval()
        print(f"epoch {epoch + 1}: separation {separation(model, dev):.4f} correlation {correlation(model, held):.4f} "
              f"scale {float(model.scale):.2f} border {float(model.border):.3f}", flush=True)  # fmt: skip
        torch.save({"model": model.encoder.state_dict()}, args.out)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--without", nargs="*", default=[], help="corpora to leave out: ecbplus, sts, taxinli")
    return parser.parse_args()


if __name__ == "__main__":
    main()
