"""Who is said to say what: source, cue and content, found by dependency rules.

`extract` is the only way in. A rule yields the tokens of source, cue and content of one
construction; which words the rules look for, and what those words mean, is data
(``cues.toml``, ``cue_forms.toml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from analysis.extract.base import (
    QUOTES,
    Parse,
    is_quoted,
    overlap,
    phrase,
    subtree,
    whole_quotations,
)
from analysis.lexicon import load
from analysis.model import Attribution, Ids, Spans, quote

__all__ = ["extract"]

_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "intj"}
_RELATIVE = {"who", "which", "that"}
_FEWEST_QUOTED = 3
"""Shorter quotations are words, not content of their own."""


@dataclass(frozen=True)
class _Find:
    """The tokens that one rule found."""

    rule: str
    cue: tuple[Token, ...]
    content: tuple[Token, ...]
    source: tuple[Token, ...] = ()
    type: str = ""


def extract(parses: Sequence[Parse], ids: Ids) -> list[Attribution]:
    """The attributions of one document.

    Parameters
    ----------
    parses : sequence of Parse
        The document's sentences.
    ids : Ids
        Names the rows.

    Returns
    -------
    list of Attribution
        In reading order of their contents; `parent_id` names the attribution that holds another.
    """
    found: list[Attribution] = []
    for parse in parses:
        rows = [_attribution(parse, find, ids) for find in _finds(parse)]
        found.extend(_nested([row for row in rows if row is not None]))
    return found


def _attribution(parse: Parse, find: _Find, ids: Ids) -> Attribution | None:
    taken = {*find.cue, *find.source}
    content = [token for token in find.content if token not in taken]
    spans = whole_quotations(parse.text, parse.spans(_stripped(content)))
    cue = parse.spans(find.cue)
    if not spans or not cue:
        return None
    return Attribution(
        attribution_id=ids.make("a", quote(parse.text, spans), quote(parse.text, cue)),
        sentence_id=parse.sentence.sentence_id,
        spans=spans,
        cue_spans=cue,
        source_spans=parse.spans(find.source),
        type=find.type or _quotation_type(parse.text, spans),
        score=1.0,
        rule=find.rule,
    )


def _stripped(tokens: list[Token]) -> list[Token]:
    """`tokens` without a "that" and punctuation at the left edge and punctuation at the right."""
    ordered = sorted(tokens, key=lambda token: token.i)
    while ordered and (ordered[0].is_punct or _is_that(ordered[0])):
        ordered.pop(0)
    while ordered and (ordered[-1].is_punct and ordered[-1].text not in "%)"):
        ordered.pop()
    return ordered


def _is_that(token: Token) -> bool:
    return token.lower_ == "that" and token.head.pos_ in {"VERB", "AUX"} and token.tag_ != "DT"


def _quotation_type(text: str, spans: Spans) -> str:
    if not is_quoted(text, spans):
        return "indirect"
    inside = "".join(text[start:end] for start, end in spans)
    return "mixed" if any(mark in inside for mark in QUOTES) else "direct_quote"


def _nested(rows: list[Attribution]) -> list[Attribution]:
    """The rows of one sentence, each with the smallest other row that its cue stands in."""
    named = []
    for row in rows:
        around = [other for other in rows if other is not row and _holds(other, row)]
        around.sort(key=_size)
        named.append(replace(row, parent_id=around[0].attribution_id) if around else row)
    return named


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether `inner` is told by the source of `outer`: its cue stands in the outer content."""
    if inner.rule == "citing":
        return outer.spans == inner.spans
    larger = _size(outer) > _size(inner)  # so that no two attributions hold each other
    return larger and outer.rule != "citing" and overlap(inner.cue_spans, outer.spans) > 0


def _size(attribution: Attribution) -> int:
    return sum(end - start for start, end in attribution.spans)


def _finds(parse: Parse) -> list[_Find]:
    finds: list[_Find] = []
    for token in parse.tokens:
        finds.extend(_at(parse, token))
    taken = {find.content[-1] for find in finds if find.type != "noun" and find.content}
    finds = [f for f in finds if f.type != "noun" or f.content[-1] not in taken or f.source]
    finds.extend(_citing(parse, finds))
    finds.extend(_loose_quotations(parse, finds))
    return _distinct(finds)


