"""Turns what is asked into a sentence of its own, with the words of the text.

Only grammar adds words: what is, is it true that, do, does, did, and the full form of a
contraction. Where the clause cannot be turned round with certainty the result is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Token

from analysis.extract.base import (
    SUBJECTS,
    Parse,
    children,
    has,
    has_word,
    is_verb,
    subject_of,
    subtree,
)
from analysis.extract.question_spans import PRONOUNS, WH, Asked, has_role

__all__ = ["as_question"]

_CONTRACTIONS = {"'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "wo": "will", "ca": "can"}
_OPENERS = {"if", "unless", "should", "were"}
_DO = {"VBD": "did", "VBZ": "does", "VBP": "do"}
_MODALS = frozenset(("will", "would", "could", "might", "may", "can", "must"))
_LONGEST = 45
"""Words that a question may have before it reads as garbage."""


def as_question(parse: Parse, asked: Asked, form: str) -> str:
    """The question as a sentence, or an empty string."""
    words = " ".join(parse.text[slice(*asked.span)].split())
    if form == "direct":
        made = words
    elif asked.shape == "clause":
        made = _clause(parse, asked)
    elif asked.shape == "phrase":
        made = _phrase(words, asked.head)
    elif form == "conditional":
        made = _conditional(parse, asked)
    elif form == "verification_gap":
        made = _is_it_true(_unconfirmed(asked.head), asked.head)
    else:
        made = _gap(asked.head)
    return _sentence(made)


def _sentence(made: str) -> str:
    plain = re.sub(r"\s*(?:[—–][^—–]+[—–]|--[^-]+--|\([^()]+\))\s*", " ", made)
    plain = re.sub(r"\s+(?=[,;])", "", re.sub(r"\s+", " ", plain)).strip(" ,;.–—-?")
    balanced = all(plain.count(a) == plain.count(b) for a, b in ("“”", "()", "[]"))
    if not plain or not balanced or plain.count('"') % 2 or len(plain.split()) > _LONGEST:
        return ""
    return f"{plain[0].upper()}{plain[1:]}?"


def _text(tokens: Iterable[Token]) -> str:
    return "".join(token.text_with_ws for token in tokens).strip()


def _phrase(words: str, head: Token) -> str:
    """What is the cause of it; where a possibility is left open: is it true that it happened."""
    if has_role(head, "possible"):
        return _is_it_true(next(iter(children(head, "acl", "ccomp")), None))
    definite = re.match(r"(?:the|its|his|her|their)\b", words, re.I)
    named = next(iter(head.subtree)).pos_ == "PROPN"
    if head.pos_ != "NOUN" or not (definite or named) or not has_role(head, "open"):
        return ""
    words = words[:1].lower() + words[1:] if definite else words
    return f"What {'are' if head.tag_ == 'NNS' else 'is'} {words}"


def _gap(head: Token) -> str:
    """What is X, where X is said to be unknown."""
    verbs = (head, *(child for child in head.lefts if child.dep_ == "auxpass"))
    subject = next((found for verb in verbs if (found := subject_of(verb)) is not None), None)
    if subject is None or head.lemma_ not in {"be", "know"}:
        return ""
    return _phrase(_text(subtree(subject)), subject)


def _clause(parse: Parse, asked: Asked) -> str:
    tokens = parse.within((asked.span,))
    head = asked.head
    if not tokens or head not in tokens:
        return ""
    wh = next((token for token in tokens[:3] if token.lower_ in WH), None)
    subject = next((c for c in head.lefts if c.dep_ in SUBJECTS and c in tokens), None)
    if wh is None or subject is None:
        return ""
    if wh.lower_ in {"whether", "if"}:
        rest = tokens[1:]
        rest = rest[2:] if [t.lower_ for t in rest[:2]] == ["or", "not"] else rest
        return _inverted(rest, head, subject, [])
    asks_subject = subject.left_edge.i <= wh.i or (wh.dep_ == "det" and wh.head == subject)
    if asks_subject or wh == subject:
        return _text(tokens)
    front = [token for token in tokens if token.i < subject.left_edge.i]
    if _determines(front, subject):
        return _text(tokens)
    return _inverted([t for t in tokens if t not in front], head, subject, front)


def _determines(front: list[Token], subject: Token) -> bool:
    """Whether which, whose or what belongs to the subject, though the parse parts them."""
    word = front[0].lower_ if len(front) == 1 else ""
    bare = not any(child.dep_ in {"det", "poss"} for child in subject.lefts)
    if word == "what":
        return bare and subject.pos_ == "NOUN"
    return word in {"which", "whose"} and subject.pos_ != "PRON"


def _inverted(rest: list[Token], head: Token, subject: Token, front: list[Token]) -> str:
    """The auxiliary before the subject, or do, does, did and the plain verb."""
    auxiliary = next(
        (c for c in head.lefts if c.dep_ in {"aux", "auxpass"} and c.i > subject.i), None
    )
    being = head.lemma_ == "be" or _straight(head) in {"'s", "'re"}
    if auxiliary is None and being and head.i > subject.i:
        auxiliary = head
    joined = [c for c in head.rights if c.dep_ == "conj" and is_verb(c)]
    if any(_finite(verb) and verb in rest for verb in joined):
        return ""
    if auxiliary is None:
        if head.tag_ not in _DO or head.pos_ != "VERB" or head.i < subject.i:
            return ""
        first, plain, last = _did(head, subject), head.lemma_, head
    else:
        first, plain, last = _full(auxiliary, head), "", auxiliary
        if not first:
            return ""
        following = auxiliary.nbor(1) if auxiliary.i + 1 < len(auxiliary.doc) else None
        if following is not None and _straight(following) == "n't":
            first, last = auxiliary.text + following.text, following
    before = [t for t in rest if t.i < (auxiliary or head).i]
    after = [t for t in rest if t.i > last.i]
    return _join(_text(front), first, _text(before), plain, _text(after))


def _did(verb: Token, subject: Token) -> str:
    """Do, does or did; he, she or it with a plain verb is the past of one that keeps its form."""
    past = verb.tag_ == "VBP" and subject.lower_ in {"he", "she", "it"}
    return "did" if past and subject.head == verb and not _joined(subject) else _DO[verb.tag_]


def _joined(subject: Token) -> bool:
    return any(child.dep_ == "conj" for child in subject.children)


def _finite(verb: Token) -> bool:
    """Whether a coordinated verb has a tense of its own, which turning round would break."""
    own = any(child.dep_ in {"aux", "auxpass"} for child in verb.lefts)
    return own or verb.tag_ in _DO


def _full(auxiliary: Token, head: Token) -> str:
    """An auxiliary in full; what 'd stands for stays unclear, and so does a wrong parse."""
    word = _straight(auxiliary)
    if word == "'d" or auxiliary.tag_ == "TO":
        return ""
    if word == "'s":
        return "has" if auxiliary.lemma_ == "have" or head.tag_ == "VBN" else "is"
    return _CONTRACTIONS.get(word, auxiliary.text)


