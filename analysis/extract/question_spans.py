"""Where a question stands, seen from its cue: the clause or noun phrase that is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from analysis.extract.base import Parse, trim
from analysis.extract.question_cues import Cue
from analysis.lexicon import load
from analysis.model import Span

__all__ = ["WH", "Asked", "asked", "clause_end", "clause_head"]

WH = frozenset(
    {"whether", "if", "how", "why", "what", "who", "whom", "whose", "when", "where", "which"}
)
_BRIDGES = frozenset(
    [
        "about",
        "of",
        "as",
        "to",
        "over",
        "on",
        "into",
        "in",
        "at",
        "for",
        "upon",
        "regarding",
        "yet",
        "exactly",
        "just",
        "even",
        "precisely",
        "still",
        "right",
        "away",
        "sure",
        "certain",
        "me",
        "us",
        "them",
        "him",
        "her",
        "you",
        ",",
        "“",
        '"',
        "'",
        "‘",
        "–",
        "—",
        "(",
        "reporters",
        "both",
        "either",
        ":",
        "that",
        "today",
        "publicly",
        "now",
        "quite",
        "aloud",
        "openly",
        "only",
        "the",
        "extent",
        "or",
    ]
)
_CLAUSES = {
    "ccomp",
    "advcl",
    "pcomp",
    "acl",
    "relcl",
    "csubj",
    "csubjpass",
    "xcomp",
    "conj",
    "ROOT",
    "parataxis",
    "dep",
    "attr",
}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's span in the document and its shape: clause, phrase or statement."""

    span: Span
    shape: str
    head: Token


def asked(parse: Parse, cue: Cue) -> list[Asked]:
    """The questions of a cue, by the first of its ways that finds one."""
    tokens = list(parse.tokens)
    base = parse.sentence.start
    after = next((i for i, t in enumerate(tokens) if parse.start(t) >= base + cue.end), len(tokens))
    before = next((i for i, t in enumerate(tokens) if parse.end(t) > base + cue.start), 0)
    place = _Place(parse, tokens, before, after, cue)
    for way in cue.entry.effect["take"]:
        found = _WAYS[way](place)
        if found:
            return found
    return []


@dataclass(frozen=True, slots=True)
class _Place:
    """A cue in its sentence: tokens `before` to `after` are the cue itself."""

    parse: Parse
    tokens: Sequence[Token]
    before: int
    after: int
    cue: Cue

    @property
    def predicate(self) -> Token:
        """The verb or adjective of the cue that heads its clause."""
        words = self.tokens[self.before : self.after]
        return min(words, key=lambda token: sum(1 for _ in token.ancestors))


def clause_head(token: Token) -> Token | None:
    """The verb of the clause that the question word `token` opens."""
    if token.dep_ == "mark" or (
        token.lower_ in {"whether", "if"} and token.head.pos_ in {"VERB", "AUX"}
    ):
        return token.head
    for ancestor in token.ancestors:
        verbal = ancestor.pos_ in {"VERB", "AUX"} or ancestor.dep_ in {"ccomp", "pcomp", "csubj"}
        if verbal and ancestor.dep_ in _CLAUSES and ancestor.left_edge.i <= token.i:
            return ancestor
    return None


def clause_end(head: Token, start: int) -> Token:
    """The last token of the clause of `head`, before a coordinated clause of its own."""
    end = head.right_edge
    for token in head.subtree:
        if (
            token.i <= start
            or token.dep_ not in {"conj", "ccomp", "advcl", "parataxis"}
            or token.head != head
        ):
            continue
        own = any(child.dep_ in _SUBJECTS for child in token.children)
        first = token.left_edge
        if token.dep_ == "conj" and own and first.i > head.i:
            link = first.nbor(-1) if first.i > token.doc[0].i else first
            if link.lower_ in {"but", "and", ",", ";", "yet", "so", "—", "–"}:
                return _back(link, head)
    return end


def _back(token: Token, head: Token) -> Token:
    while token.i > head.i and (
        token.is_punct or token.lower_ in {"and", "but", "or", "yet", "so"}
    ):
        token = token.nbor(-1)
    return token