def _at(parse: Parse, token: Token) -> Iterator[_Find]:
    lemma = token.lemma_.lower()
    if token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod" and not _withheld(token, lemma):
        frames = load("cues").value(lemma, "frames", ())
        for frame in frames:
            yield from _FRAMES[frame](parse, token)
    if token.lower_ == "according":
        yield from _according(parse, token)
    if load("cue_forms").value(token.lower_, "form") == "adjectival":
        yield from _adjectival(token)
    if token.pos_ == "NOUN" and load("cue_forms").value(lemma, "form") == "noun":
        yield from _noun(token)


def _withheld(verb: Token, lemma: str) -> bool:
    """Whether the verb is negated, so that nothing is said ("could not confirm that Y").

    A negated verb of belief passes its negation down: "does not think that Y" still says much.
    """
    first = verb
    while first.dep_ == "conj" and (first.tag_ == "VB" or _either(first.head)):
        first = first.head
    negated = any(
        child.dep_ in {"neg", "preconj"} or child.lower_ in {"nor", "neither", "never"}
        for head in (verb, first)
        for child in head.children
    )
    return negated and not load("cues").value(lemma, "raises_negation", False)


def _clause(parse: Parse, verb: Token) -> Iterator[_Find]:
    """X said (that) Y; Y, said X; it is said that Y; Y is said to Z."""
    source = tuple(_source(verb))
    raised = [child for child in verb.children if child.dep_ == "xcomp" and _passive(verb)]
    for infinitive in raised:
        subjects = [child for child in verb.children if child.dep_ == "nsubjpass"]
        content = [*_all(subjects), *subtree(infinitive)]
        yield _Find("passive_infinitive", _cue(verb), tuple(content), _agent(verb))
    if raised:
        return
    clause = _said_clause(verb)
    if clause is None:
        yield from _parenthetical(verb, source)
    elif not _asks(clause):
        content = _same_part(verb, _from_that(clause, verb))
        yield _Find("clause", _cue(verb), tuple(content), source)


def _either(verb: Token) -> bool:
    return any(child.lower_ == "neither" for child in verb.children)


def _said_clause(verb: Token) -> Token | None:
    """The head of the clause that `verb` governs, also where the parser hung it on a date."""
    for child in verb.children:
        if child.dep_ == "ccomp" and not _semicolon_between(child, verb):
            return child
    for token in verb.subtree:
        late = token.i > verb.i and token.dep_ in {"relcl", "acl"} and token.head.head != token
        if late and token.head.ent_type_ != "PERSON" and _first_that(token) is not None:
            adjunct = token.head if token.head.dep_ == "npadvmod" else token.head.head
            if adjunct.head == verb and adjunct.dep_ in {"prep", "npadvmod"}:
                return token
    return None


def _first_that(clause: Token) -> Token | None:
    return next((c for c in clause.children if _is_that(c) and c.dep_ != "nsubj"), None)


def _from_that(clause: Token, verb: Token) -> list[Token]:
    """The clause from its "that" on: what the parser put before it belongs to the cue."""
    tokens = subtree(clause, [verb])
    that = _first_that(clause)
    return [t for t in tokens if t.i > that.i] if that is not None and that.i > verb.i else tokens


def _semicolon_between(one: Token, other: Token) -> bool:
    low, high = sorted((one.i, other.i))
    return any(token.text == ";" for token in one.doc[low:high])


def _same_part(verb: Token, tokens: list[Token]) -> list[Token]:
    """Those of `tokens` that no semicolon parts from a `verb` that follows them."""
    marks = [token.i for token in verb.sent if token.text == ";" and token.i < verb.i]
    return [token for token in tokens if not marks or token.i > marks[-1]]


