"""From a phrase that names a source to its name, role, affiliation and kind.

Only what the text gives is filled in: an affiliation that it does not give stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from analysis.extract.base import phrase, subtree
from analysis.lexicon import load

__all__ = ["Named", "acronyms", "heads", "is_person", "named", "surname_of"]

_ARTICLES = {"a", "an", "the", "another", "one", "this", "that", "these", "those", "his", "her",
             "its", "their", "some", "several", "many", "two", "same"}  # fmt: skip
_OF = {"of", "at", "with", "for", "from", "in"}
_UNNAMED = re.compile(r"\b(unnamed|anonymous|unidentified)\b", re.IGNORECASE)
_BACKGROUND = re.compile(r"on (?:condition of anonymity|background)", re.IGNORECASE)
_ACRONYM = re.compile(
    r"((?:[A-Z][\w’'.-]+ )(?:(?:of|for|and|the|on|[A-Z][\w’'.-]+) )*)\(([A-Z][A-Za-z]*[A-Z])\)"
)


@dataclass(frozen=True)
class Named:
    """What a phrase says of a source."""

    name: str
    kind: str
    role: str = ""
    affiliation: str = ""
    sourcing: str = "on_record"
    proper: bool = True
    """Whether it has a name of its own."""


def acronyms(text: str) -> dict[str, str]:
    """Acronyms that `text` introduces in brackets, with the names they stand for."""
    found = {}
    for match in _ACRONYM.finditer(text):
        words = re.sub(r"^.*[’']s? ", "", match[1].strip()).split()
        initials = "".join(word[0] for word in words if word[0].isupper())
        if match[2][0] in initials:
            start = initials.find(match[2]) if match[2] in initials else 0
            kept = [word for word in words if word[0].isupper()][max(start, 0)]
            found[match[2]] = " ".join(words[words.index(kept) :])
    return found


def heads(tokens: Sequence[Token]) -> list[Token]:
    """The heads of a source phrase: one, or each of several coordinated names."""
    inside = set(tokens)
    tops = [t for t in tokens if t.head not in inside or t.head == t]
    tops = [t for t in tops if t.pos_ in {"NOUN", "PROPN", "PRON"}] or tops
    tops = [t for t in tops if t.pos_ not in {"VERB", "ADP", "PUNCT"}] or [
        t for t in tokens if t.pos_ in {"NOUN", "PROPN", "PRON"}
    ][:1]
    if not tops:
        return []
    cut_off = len(tops) > 1 and load("sources").value(tops[0].lower_, "document")
    top = tops[-1] if cut_off else _behind_document(tops[0], inside)
    found = [top]
    for head in found:
        found += [
            c for c in head.children if c.dep_ == "conj" and c in inside and c.pos_ == "PROPN"
        ]
    return found if top.pos_ == "PROPN" else [top]


def _behind_document(head: Token, inside: set[Token]) -> Token:
    """Whoever stands behind a document: "reports from X", "X's report"."""
    sources = load("sources")
    if not sources.value(head.lower_, "document"):
        return head
    for child in head.children:
        if child.dep_ == "poss" and child in inside:
            return child
        if child.dep_ == "prep" and child.lower_ in {"from", "by"}:
            inner = [c for c in child.children if c.dep_ == "pobj" and c in inside]
            if inner:
                return inner[0]
    return head


def is_person(token: Token) -> bool:
    """Whether `token` ends a person's name."""
    return token.ent_type_ == "PERSON" and token.pos_ == "PROPN"


def named(head: Token, tokens: Sequence[Token]) -> Named:
    """What the phrase around `head`, within `tokens`, says of the source."""
    inside = set(tokens)
    apposed = [c for c in head.children if c.dep_ == "appos" and c in inside]
    run = _name_run(head)
    named_after = [a for a in apposed if a.pos_ == "PROPN" and not _role_of(a)]
    if named_after and (not run or _role_of(head)):
        return _role_first(head, named_after[0], inside)
    if not run or (len(run) == 1 and load("sources").value(head.lower_, "document")):
        return _described(head, tokens)
    before = _before(head, run, inside)
    title, name = _titled(run)
    role = _words([*before, *title])
    kind = _nominal_kind(name) or _nominal_kind(before)
    if not title and kind not in {"", "person", "analyst"} and not any(map(_role_of, apposed)):
        return _body(name, head, kind)
    if title or role or is_person(head) or any(_role_of(a) for a in apposed):
        return _person(name, role, apposed, inside)
    return _body(name, head, "")


