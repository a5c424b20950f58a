"""What the rules that make attributions share: a row, and who can be one who speaks."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.extract.base import Parse
from analysis.extract.roles import is_role, kind_of
from analysis.lexicon import load
from analysis.model import Attribution, Ids, Spans, quote

__all__ = ["BODIES", "is_body", "is_group", "made", "speaks"]

BODIES = {"government", "intelligence", "military", "media", "organisation"}


def made(  # noqa: PLR0917, PLR0913 - the parts of a row, each of another kind
    parse: Parse, cue: Token, spans: Spans, source: Spans, kind: str, rule: str, ids: Ids
) -> Attribution:
    """An attribution that a rule found by its cue, of which it is sure."""
    return Attribution(
        attribution_id=ids.make("a", quote(parse.text, spans), cue.text),
        sentence_id=parse.sentence.sentence_id,
        spans=spans,
        cue_spans=parse.spans([cue]),
        source_spans=source,
        type=kind,
        score=1.0,
        rule=rule,
    )


def speaks(subject: Token) -> bool:
    """Whether a subject is somebody: a name, a person, a body, a group."""
    return subject.pos_ == "PROPN" or kind_of(subject) != "" or is_role(subject)


def is_body(token: Token) -> bool:
    """Whether it is a name, or a body that the text has named ("the agency")."""
    described = load("descriptions").get(token.lower_) is not None and token.pos_ == "NOUN"
    return token.pos_ == "PROPN" or described


def is_group(token: Token) -> bool:
    """Whether it is a vague group, or several who hold a role: "analysts", "farmers"."""
    group = load("sources").value(token.lower_, "group")
    return token.tag_ == "NNS" and bool(group or is_role(token))