def _parenthetical(verb: Token, source: tuple[Token, ...]) -> Iterator[_Find]:
    """Y, X said, Z: the clause that the parser hangs the cue on is the content."""
    as_said = any(child.lower_ == "as" and child.dep_ == "mark" for child in verb.children)
    aside = verb.dep_ in {"parataxis", "ccomp", "dep"} and _after_comma(verb)
    if (aside or (verb.dep_ == "advcl" and as_said)) and (source or as_said):
        content = _same_part(verb, subtree(verb.head, [verb]))
        yield _Find("parenthetical", _cue(verb), tuple(content), source)


def _after_comma(verb: Token) -> bool:
    """Whether the clause of `verb` follows a comma or quotation mark, as an aside does."""
    first = verb.left_edge
    while first.i < verb.i and first.is_punct:
        first = first.nbor(1)
    before = first.nbor(-1) if first.i > verb.sent.start else None
    return before is not None and (before.text == "," or before.text in QUOTES)


def _infinitive(parse: Parse, verb: Token) -> Iterator[_Find]:
    """X urged Y to Z; X promised to Z."""
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp"} and _has_to(child):
            objects = [c for c in verb.children if c.dep_ in {"dobj", "dative"} and c.i < child.i]
            content = [*_all(objects), *subtree(child)]
            yield _Find("infinitive", _cue(verb), tuple(content), tuple(_source(verb)))
            return


def _object(parse: Parse, verb: Token) -> Iterator[_Find]:
    """X denied Y: what is denied stands as a noun."""
    if any(child.dep_ == "ccomp" for child in verb.children):
        return
    for child in verb.children:
        if child.dep_ == "dobj":
            naming = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"]
            content = [*subtree(child), *_all(naming)]
            yield _Find("object", _cue(verb), tuple(content), tuple(_source(verb)))
            return


def _naming(parse: Parse, verb: Token) -> Iterator[_Find]:
    """X called Y a Z."""
    what = [c for c in verb.children if c.dep_ in {"dobj", "nsubj"} and c.i > verb.i]
    name = [c for c in verb.children if c.dep_ in {"oprd", "ccomp", "xcomp"} or _as_phrase(c)]
    if name:
        content = [*_all(what), *_all(name)]
        yield _Find("naming", _cue(verb), tuple(content), tuple(_source(verb)))


def _as_phrase(child: Token) -> bool:
    """As a Z; as highly Z."""
    return (child.dep_ == "prep" and child.lower_ == "as") or (
        child.dep_ == "advcl" and any(c.lower_ == "as" for c in child.children)
    )


def _about(parse: Parse, verb: Token) -> Iterator[_Find]:
    """X accused Y of Z; X blamed Y for Z."""
    charge = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"of", "for", "on"}]
    whom = [c for c in verb.children if c.dep_ == "dobj"]
    if charge and whom:
        content = [*_all(whom), *_all(charge)]
        yield _Find("charge", _cue(verb), tuple(content), tuple(_source(verb)))


def _no_frame(parse: Parse, verb: Token) -> Iterator[_Find]:
    """Find nothing: "citing" depends on what else stands in the sentence; see `_citing`."""
    return iter(())