def _span(parse: Parse, first: Token, last: Token) -> Span:
    start, end = trim(parse.text, parse.start(first), min(parse.end(last), parse.sentence.end))
    while end > start and (
        parse.text[end - 1] in '.!;:)”"' and not parse.text[start:end].endswith("U.S.")
    ):
        end -= 1
    return trim(parse.text, start, end)


def _wh(place: _Place) -> list[Asked]:
    """The wh-clauses that follow the cue, coordinated ones included."""
    tokens = place.tokens
    at = place.after
    limit = min(len(tokens), at + 4)
    while at < limit and tokens[at].lower_ not in WH and tokens[at].lower_ in _BRIDGES:
        at += 1
    if at >= len(tokens) or tokens[at].lower_ not in WH:
        return []
    return _from_wh(place, at)


def _from_wh(place: _Place, at: int) -> list[Asked]:
    tokens, parse = place.tokens, place.parse
    word = tokens[at]
    first = word
    while (
        at > place.after
        and tokens[at - 1].lower_ in {"to", "in", "at", "for", "on", "from", "with"}
        and word.lower_ in {"what", "which", "whom", "whose"}
    ):
        at -= 1
        first = tokens[at]
    if first != word and place.cue.entry.effect.get("asks"):
        first = word
    head = clause_head(word)
    if head is None or (head.i < word.i and head.pos_ not in {"VERB", "AUX"}):
        return [Asked(_span(parse, first, _chunk_end(tokens, at)), "clause", word)]
    if head.i < tokens[max(0, place.before)].i:
        last = _chunk_end(tokens, at)
    else:
        last = clause_end(head, word.i)
        last = last if last.i > word.i else _chunk_end(tokens, at)
    last = _cut_speech(tokens, word, last)
    return [Asked(_span(parse, first, last), "clause", head)]


def _chunk_end(tokens: Sequence[Token], at: int) -> Token:
    """The token before the next comma, bracket or full stop."""
    for token in tokens[at + 1 :]:
        if token.text in {",", ";", ".", "!", "?", ")", "—", "–", "”", '"'}:
            return token.nbor(-1)
    return tokens[-1]


def _cut_speech(tokens: Sequence[Token], word: Token, last: Token) -> Token:
    """Cut a trailing ', he said' or ', but ...' off a clause."""
    for token in tokens:
        if word.i < token.i < last.i and token.text in {",", ";"}:
            after = token.nbor(1)
            speech = (
                re.fullmatch(r"(?:say|tell|add|argue|note|write|report)", token.nbor(2).lemma_)
                if token.i + 2 <= last.i
                else None
            )
            if after.lower_ in {"but", "although", "though"} or speech:
                return token.nbor(-1)
    return last


def _wh_before(place: _Place) -> list[Asked]:
    """A wh-clause that is the subject of the cue (whether it holds is unclear)."""
    tokens = place.tokens
    for at in range(place.before - 1, -1, -1):
        word = tokens[at]
        if word.lower_ not in WH:
            continue
        previous = tokens[at - 1] if at else None
        opens = (
            previous is None
            or previous.is_punct
            or previous.lower_ in {"and", "but", "that", "exactly", "just", "to", "of", "as"}
        )
        if (
            word.dep_ in {"relcl"}
            or (previous is not None and previous.pos_ in {"NOUN", "PROPN"})
            or (word.tag_ == "WDT" and previous is not None and previous.text != ",")
        ):
            continue
        if (
            opens
            and word.lower_ not in {"which"}
            and not any(t.text in {";", ":"} for t in tokens[at : place.before])
            and _is_subject(tokens, at, place)
        ):
            return [
                Asked(
                    _span(place.parse, word, tokens[place.before - 1]),
                    "clause",
                    clause_head(word) or word,
                )
            ]
    return []


def _is_subject(tokens: Sequence[Token], at: int, place: _Place) -> bool:
    """Whether no other subject stands between the wh-clause and its predicate."""
    head = clause_head(tokens[at])
    verbs = [t for t in tokens[at : place.before] if t.pos_ in {"VERB", "AUX"}]
    tail = tokens[place.before - 1]
    broken = any(t.text == "," for t in tokens[at : place.before])
    return head is not None and bool(verbs) and tail.text != "," and not broken


