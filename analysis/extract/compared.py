"""Bare numbers that are of the unit of a figure beside them: from 12 to 9 ships."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import Parse, is_verb
from analysis.extract.quantity import Quantity, tail
from analysis.model import Figure

__all__ = ["compared", "gapped"]

_COMPARED = re.compile(
    r"\s*,?\s*(?:to|and|or|versus|vs\.?|against|compared\s+(?:with|to)|up\s+from|down\s+from|from)\s+"
)
_MEASURES = {"money", "share", "measure"}
_MEASURED = (":time", ":share", ":measure")
_DECIMAL = re.compile(r"\d\.\d")
_LARGE = re.compile(r"\d\s?(?:[mb]n?|[mbt]r?illion)\b|\b[mbt]r?illion\b", re.I)
_PARTED = re.compile(
    r"(?:[,;:]|\band)\s+(?:(?:the|an?|his|her|its|their|our)\s+)?[\w’'. -]{1,40}\Z"
)


def compared(text: str, bare: Figure, other: Figure) -> Figure:
    """A bare number takes the unit of the one that it is compared with (from 12 to 9 ships)."""
    if bare.unit and not (bare.rule.endswith(":ellipsis") and other.rule.endswith(_MEASURED)):
        return bare  # but eight and five years
    first, second = sorted((bare, other), key=lambda figure: figure.start)
    if not other.unit or not _COMPARED.fullmatch(text[first.end : second.start]):
        return bare
    if bare is first and re.search(r"\bof\s+\Z", tail(text, bare.start)):
        return bare  # a crew of 24 and 18,000 tonnes of coal
    if other.unit == "%" and (bare.low or bare.high or 0) > 100:
        return bare
    return replace(bare, unit=other.unit, counted=other.counted)


def gapped(parse: Parse, quantity: Quantity, found: Sequence[Figure]) -> Figure | None:
    """The measure before a bare number whose unit it leaves out, None where there is none.

    So a decimal number behind another (it fell from 7.9 metres to 7.4), millions behind money, and
    the share of somebody else behind a share (the Liberals won 38 per cent, the Greens 12).
    """
    measures = [f for f in found if f.rule.partition(":")[2] in _MEASURES]
    if quantity.unit or not measures:
        return None
    if re.fullmatch(r"\d+\.\d+", quantity.bare):
        decimals = [f for f in measures if _may_be_decimal(parse, f)]
        alike = len({figure.unit for figure in decimals}) == 1
        named = not parse.own_text[: quantity.start].rstrip().lower().endswith("magnitude")
        return decimals[-1] if alike and named else None
    last = measures[-1]
    if last is not found[-1]:
        return None
    if last.rule.endswith(":money"):
        return last if _LARGE.search(quantity.bare) else None
    token = parse.token_at(parse.sentence.start + quantity.start)
    small = last.unit == "%" and (quantity.high or quantity.low or 101) <= 100
    parted = small and _PARTED.search(tail(parse.own_text, quantity.start))
    return last if parted and token is not None and _verbless(token) else None


def _may_be_decimal(parse: Parse, figure: Figure) -> bool:
    return figure.unit == "%" or bool(_DECIMAL.search(parse.text, figure.start, figure.end))


def _verbless(number: Token) -> bool:
    """Whether a noun stands before a number, and no verb back to the comma or "and" before it."""
    token = number.nbor(-1) if number.i else number
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    after = number.nbor(1) if number.i + 1 < len(number.doc) else number
    if after.pos_ not in {"PUNCT", "CCONJ", "NUM"} and after.lower_ != "for":
        return False
    while token.i and not (token.is_punct or token.pos_ == "CCONJ"):
        if is_verb(token) or token.pos_ == "ADP":
            return False
        token = token.nbor(-1)
    return True