def _of(parse: Parse, verb: Token) -> Iterator[_Find]:
    """X spoke of Y."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            others = [c for c in verb.children if c.dep_ in {"conj", "cc"} or c.i < verb.i]
            content = [t for t in subtree(verb, others) if t.i > child.i]
            yield _Find("of", _cue(verb), tuple(content), tuple(_source(verb)))
            return


def _amount(parse: Parse, verb: Token) -> Iterator[_Find]:
    """X put Y at 300; X named several hundred."""
    objects = [c for c in verb.children if c.dep_ in {"dobj", "oprd", "attr"} and c.i > verb.i]
    numbers = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "at"]
    counted = [t for t in _all([*objects, *numbers]) if t.pos_ == "NUM" or t.like_num]
    at_number = any(t.pos_ == "NUM" or t.like_num for t in _all(numbers))
    bare = any(c in counted for c in objects)
    if at_number or bare:
        content = _all([*objects, *numbers])
        yield _Find("amount", _cue(verb), tuple(content), tuple(_source(verb)))


def _according(parse: Parse, token: Token) -> Iterator[_Find]:
    """According to X, Y; Y, according to X, who Z.

    Parsers lose their way after "according to", so commas and semicolons lead here.
    """
    words = [t for t in parse.tokens if not _semicolon_between(t, token)]
    after = [t for t in words if t.i > token.i]
    if not after or after[0].lower_ != "to":
        return
    source = _named_after(after[1:], initial=token == words[0] or words[0].text in QUOTES)
    end = source[-1].i if source else token.i
    aside = [t for t in words if t.i > end and not t.is_punct]
    relative = bool(aside) and aside[0].lower_ in {"who", "whose", "which"}
    content = [t for t in words if t.i < token.i or (t.i > end and not relative)]
    if source and content:
        yield _Find("according_to", (token, after[0]), tuple(content), source, "according_to")


def _named_after(tokens: Sequence[Token], *, initial: bool) -> tuple[Token, ...]:
    """Whoever stands after "according to": up to a comma, with appositions and lists."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == "," or token.text in "—–;":
            parts.append([])
        elif not (token.is_punct and token.is_sent_end):
            parts[-1].append(token)
    kept = 1
    while initial and kept < len(parts) - 1 and _continues(parts[kept - 1], parts[kept]):
        kept += 1
    last = parts[kept - 1][-1] if parts[kept - 1] else None
    return tuple(t for t in tokens if last is not None and t.i <= last.i)


def _continues(before: Sequence[Token], part: Sequence[Token]) -> bool:
    """Whether `part` still names the source: an apposition, or more of a list."""
    if not part or not before:
        return False
    apposition = part[0].lower_ in {"a", "an", "another", "the"} and part[-1].pos_ != "VERB"
    listed = before[-1].pos_ == "ADJ" or part[0].lower_ == "and"
    finite = any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in part)
    return (apposition or listed) and not finite


def _adjectival(token: Token) -> Iterator[_Find]:
    """Their reported dedication to the cause."""
    noun = token.head if token.dep_ == "amod" else None
    before = token.nbor(-1).tag_ if token.i else ""
    owned = before in {"POS", "PRP$"} or (before == "DT" and token.tag_ != "VBD")
    if noun is None and owned and token.i + 1 < len(token.doc):
        noun = token.nbor(1)
    if noun is not None and noun.pos_ in {"NOUN", "PROPN"}:
        content = [t for t in phrase(noun) if t != token]
        yield _Find(f"adjective_{token.lower_}", (token,), tuple(content), (), "adjectival")


def _noun(noun: Token) -> Iterator[_Find]:
    """The claim that Y."""
    for child in noun.children:
        if child.dep_ in {"acl", "ccomp", "relcl"} and any(_is_that(c) for c in child.children):
            owners = [c for c in noun.children if c.dep_ in {"poss", "compound", "amod"}]
            owners = [c for c in owners if c.pos_ in {"PROPN", "NOUN"}]
            makers = [
                p
                for c in noun.children
                if c.dep_ == "prep" and c.lower_ in {"by", "from"}
                for p in c.children
                if p.dep_ == "pobj"
            ]
            source = _all([*owners, *makers])
            yield _Find("noun_clause", (noun,), tuple(subtree(child)), tuple(source), "noun")


def _citing(parse: Parse, finds: Sequence[_Find]) -> Iterator[_Find]:
    """X, citing Y, reported that Z: Z is Y's word as well."""
    for token in parse.tokens:
        if token.lower_ not in {"citing", "quoting"} or token.pos_ not in {"VERB", "NOUN"}:
            continue
        sources = [c for c in token.children if c.dep_ in {"dobj", "pobj"} and c.i > token.i]
        inside = {t for find in finds for t in find.cue}
        hosts = [find for find in finds if token.head in find.cue or token in find.source]
        hosts = hosts or ([find for find in finds if inside] if token.dep_ == "advcl" else [])
        for host in hosts[:1]:
            yield _Find("citing", (token,), host.content, tuple(_all(sources)))