def _straight(token: Token) -> str:
    return token.lower_.replace("’", "'")


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _conditional(parse: Parse, asked: Asked) -> str:
    """Might Kim hesitate if the first contingents suffer?: the main clause turned round."""
    main = asked.head
    subject = subject_of(main)
    clauses = children(main, "advcl", "ccomp")
    condition = next((c for c in clauses if any(t.lower_ in _OPENERS for t in c.lefts)), None)
    modal = next((c for c in main.lefts if c.dep_ == "aux" and c.lower_ in _MODALS), None)
    if subject is None or condition is None or modal is None or modal.i < subject.i:
        return ""
    if main.dep_ == "relcl":
        return ""
    inside = parse.within((asked.span,))
    spoken = [c for c in main.children if c.dep_ in {"parataxis", "ccomp"} and c.i < main.i]
    kept = [t for t in subtree(main, (condition, *spoken)) if t in inside and t.i > modal.i]
    phrase = _text(subtree(subject))
    if any(token.dep_ == "conj" and token.head == main for token in kept) and len(kept) > 25:
        return ""
    if_clause = _text(t for t in subtree(condition) if t in inside).strip(" ,")
    phrase = _lowered(subject.left_edge, phrase)
    rest = _text(kept).strip(" ,")
    return _join(modal.text, phrase, rest, if_clause[:1].lower() + if_clause[1:])


def _is_it_true(clause: Token | None, doubt: Token | None = None) -> str:
    """Is it true that ...?, without the words that doubt `clause`."""
    first = subject_of(clause) if clause is not None else None
    if clause is None or first is None or first.lower_ in {"this", "that", "which"}:
        return ""
    skipped = children(clause, "mark", "advcl", "punct")
    skipped += [t for t in clause.subtree if t.dep_ == "appos" and doubt in list(t.subtree)]
    kept = [t for t in subtree(clause, skipped) if t.i >= first.left_edge.i]
    words = _text(kept)
    return f"Is it true that {_lowered(first.left_edge, words)}"


def _lowered(first: Token, words: str) -> str:
    """`words` with a small letter, unless a name stands first."""
    opens = first.i == first.sent.start
    proper = first.pos_ == "PROPN" and (not opens or first.nbor(1).pos_ == "PROPN")
    name = first.ent_type_ or proper or first.text == "I"
    return words if name else words[:1].lower() + words[1:]


def _unconfirmed(head: Token) -> Token | None:
    """The clause that cannot be confirmed: the object of the verb, or what 'this' points to."""
    for token in (head, *children(head, "xcomp")):
        for child in token.children:
            if child.dep_ == "ccomp" and child.i > token.i:
                return child
            if child.dep_ == "dobj":
                for inner in child.rights:
                    if inner.dep_ in {"acl", "ccomp"} and has_word(inner, "that"):
                        return inner
    subject = subject_of(head)
    if subject is not None and subject.pos_ == "NOUN":
        return next((c for c in subject.children if c.dep_ == "acl" and c.i > subject.i), None)
    points = subject is not None and subject.lower_ in PRONOUNS
    points = points and (head.lemma_ in {"be", "have"} or has(head, "nsubjpass"))
    for above in head.ancestors if points else ():
        if above.dep_ in {"ROOT", "ccomp"}:
            reported = [c for c in children(above, "ccomp") if c.i > above.i and c != head]
            return (reported or [above])[0]
    return None