def _name_run(head: Token) -> list[Token]:
    """The capitalised words that end at `head`, "of" and "for" between them included."""
    if head.pos_ != "PROPN" and not (head.ent_type_ and head.text[0].isupper()):
        return []
    run = [head]
    for token in reversed(list(head.doc[head.left_edge.i : head.i])):
        capital = token.text[0].isupper() and token.lower_ not in _ARTICLES
        joint = token.text in {"-", "–", "&"} or (token.is_punct and token.text == ".")
        if not (capital or joint) or token.dep_ == "poss" or _case(token):
            break
        run.insert(0, token)
    return [token for token in run if token.pos_ != "DET"]


def _case(token: Token) -> bool:
    return token.dep_ == "case" or any(c.dep_ == "case" for c in token.children)


def _titled(run: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The title words at the start of a name, and the name."""
    last = -1
    for place, token in enumerate(run[:-1]):
        if load("sources").value(token.lower_, "role"):
            last = place
    return list(run[: last + 1]), list(run[last + 1 :])


def _before(head: Token, run: Sequence[Token], inside: set[Token]) -> list[Token]:
    first = run[0].i
    words = [t for t in phrase(head) if t in inside and t.i < first and not t.is_punct]
    owner = [t for c in head.children if c.dep_ == "poss" for t in subtree(c)]
    adverbs = [t for c in head.children if c.dep_ in {"npadvmod", "advmod"} for t in subtree(c)]
    said = [t for t in words if t.lower_ not in _ARTICLES and t not in {*owner, *adverbs}]
    return [t for t in said if t.ent_type_ not in {"DATE", "TIME"} and t.pos_ != "ADV"]


def _role_of(token: Token) -> bool:
    return bool(load("sources").value(token.lemma_.lower(), "role"))


_PRECEDENCE = ("intelligence", "military", "media", "government", "organisation")


def _nominal_kind(tokens: Sequence[Token]) -> str:
    """The most telling kind of body that the nouns among `tokens` name, or ""."""
    kinds = {_kind_of(token) for token in tokens if token.pos_ in {"NOUN", "PROPN"}}
    return next((kind for kind in _PRECEDENCE if kind in kinds), "")


def _kind_of(token: Token) -> str:
    sources = load("sources")
    return str(
        sources.value(token.lower_, "kind") or sources.value(token.lemma_.lower(), "kind", "")
    )


def _person(
    name: Sequence[Token], role: str, apposed: Sequence[Token], inside: set[Token]
) -> Named:
    affiliation = ""
    kind = "person"
    for noun in apposed:
        if noun.pos_ == "NOUN" or _role_of(noun):
            role = role or _words(_role_words(noun))
            affiliation = affiliation or _affiliation(noun, inside)
            kind = "analyst" if _kind_of(noun) == "analyst" else kind
    if role and load("sources").value(role.split()[-1].lower(), "kind") == "analyst":
        kind = "analyst"
    return Named(_words(name), kind, role, affiliation)


def _role_words(noun: Token) -> list[Token]:
    owner = [c for c in noun.children if c.dep_ == "poss"]
    adjuncts = [
        c for c in noun.children if c.dep_ in {"prep", "relcl", "acl", "appos", "conj", "cc"}
    ]
    tokens = subtree(noun, [*owner, *adjuncts])
    return [t for t in tokens if t.lower_ not in _ARTICLES and not t.is_punct]


def _affiliation(noun: Token, inside: set[Token]) -> str:
    for child in noun.children:
        if child.dep_ == "poss":
            return _words(t for t in subtree(child) if t.dep_ != "case")
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in _OF and child in inside:
            for body in child.children:
                if body.dep_ == "pobj":
                    words = [t for t in phrase(body) if t in inside]
                    return _words(words).removeprefix("the ").removeprefix("The ")
    return ""


def _role_first(head: Token, name: Token, inside: set[Token]) -> Named:
    """Britain's Chief of the Defence Staff, Tony Radakin."""
    owner = [c for c in head.children if c.dep_ == "poss"]
    role = subtree(head, [*owner, name])
    role = [t for t in role if t in inside and t.i < name.left_edge.i]
    while role and (role[-1].is_punct or role[0].lower_ in _ARTICLES):
        role = role[:-1] if role[-1].is_punct else role[1:]
    affiliation = _words(t for o in owner for t in subtree(o) if t.dep_ != "case")
    kind = "analyst" if _kind_of(head) == "analyst" else "person"
    return Named(_words(_name_run(name)), kind, _words(role), affiliation)


def _body(name: Sequence[Token], head: Token, kind: str) -> Named:
    """A body with a name: an agency, a ministry, a medium, a country that speaks."""
    owners = [c for c in head.children if c.dep_ == "poss"]
    owner = _words(t for o in owners for t in subtree(o) if t.dep_ != "case")
    place = head.ent_type_ in {"GPE", "NORP", "LOC"}
    found = kind or _nominal_kind(name) or ("government" if place else "organisation")
    return Named(_words(name), found, "", owner)


def _described(head: Token, tokens: Sequence[Token]) -> Named:
    """A source without a name: a vague group, an unnamed person, an office."""
    words = [t for t in phrase(head, frozenset({"relcl", "appos"})) if t in set(tokens)]
    whole = _words([*_listed_before(head, tokens), *words])
    name = re.sub(r"^(?:the|a|an)\s+", "", whole, flags=re.IGNORECASE)
    sources = load("sources")
    plural = head.tag_ in {"NNS", "NNPS"} or bool(sources.value(head.lower_, "group"))
    kind = _kind_of(head) or "organisation"
    person = kind in {"person", "analyst"}
    if plural:
        kind = "vague_group"
    owners = [c for c in head.children if c.dep_ == "poss"]
    owner = _words(t for o in owners for t in subtree(o) if t.dep_ != "case")
    if not person and not plural and owner and kind in {"intelligence", "military", "government"}:
        return Named(name, kind, "", owner)
    hidden = (
        _UNNAMED.search(whole) or sources.value(head.lower_, "unnamed") or (person and not plural)
    )
    sourcing = "unnamed" if hidden or _officials(head) else "unstated"
    sourcing = "background" if _BACKGROUND.search(head.sent.text) else sourcing
    return Named(name, kind, sourcing=sourcing, proper=False)


def _listed_before(head: Token, tokens: Sequence[Token]) -> list[Token]:
    """The modifiers before a plural head that a parser cut off: "A, B and C agencies"."""
    found: list[Token] = []
    for token in reversed([t for t in tokens if t.i < head.i]):
        modifier = token.pos_ in {"ADJ", "PROPN", "CCONJ", "PUNCT"} or token.dep_ == "compound"
        if not modifier or head.pos_ != "NOUN":
            break
        found.append(token)
    return found if head.tag_ == "NNS" else []


def _officials(head: Token) -> bool:
    return head.lemma_.lower() in {"official", "diplomat", "officer", "aide"}


def _words(tokens: Iterable[Token]) -> str:
    """The tokens as written, possessive endings and white space at the edges removed."""
    ordered = sorted(set(tokens), key=lambda token: token.i)
    text = "".join(token.text_with_ws for token in ordered).strip(" ,;:-—–")
    return re.sub(r"\s+", " ", text)


def surname_of(short: str, full: str) -> bool:
    """Whether `short` is the family name of `full`: its last word, or its first (Kim Jong Un)."""
    words = full.split()
    return len(words) > 1 and short in {words[-1], words[0]}