def _loose_quotations(parse: Parse, finds: Sequence[_Find]) -> Iterator[_Find]:
    """A quotation beside a reporting verb that no other rule has taken."""
    covered = {token for find in finds for token in find.content}
    for quoted in _quotations(parse):
        words = [token for token in quoted if not token.is_punct]
        if len(words) < _FEWEST_QUOTED or covered & set(words):
            continue
        outside = [t for t in parse.tokens if t not in set(quoted) and t.pos_ == "VERB"]
        cues = [t for t in outside if load("cues").get(t.lemma_.lower()) is not None]
        if cues:
            verb = min(cues, key=lambda t: min(abs(t.i - quoted[0].i), abs(t.i - quoted[-1].i)))
            yield _Find("quotation", _cue(verb), tuple(quoted), tuple(_source(verb)))


def _quotations(parse: Parse) -> Iterator[list[Token]]:
    inside: list[Token] | None = None
    for token in parse.tokens:
        if token.text in QUOTES and inside is None:
            inside = []
        elif token.text in QUOTES and inside is not None:
            yield inside
            inside = None
        elif inside is not None:
            inside.append(token)


def _distinct(finds: Iterable[_Find]) -> list[_Find]:
    """One find for each cue and content, the first rule's."""
    kept: dict[tuple[int, ...], _Find] = {}
    for find in finds:
        kept.setdefault((find.cue[0].i, *(t.i for t in find.content)), find)
    return list(kept.values())


def _cue(verb: Token) -> tuple[Token, ...]:
    particles = [c for c in verb.children if c.dep_ == "prt"]
    return (verb, *particles)


def _source(verb: Token) -> list[Token]:
    """The tokens of whoever speaks: the subject, shared, relative or as an agent."""
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS - {"nsubjpass"}]
    if subjects and subjects[-1].lower_ in _RELATIVE and verb.dep_ == "relcl":
        return [t for t in phrase(verb.head) if t.i < verb.left_edge.i]
    if subjects:
        return [] if subjects[-1].lower_ in {"it", "there"} and _passive(verb) else _whole(subjects)
    if _passive(verb) or any(child.dep_ == "agent" for child in verb.children):
        return list(_agent(verb))
    if verb.dep_ == "dep" and verb.head.i < verb.i:
        return [t for t in verb.sent if t.i < verb.i and t.i >= verb.head.left_edge.i]
    if verb.dep_ in {"conj", "xcomp", "advcl"} and verb.head.pos_ in {"VERB", "AUX"}:
        return _source(_governor(verb.head))
    return []


def _whole(subjects: Sequence[Token]) -> list[Token]:
    """The subject phrase, with what the parser cut off between its parts, without adverbs."""
    adjuncts = [
        c for s in subjects for c in s.children if c.dep_ in {"npadvmod", "advmod"} and c.i < s.i
    ]
    tokens = [t for s in subjects for t in subtree(s, adjuncts)]
    while len(tokens) > 1 and tokens[0].ent_type_ in {"DATE", "TIME"}:
        tokens.pop(0)
    if len(subjects) == 1:
        return tokens
    return list(subjects[0].doc[min(t.i for t in tokens) : max(t.i for t in tokens) + 1])


def _governor(verb: Token) -> Token:
    """The reporting verb above a passive clause: "confirmed that Y was Z and called it W"."""
    above = verb.head
    governed = verb.dep_ == "ccomp" and load("cues").get(above.lemma_.lower()) is not None
    return above if governed and _passive(verb) else verb


def _passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def _agent(verb: Token) -> tuple[Token, ...]:
    makers = [p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]
    return tuple(_all(makers))


def _all(heads: Iterable[Token]) -> list[Token]:
    return [token for head in heads for token in subtree(head)]


def _has_to(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _asks(clause: Token) -> bool:
    """Whether the clause is an indirect question: it says nothing."""
    first = min(subtree(clause), key=lambda token: token.i)
    asks = first.lower_ in {"whether", "if"} or first.tag_ in {"WRB", "WP", "WP$", "WDT"}
    return asks and first.lower_ != "that" and first.i > clause.head.i


_FRAMES = {
    "clause": _clause,
    "infinitive": _infinitive,
    "object": _object,
    "naming": _naming,
    "about": _about,
    "citing": _no_frame,
    "of": _of,
    "amount": _amount,
}