def _object(place: _Place) -> list[Asked]:
    """The noun phrases behind the cue, each coordinated one a question of its own."""
    phrase = _phrase_behind(place)
    if phrase is None:
        return []
    first, head = phrase
    if place.cue.entry.effect.get("open") and not _is_open_object(place, head):
        return []
    if head.pos_ == "PRON" or head.lower_ in load("question_nouns").words(role="idle"):
        return []
    last = _phrase_end(head)
    pieces = _pieces(place.tokens, first, last)
    return [Asked(_span(place.parse, a, b), "phrase", h) for a, b, h in pieces]


def _is_open_object(place: _Place, head: Token) -> bool:
    strong = place.parse.tokens[place.after - place.before : 0]
    del strong
    words = place.parse.text[
        place.parse.sentence.start + place.cue.start : place.parse.sentence.start + place.cue.end
    ].lower()
    if re.search(r"investigat|prob|inquir", words):
        return True
    return _is_open(head)


def _is_open(head: Token) -> bool:
    nouns = load("question_nouns")
    return head.lemma_.lower() in nouns.words(role="open") | nouns.words(role="possible")


def _phrase_behind(place: _Place) -> tuple[Token, Token] | None:
    tokens = place.tokens
    at = place.after
    while at < len(tokens) and tokens[at].lower_ in {
        "about",
        "of",
        "into",
        "on",
        "over",
        "the possibility",
        '"',
        "“",
    }:
        at += 1
    if (
        at >= len(tokens)
        or tokens[at].is_punct
        or (tokens[at].pos_ in {"VERB", "AUX", "CCONJ", "SCONJ"} and tokens[at].tag_ != "VBG")
    ):
        return None
    first = tokens[at]
    heads = [
        t
        for t in (first, *first.ancestors)
        if t.left_edge.i >= first.i
        and t.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}
        and t.i >= first.i
    ]
    if not heads:
        return None
    return first, heads[-1]


def _phrase_end(head: Token) -> Token:
    """The end of the phrase of `head`, clauses in apposition left out."""
    end = head
    for child in head.rights:
        if child.dep_ in {"punct"} and child.text not in {",", "-", "”", '"', "'"}:
            break
        if (
            child.dep_ in {"parataxis", "advcl", "relcl"}
            and child.left_edge.i > end.i + 1
            and child.dep_ != "relcl"
        ):
            break
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}:
            break
        end = child.right_edge
    while end.i > head.i and (end.is_punct or end.lower_ in {"and", "or", "but"}):
        end = end.nbor(-1)
    return end


def _pieces(tokens: Sequence[Token], first: Token, last: Token) -> list[tuple[Token, Token, Token]]:
    """A list of phrases cut where a comma or 'and' opens a new one with an article."""
    inside = [t for t in tokens if first.i <= t.i <= last.i]
    cuts = [inside[0]]
    for token in inside[1:]:
        previous = token.nbor(-1)
        listed = previous.text == "," or (
            previous.lower_ == "and" and previous.nbor(-1).text == ","
        )
        if listed and (token.lower_ in {"the", "its", "his", "their"} or token.lower_ in WH):
            cuts.append(token)
    pieces = []
    for number, start in enumerate(cuts):
        stop = cuts[number + 1].nbor(-1) if number + 1 < len(cuts) else last
        while stop.i > start.i and (stop.is_punct or stop.lower_ == "and"):
            stop = stop.nbor(-1)
        heads = [t for t in inside if start.i <= t.i <= stop.i and t.pos_ in {"NOUN", "PROPN"}]
        pieces.append((start, stop, heads[0] if heads else start))
    return pieces


def _clause(place: _Place) -> list[Asked]:
    """The whole statement around the cue, without what introduces it."""
    head = place.predicate
    verb = (
        head
        if head.pos_ in {"VERB", "AUX"} or any(c.dep_ in _SUBJECTS for c in head.children)
        else head.head
    )
    for token in (verb, *verb.ancestors):
        if token.pos_ in {"VERB", "AUX"} and any(c.dep_ in _SUBJECTS for c in token.lefts):
            verb = token
            break
    subjects = [c for c in verb.lefts if c.dep_ in _SUBJECTS]
    if not subjects:
        return []
    first = subjects[0].left_edge
    if first.i > place.tokens[place.before].i:
        first = place.tokens[place.before]
    last = clause_end(verb, place.tokens[place.after - 1].i)
    end = max(last, place.tokens[place.after - 1], key=lambda t: t.i)
    end = _cut_speech(place.tokens, place.tokens[place.after - 1], end)
    return [Asked(_span(place.parse, first, end), "statement", verb)]


