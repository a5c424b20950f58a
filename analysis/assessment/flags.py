"""Editorial warnings: rules find the rows, `lexicons/flags.toml` says what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from analysis.lexicon import load
from analysis.model import Ids
from analysis.tables.schema import frame

__all__ = ["Found", "raised"]


class Found(NamedTuple):
    """A row that a rule warns of: `spans` are its words, `words` fill the message."""

    rule: str
    doc_id: str
    claim_id: str
    spans: list[list[int]]
    words: Mapping[str, str]


def raised(found: Iterable[Found]) -> pd.DataFrame:
    """The flags table for what the rules found."""
    ids: dict[str, Ids] = {}
    records = []
    for rule, doc_id, claim_id, spans, words in found:
        effect = load("flags").entry(rule).effect
        maker = ids.setdefault(doc_id, Ids(doc_id))
        record: dict[str, Any] = {
            "flag_id": maker.make("w", rule, claim_id, *words.values()),
            "doc_id": doc_id,
            "rule": rule,
            "severity": effect["severity"],
            "claim_id": claim_id,
            "spans": spans,
            "message": _filled(str(effect["message"]), words),
        }
        records.append(record)
    return frame("flags", records)


def _filled(message: str, words: Mapping[str, str]) -> str:
    """`message` with its names replaced; the words are data, never a format string."""
    for name, word in words.items():
        before, found, after = message.partition("{" + name + "}")
        message = before + word + after if found else message
    return message
