"""Checkpoint -> the shipped files: reader.onnx and vectors.onnx (int8), linker.npz, tokenizer.json.

    python -m training.export BASE READER VECTORS MODEL_FOLDER

BASE is the package folder of all-MiniLM-L6-v2 (its tokenizer.json is shipped), READER and VECTORS are checkpoints of training/train.py and
training/vectors.py. Weights are quantised a channel (a scale a tensor costs a
tenth of the vectors' likeness) and with reduced range (else sums overflow on processors without VNNI).
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sayso.encoder import HEADS
from training.model import SPANS, Encoder, Reader

OPSET = 17


class Reading(nn.Module):
    """States and the scores of every head, as one graph."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor, surfaces: Tensor) -> tuple[Tensor, ...]:
        states = self.reader.encoder(ids, mask, surfaces)
        return (states, *(self.reader.heads[head](states) for head in HEADS))


def write(module: nn.Module, inputs: list[str], outputs: list[str], path: Path) -> None:
    for part in module.modules():
        if hasattr(part, "plain_attention"):
            part.plain_attention = True
    sample = torch.full((2, 9), 1000)
    tensors = {"ids": sample, "mask": torch.ones_like(sample), "surfaces": torch.zeros_like(sample)}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module.eval(), tuple(tensors[name] for name in inputs), str(whole), input_names=inputs, output_names=outputs,
            dynamic_axes={name: {0: "batch", 1: "length"} for name in (*inputs, *outputs)}, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        quantise(whole, path)
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def quantise(whole: Path, path: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    heads = [node.name for node in onnx.load(str(whole)).graph.node if node.op_type == "MatMul" and "/heads" in node.name]
    quantize_dynamic(
        str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=heads, extra_options={"DefaultTensorType": 1},
    )  # fmt: skip


def linker_weights(reader: Reader) -> dict[str, np.ndarray]:
    """Weights of the linker for numpy, float16: projections [768, 128], bilinear [128, 128], gap and rank scores."""
    linker = reader.linker
    out = {"none": linker.none}
    for link in SPANS:
        out |= {
            f"{link}.first": linker.first[link].weight.T, f"{link}.first_bias": linker.first[link].bias,
            f"{link}.second": linker.second[link].weight.T, f"{link}.second_bias": linker.second[link].bias,
            f"{link}.bilinear": linker.bilinear[link].weight.T,
            f"{link}.gap": linker.gap[link].weight[:, 0], f"{link}.rank": linker.rank[link].weight[:, 0],
        }  # fmt: skip
    return {name: value.detach().numpy().astype(np.float16) for name, value in out.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("reader", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    reader = Reader()
    reader.load_state_dict(torch.load(args.reader)["model"])
    write(Reading(reader), ["ids", "mask", "surfaces"], ["states", *HEADS], args.folder / "reader.onnx")
    vectors = Encoder()
    vectors.load_state_dict(torch.load(args.vectors)["model"])
    write(vectors, ["ids", "mask"], ["states"], args.folder / "vectors.onnx")
    np.savez_compressed(args.folder / "linker.npz", **linker_weights(reader))
    shutil.copy(args.base / "tokenizer.json", args.folder / "tokenizer.json")


if __name__ == "__main__":
    main()
