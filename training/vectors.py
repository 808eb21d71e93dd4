"""Fine-tune the sentence vectors for stories: what different reports state is near when it is the same claim.

    python -m training.vectors DATA BASE OUT [--epochs 4] [--stop 1] [--start CHECKPOINT] [--without claims ...]

DATA is the folder the corpus archives were unpacked in, BASE the model.safetensors of all-MiniLM-L6-v2, OUT the checkpoint to write. Needs a trained
reader in the package: it cuts sentences into clauses and resolves pronouns. All-MiniLM-L6-v2 knows what a sentence is about; two clauses of one story
are always about the same, so the hard negatives are the other clauses of the same story. --start begins from the weights of an earlier
checkpoint; --stop ends before the schedule does. docs/5-training.md tells how the shipped ones came about.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sayso.align.likeness import LikenessOptions, Words, stems
from sayso.encoder import CLS, SEP, _tokenizer
from training.comparer import Comparer
from training.corpora import claims, events, sentences
from training.model import Encoder

RATE, HEAD_RATE, WARM = 3e-5, 5e-4, 0.1
STORIES = 4
"""Stories a step."""
PAIRS = 16
"""Sentence pairs a step, beside the stories."""
PAIR_WEIGHT = 2.0
SCALE, BORDER = 12.0, 0.6
"""How the cosine of two vectors becomes a probability: held as in the vectors before, so that they move no farther than they must (a border that was
learned along fell to 0.25, and stories of other kinds were linked worse)."""
VECTOR_WEIGHT = 0.5
POSITIVE_WEIGHT = 3.0
"""Pairs that state the same are an eighth of a story's pairs."""
MOST, MOST_APART = 64, 600
"""Clauses of a story in one step, and pairs of them that tell of different things."""
LONGEST = 96
"""Pieces of a clause; those of news have some 25."""
HELD_OUT = 6
"""Every sixth marked story is for development."""
WEIGHTS = LikenessOptions()


@dataclass(frozen=True, slots=True)
class Clause:
    """What a report of a story states: its text, and what it tells of (a claim, an event), by name."""

    report: str
    text: str
    tells: frozenset[str]


Story = list[Clause]
T = TypeVar("T")


def cut(things: list[T], size: int) -> list[list[T]]:
    return [things[at : at + size] for at in range(0, len(things), size)]


class Vectors(nn.Module):
    """The encoder, and the comparer that is trained along."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.comparer = Encoder(), Comparer()

    def states(self, texts: list[str]) -> tuple[Tensor, Tensor, Tensor]:
        """States and mask of each text, and its vector: the mean of its states, normalised."""
        rows = [[CLS, *e.ids[:LONGEST], SEP] for e in _tokenizer().encode_batch(texts, add_special_tokens=False)]
        ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = torch.tensor(row)
            mask[at, : len(row)] = 1
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder(ids, mask)
        states = states.float()
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return states, mask, F.normalize(mean, dim=-1)

    def forward(self, texts: list[str]) -> Tensor:
        return self.states(texts)[2]


def pairs_of(story: Story) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pairs of clauses of different reports: the one, the other, whether they tell of the same, and the rare words they share."""
    index = Words([stems(clause.text) for clause in story])
    words = np.stack([index.shared(at) for at in range(len(story))])
    found = [(i, j) for j, b in enumerate(story) for i, a in enumerate(story[:j]) if a.report != b.report]
    ones, others = np.array(found, np.int64).reshape(-1, 2).T
    same = np.array([bool(story[i].tells & story[j].tells) for i, j in found], bool)
    return torch.tensor(ones), torch.tensor(others), torch.tensor(same), torch.tensor(words[ones, others], dtype=torch.float32)


def story_loss(model: Vectors, story: Story) -> Tensor:
    ones, others, same, words = pairs_of(story)
    if not len(ones):
        return torch.zeros(())
    kept = torch.cat([same.nonzero()[:, 0], (~same).nonzero()[:, 0][torch.randperm(int((~same).sum()))[:MOST_APART]]])
    ones, others, same, words = ones[kept], others[kept], same[kept], words[kept]
    states, mask, vectors = model.states([clause.text for clause in story])
    told, weight = same.float(), torch.tensor(POSITIVE_WEIGHT)
    compared = model.comparer(states, mask, vectors, ones, others, words)
    cosines = (vectors[ones] * vectors[others]).sum(-1)
    loss = F.binary_cross_entropy_with_logits(compared, told, pos_weight=weight)
    return loss + VECTOR_WEIGHT * F.binary_cross_entropy_with_logits(SCALE * (cosines - BORDER), told, pos_weight=weight)