def _gap_clause(place: _Place) -> list[Asked]:
    """X is not known, not understood: where the predicate is knowledge, not clarity or surety."""
    word = place.tokens[place.after - 1].lower_
    following = place.tokens[place.after].lower_ if place.after < len(place.tokens) else ""
    if word in {
        "clear",
        "certain",
        "sure",
        "obvious",
        "evident",
        "apparent",
        "convinced",
        "agreed",
    } or following in {"for", "as", "to", "that", "by", "in"}:
        return []
    found = _clause(place)
    if found and any(
        c.lower_ in {"i", "you", "we", "he", "she", "they", "it", "this", "that"}
        for c in found[0].head.lefts
        if c.dep_ in _SUBJECTS
    ):
        return []
    return found


def _known_object(place: _Place) -> list[Asked]:
    found = _object(place)
    if len(found) != 1 or found[0].head.pos_ != "NOUN":
        return []
    text = place.parse.text[slice(*found[0].span)]
    definite = re.match(r"the\b[^,]*?\bof\b", text, re.I)
    return found if definite or _is_open(found[0].head) else []


def _know_clause(place: _Place) -> list[Asked]:
    """We don't know, with nothing behind it; what I or you do not know is small talk."""
    following = place.tokens[place.after] if place.after < len(place.tokens) else None
    if following is not None and not following.is_punct and following.lower_ not in {"yet"}:
        return []
    found = _clause(place)
    if not found or found[0].head.pos_ not in {"VERB", "AUX"}:
        return []
    subject = next((c for c in found[0].head.lefts if c.dep_ in _SUBJECTS), None)
    if (
        subject is None
        or subject.lower_ in {"i", "you", "he", "she", "who"}
        or place.tokens[place.before].lower_ == "who"
    ):
        return []
    return found


def _question_subject(place: _Place) -> list[Asked]:
    found = _clause(place)
    if not found:
        return []
    subject = next(c for c in found[0].head.lefts if c.dep_ in _SUBJECTS)
    if subject.pos_ not in {"NOUN"} or subject.ent_type_ == "PERSON":
        return []
    return [Asked(_span(place.parse, subject.left_edge, subject.right_edge), "phrase", subject)]


def _doubt_object(place: _Place) -> list[Asked]:
    words = [token.lower_ for token in place.tokens[place.before : place.after]]
    noun = place.tokens[place.before]
    verb = noun.head
    nouns = load("question_nouns")
    if verb.lemma_.lower() in nouns.words(role="answers") or words[0] not in nouns.words(
        role="doubt"
    ):
        return []
    return _object(place)


def _cue_object(place: _Place) -> list[Asked]:
    found = _object(place)
    first = place.tokens[place.before]
    return [
        Asked((place.parse.start(first), one.span[1]), "statement", one.head) for one in found[:1]
    ]


def _possibility(place: _Place) -> list[Asked]:
    found = _object(place)
    nouns = load("question_nouns").words(role="possible")
    return [one for one in found if one.head.lemma_.lower() in nouns]


def _outcome(place: _Place) -> list[Asked]:
    found = _clause(place)
    if not found:
        return []
    subject = next((c for c in found[0].head.lefts if c.dep_ in _SUBJECTS), None)
    if subject is None:
        return []
    future = place.tokens[place.before].lower_ in {"will", "may", "could", "might"}
    personal = subject.pos_ == "PRON" and subject.lower_ != "much"
    wanted = (
        future and not personal and subject.ent_type_ not in {"PERSON", "ORG", "GPE", "NORP"}
    ) or _is_open(subject)
    return found if wanted else []


_WAYS: dict[str, Callable[[_Place], list[Asked]]] = {
    "wh": _wh,
    "wh_before": _wh_before,
    "object": _object,
    "clause": _clause,
    "gap_clause": _gap_clause,
    "known_object": _known_object,
    "know_clause": _know_clause,
    "question_subject": _question_subject,
    "doubt_object": _doubt_object,
    "cue_object": _cue_object,
    "possibility": _possibility,
    "outcome": _outcome,
}
