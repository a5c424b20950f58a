"""What somebody is beside a name: role, employer, and the kind of person or body.

Only what the text gives is filled in: an affiliation that it does not give stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from spacy.tokens import Token

from analysis.extract.base import children, has_word, phrase, subtree
from analysis.lexicon import load

__all__ = [
    "PEOPLE",
    "PLACES",
    "body_kind",
    "called",
    "employer",
    "is_human",
    "is_kin",
    "is_role",
    "kind_of",
    "nominal_kind",
    "owned",
    "owner_of",
    "publisher_words",
    "role_words",
    "without_article",
    "written",
]

PEOPLE = frozenset({"person", "analyst"})
PLACES = frozenset({"GPE", "NORP", "LOC"})
_OF = {"of", "at", "with", "for", "from", "in"}
_OCCUPATION = re.compile(r"(?:[a-z]{3}ist|ician)$")
_SCHOLAR = re.compile(r"(?:ologist|ographer|onomer)$")


def is_role(token: Token) -> bool:
    """Whether `token` is a word for what somebody is: from the lexicon, or "-ist", "-ician"."""
    sources = load("sources")
    spelled = (token.lower_, token.lemma_.lower(), f"{token.lower_}.")
    known = any(sources.value(word, "role") for word in spelled)
    common = token.pos_ == "NOUN" or (token.is_sent_start and token.text[0].isupper())
    return bool(known or (common and _OCCUPATION.search(token.lower_)))


def is_human(noun: Token) -> bool:
    """Whether a common noun means people: by the lexicon, its ending, or the "who" behind it."""
    if is_role(noun) or is_kin(noun.lower_):
        return True
    if kind_of(noun) or noun.pos_ not in {"NOUN", "PROPN"} or not noun.text.islower():
        return False
    who = any(c.dep_ == "relcl" and has_word(c, "who", "whom") for c in noun.children)
    return who or _ends_human(noun.lemma_.lower())


def _ends_human(word: str) -> bool:
    endings = load("endings")
    thing = endings.value(word, "human") is False
    return not thing and word.endswith(tuple(endings.words(human=True)))


_PRECEDENCE = ("intelligence", "military", "media", "government", "organisation")


def nominal_kind(tokens: Sequence[Token]) -> str:
    """The most telling kind of body that the nouns among `tokens` name, or ""."""
    kinds = {kind_of(token) for token in tokens if token.pos_ in {"NOUN", "PROPN"}}
    return next((kind for kind in _PRECEDENCE if kind in kinds), "")


def kind_of(token: Token) -> str:
    """The kind of source that `token` names, or "": the UN is a body, Kim Jong Un is none."""
    before = token.nbor(-1).lower_ if token.i else ""
    spelled = (f"{before} {token.lower_}", token.text, token.lower_, token.lemma_.lower())
    found = (load("sources").value(word, "kind") for word in spelled)
    known = next(filter(None, found), "")
    if not known and _SCHOLAR.search(token.lower_):
        return "analyst"
    return str(known)


def body_kind(name: str) -> str:
    """The kind of body that the words of `name` tell."""
    spelled = [each for word in name.split() for each in (word, word.lower())]
    kinds = {str(load("sources").value(word, "kind", "")) for word in spelled}
    return next((kind for kind in _PRECEDENCE if kind in kinds), "organisation")


@cache
def publisher_words(role: str) -> frozenset[str]:
    """The words of `lexicons/repeating.toml` that play a role: "masthead", "employed"."""
    return load("repeating").words(role=role)


def is_kin(noun: str) -> bool:
    """Whether `noun` says whose relative somebody is."""
    return bool(load("titles").value(noun, "kin"))


def called(nouns: Iterable[Token]) -> frozenset[str]:
    """The nouns as descriptions use them: "Gen." is "the general"."""
    spelled = (noun.lower_ for noun in nouns)
    return frozenset(
        str(load("titles").value(word.rstrip("."), "long", "") or word) for word in spelled
    )


def employer(lead: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """A body named before a role: "Verox | spokeswoman", "Police | Chief". Countries stay."""
    small = next((n for n, t in enumerate(lead) if not t.text[0].isupper() and t.is_alpha), 0)
    if not small and len(lead) > 1 and lead[0].ent_type_ == "ORG":
        small = 1 if len(lead[0]) > 2 and lead[0].text.isupper() else 0
        small = small or int(kind_of(lead[0]) in {"government", "military", "intelligence"})
    body = list(lead[:small])
    named = any(t.pos_ == "PROPN" for t in body) and not all(t.ent_type_ in PLACES for t in body)
    if not named or any(map(is_role, body)):
        return [], list(lead)
    return body, list(lead[small:])


def role_words(noun: Token, name: Token | None = None) -> list[Token]:
    """The words of a role without owner, body, clauses and dates."""
    owner = children(noun, "poss")
    cut = children(noun, "relcl", "acl", "appos", "conj", "cc")
    for prep in (t for t in noun.subtree if t.dep_ == "prep"):
        inner = children(prep, "pobj")
        if prep.nbor(-1).text == "-":
            continue
        outer = prep.head == noun
        body = bool(inner) and _is_body(inner[0]) and not owner
        if not (outer and prep.lower_ in {"of", "to"}) or (body and prep.lower_ == "of"):
            cut.append(prep)
    tokens = subtree(noun, [*owner, *cut, *([name] if name is not None else [])])
    tokens = [t for t in tokens if name is None or t.i < name.left_edge.i]
    while tokens and (tokens[-1].is_punct or _is_no_role(tokens[0])):
        tokens = tokens[:-1] if tokens[-1].is_punct else tokens[1:]
    return tokens


def _is_no_role(first: Token) -> bool:
    """Whether a word before a role is none of it: an article, "whose", "now"."""
    article = bool(load("grammar").value(first.lower_, "determiner"))
    return article or first.tag_ == "WP$" or first.dep_ == "advmod"


def _is_body(noun: Token) -> bool:
    """Whether `noun` names a body or a place, as far as the words tell."""
    names = any(c.pos_ == "PROPN" and c.dep_ in {"compound", "poss"} for c in noun.children)
    return noun.pos_ == "PROPN" or bool(
        names
        or kind_of(noun) not in {"", "person", "analyst", "vague_group"}
        or load("descriptions").value(noun.lower_, "kinds")
    )


def owner_of(noun: Token, *, name: bool = False) -> Token | None:
    """Whom somebody belongs to: "its", "the firm's", "at the agency"; of a name, only after it."""
    for child in noun.children:
        if child.dep_ == "poss" and (not name or child.tag_ == "WP$"):
            return child
    for prep in (t for t in noun.subtree if t.dep_ == "prep" and t.lower_ in _OF):
        near = noun in {prep.head, prep.head.head.head}
        between = noun.doc[noun.i + 1 : prep.i].text if prep.i > noun.i else "before"
        beside = between in {"", ","} if name else near
        for body in prep.children if beside else ():
            if body.dep_ == "pobj" and _is_body(body) and not _is_home(prep, body):
                return body
    return None


def _is_home(prep: Token, place: Token) -> bool:
    """Whether somebody is only "from" a town: a bare name that no parser takes for a body's."""
    town = place.ent_type_ in {*PLACES, "FAC", "PERSON", ""} and place.pos_ == "PROPN"
    return prep.lower_ == "from" and town and not has_word(place, "the") and not kind_of(place)


def owned(owner: Token | None) -> str:
    """An affiliation as written, without article; empty for pronouns, persons and texts."""
    if (
        owner is None
        or owner.pos_ == "PRON"
        or owner.tag_ == "WP$"
        or is_role(owner)
        or owner.ent_type_ == "MONEY"
    ):
        return ""
    text = owner.pos_ == "NOUN" and load("sources").value(owner.lower_, "document")
    if text or is_kin(owner.lower_):
        return ""
    held = phrase(owner)
    if owner.dep_ == "poss":
        held = [t for t in held if t.i <= owner.i]
    return re.sub(r"^[\w ]+-based\s+", "", without_article(written(held)))


def without_article(words: str) -> str:
    """`words` without the article before them."""
    return re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE)


def written(tokens: Iterable[Token]) -> str:
    """The tokens as written, possessive endings and white space at the edges removed."""
    ordered = sorted(set(tokens), key=lambda token: token.i)
    text = "".join(token.text_with_ws for token in ordered).strip(" ,;:-—–")
    return re.sub(r"\s+", " ", text)