def separation(model: Vectors, stories: list[Story]) -> tuple[float, float]:
    """Area under the ROC curve, and the best F1 of any threshold, over pairs of one story from different reports."""
    likes, labels = [], []
    with torch.no_grad():
        for story in stories:
            ones, others, same, words = pairs_of(story)
            vectors = model([clause.text for clause in story])
            likes.append((WEIGHTS.vectors * (vectors[ones] * vectors[others]).sum(-1) + WEIGHTS.words * words).numpy())
            labels.append(same.numpy())
    said, right = np.concatenate(likes), np.concatenate(labels)
    ranks = np.argsort(np.argsort(said))
    area = (ranks[right].sum() - right.sum() * (right.sum() - 1) / 2) / right.sum() / (~right).sum()
    found = np.cumsum(right[np.argsort(-said)])
    return float(area), float((2 * found / (np.arange(1, len(said) + 1) + right.sum())).max())


def correlation(model: Vectors, pairs: list[sentences.Pair]) -> float:
    """Spearman's rho of likeness and score."""
    with torch.no_grad():
        likes = np.concatenate(
            [(model([p[0] for p in pairs[i : i + 64]]) * model([p[1] for p in pairs[i : i + 64]])).sum(1).numpy() for i in range(0, len(pairs), 64)]
        )
    ranks = [np.argsort(np.argsort(x)) for x in (likes, np.array([p[2] for p in pairs]))]
    return float(np.corrcoef(*ranks)[0, 1])


def of_events(data: Path, split: str) -> list[Story]:
    """ECB+'s topics, each two stories of one kind."""
    topics: dict[str, Story] = defaultdict(list)
    for clause in events.read(data / "ecbplus", split):
        topics[clause.topic].append(Clause(clause.document, clause.text, clause.chains))
    return [topics[topic] for topic in sorted(topics)]


def of_claims(data: Path) -> list[Story]:
    """NeuS's stories in which we marked the claims."""
    return [[Clause(str(p.report), p.text, p.claims) for p in story.propositions] for story in claims.read(data / "neus_train")]


def of_sentences(data: Path, without: list[str]) -> list[sentences.Pair]:
    """Pairs of sentences with their likeness."""
    headlines = [] if "sts" in without else list(sentences.sts(data / "sts_news", ("2013", "2014", "2016")))
    return headlines if "taxinli" in without else headlines + list(sentences.taxinli(data / "taxinli"))


def sentence_loss(model: Vectors, drawn: list[sentences.Pair]) -> Tensor:
    likes = (model([p[0] for p in drawn]) * model([p[1] for p in drawn])).sum(1)
    return F.mse_loss(likes, torch.tensor([p[2] for p in drawn]))


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    dice = random.Random(1)
    marked = [] if "claims" in args.without else of_claims(args.data)
    stories = [story for at, story in enumerate(marked) if at % HELD_OUT] + ([] if "ecbplus" in args.without else of_events(args.data, "train"))
    pairs = of_sentences(args.data, args.without)
    held = {"claims": marked[::HELD_OUT], "events": of_events(args.data, "dev")}
    held_pairs = list(sentences.sts(args.data / "sts_news", ("2015",)))

    model = Vectors()
    model.encoder.start_from(args.base)
    if args.start:
        model.encoder.load_state_dict(torch.load(args.start)["model"])
    model.encoder.words.weight.requires_grad_(False)
    body = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    groups = [{"params": body, "lr": RATE}, {"params": model.comparer.parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = args.epochs * -(-len(stories) // STORIES)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / (WARM * steps), max(0.02, (steps - s) / (steps * (1 - WARM)))))

    def tell(when: str) -> None:
        model.eval()
        figures = {name: "area {:.3f} F1 {:.3f}".format(*separation(model, some)) for name, some in held.items() if some}
        print(f"{when} {figures} headlines {correlation(model, held_pairs):.3f}", flush=True)

    began = time.time()
    tell("before:")
    for epoch in range(args.stop or args.epochs):
        model.train()
        dice.shuffle(stories)
        for some in cut(stories, STORIES):
            loss = torch.stack([story_loss(model, dice.sample(story, min(MOST, len(story)))) for story in some]).mean()
            if pairs:
                loss = loss + PAIR_WEIGHT * sentence_loss(model, dice.sample(pairs, PAIRS))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
        tell(f"epoch {epoch + 1}, {time.time() - began:.0f} s:")
        torch.save({"model": model.encoder.state_dict()}, args.out)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--stop", type=int, help="epochs to run, where not all that are planned")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="checkpoint to begin from, in place of BASE")
    parser.add_argument("--without", nargs="*", default=[], help="corpora to leave out: claims, ecbplus, sts, taxinli")
    return parser.parse_args()


if __name__ == "__main__":
    main()
