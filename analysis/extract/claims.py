"""Claims: what attributions hold, split into propositions, and what the author says himself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from spacy.tokens import Token

from analysis.extract.base import (
    SUBJECTS,
    Parse,
    first_word,
    has,
    is_verb,
    length,
    overlap,
    subtree,
    whole_quotations,
)
from analysis.extract.commitment import committed, condition, is_infinitive, kind, negated
from analysis.extract.cues import NO_CUE, Cue, asks, read_cue, read_verb
from analysis.extract.openings import Opening, openings
from analysis.extract.propositions import Proposition, asides, propositions, subject_phrase
from analysis.extract.verification import (
    Remark,
    remarks,
    summed_up,
    verified,
    without_remarks,
)
from analysis.lexicon import load
from analysis.model import Attribution, Claim, Ids, Question, hull, quote

__all__ = ["extract"]

_ASKING = {"direct", "embedded", "concealed", "stated_gap"}
_STATING = {"missing_work", "not_given", "further_work"}
"""Rules of questions whose words state a fact as well: "Russia does not publish the number"."""
_ADJUNCTS = {"advcl", "relcl", "acl"}
_NO_PREDICATE = {"advcl", "acl", "amod", "aux", "auxpass"}
_POINTERS = {"PRON", "DET", "ADP", "ADV", "PUNCT"}
_TELLING = 4
"""Words that a speaker of a turn needs to say something without a verb."""
_TURNS = {"speaker_label", "interview"}
"""Rules of attributions in which somebody speaks on, without a reporting word."""
_LIKELY = 0.5
"""After a word that the lexicon does not know, an attribution of a lower score makes no claim."""
_SURE = {"saying", "revising", "after_colon"}
"""Rules whose contents are put forward, whatever the parse makes of them."""
_TERSE = 3
"""Words of a headline that says something without a verb, at least, unless it holds a number."""
_NEAR = 12
"""Words from a source to its cue, at most, where a relative clause stands between them."""
_WITHIN_HOST = {"adjectival", "noun"}
"""Attributions of these types stand inside another clause, which remains a claim of its own."""


@dataclass(frozen=True)
class _Unit:
    """The tokens of one speaker in one sentence; no attribution: the author."""

    attribution: Attribution | None
    tokens: tuple[Token, ...]
    behind: tuple[str, ...]
    """The sources that stand behind it, the innermost voice first: those cited, then who cites."""
    cue: Cue
    stance: str = "asserts"


def extract(  # noqa: PLR0913 - what one document has to offer, and no state to keep it in
    parses: Sequence[Parse],
    attributions: Sequence[Attribution],
    questions: Sequence[Question],
    author_id: str,
    ids: Ids,
    *,
    scale: str,
) -> list[Claim]:
    """The claims of one document.

    Parameters
    ----------
    parses : sequence of Parse
    attributions : sequence of Attribution
    questions : sequence of Question
        A clause that only says that a question is being asked is no claim.
    author_id : str
        The source id of the author, who stands behind what nobody else is said to say.
    ids : Ids
    scale : {"icd203", "phia"}

    Returns
    -------
    list of Claim
        In reading order.
    """
    cues = _cues(parses, attributions)
    opened = openings(parses)
    found: list[Claim] = []
    before: list[Claim] = []
    place, first = None, 0
    for parse in parses:
        near = [a for a in attributions if overlap(parse.here, a.spans)]
        mine = [a for a in near if _speaks_in(parse, a, cues[a.attribution_id])]
        said = list(remarks(parse.text, *parse.here[0]))
        claims = [
            claim
            for unit in _units(parse, mine, cues, author_id, opened.get(parse.sentence.sentence_id))
            for claim in _claims(parse, unit, said, ids, scale)
            if not _only_asks(parse, claim, questions)
        ]
        claims = _without_doubles(claims)
        claims, before = verified(parse, claims, before, said)
        found = [*found[: len(found) - len(before)], *before]
        place, first = _paragraph(parse), first if _paragraph(parse) == place else len(found)
        found = [*found[:first], *summed_up(parse, found[first:], said), *claims]
        before = claims
    return found


def _without_doubles(claims: Iterable[Claim]) -> list[Claim]:
    """The claims in reading order, each once: "he added, and that it was so, said Orr"."""
    found: dict[object, Claim] = {}
    for claim in sorted(claims, key=lambda claim: hull(claim.spans)):
        found.setdefault((claim.spans, claim.source_ids), claim)
    return list(found.values())


def _paragraph(parse: Parse) -> tuple[str, int]:
    return parse.sentence.section, parse.sentence.paragraph


def _cues(parses: Sequence[Parse], attributions: Sequence[Attribution]) -> dict[str, Cue]:
    """The cue of each attribution, read in the sentence that it stands in."""
    sentences = {parse.sentence.sentence_id: parse for parse in parses}
    return {a.attribution_id: read_cue(sentences[a.sentence_id], a) for a in attributions}


def _speaks_in(parse: Parse, attribution: Attribution, cue: Cue) -> bool:
    """Whether an attribution puts something forward in a sentence.

    A pronoun ("acknowledged this", see `_takes_up`) says nothing new; nor does a noun unless it is
    quoted or follows a word that takes nouns ("denied the reports"). A clause without a subject
    of its own ("hesitates to go") does only after a word that the lexicon knows ("promised to go");
    "the decision to go" decides, it does not say.
    """
    tokens = parse.within(attribution.spans)
    if cue.silent or _asked(parse, attribution) or all(t.pos_ in _POINTERS for t in tokens):
        return False
    speakers = parse.within(attribution.source_spans)
    frames = cue.effect.get("frames", ())
    number = any(t.like_num for t in tokens)
    nobody = any(load("grammar").value(t.lower_, "negative") for t in speakers[:1])
    if nobody or ("number" in frames and not number):
        return False  # "nobody can say whether Y"
    verb = any(is_verb(token) for token in tokens)
    if attribution.type == "noun" and not (verb and load("cue_forms").get(cue.word)):
        return False
    plain = attribution.type in {"indirect", "according_to"} and not cue.takes_noun
    sure = attribution.rule in _SURE or (number and "figure" in frames)
    return not plain or sure or _is_put_forward(parse, attribution, cue)


def _is_put_forward(parse: Parse, attribution: Attribution, cue: Cue) -> bool:
    """Whether a content is a clause, or a headline."""
    tokens = parse.within(attribution.spans)
    if cue.known and _is_headline(parse, attribution, tokens):
        return any(t.like_num for t in tokens) or len(tokens) >= _TERSE
    inside = set(tokens)
    likely = cue.known or attribution.score >= _LIKELY
    clause = tokens[0].lower_ == "that"
    subjects = [t for t in tokens if t.dep_ in SUBJECTS and t.head in inside]
    subject = likely and any(clause or t.head.dep_ not in _ADJUNCTS for t in subjects)
    predicate = any(is_verb(t) and t.dep_ not in _NO_PREDICATE for t in tokens)
    return subject or (cue.known and predicate)


def _is_headline(parse: Parse, attribution: Attribution, tokens: Sequence[Token]) -> bool:
    """Whether words without a verb open a sentence that ends with who says so.

    "Five dead, police say", but no time: "last week, police said".
    """
    first = first_word(parse.words)
    opens = first is not None and first in tokens[:2]
    ends = max((end for _, end in (*attribution.cue_spans, *attribution.source_spans)), default=0)
    last = not any(c.isalnum() for c in parse.text[ends : parse.sentence.end])
    heads = [t for t in tokens if t.head not in tokens or t.head == t]
    named = bool(heads) and heads[0].pos_ in {"NOUN", "PROPN", "NUM"}
    moment = bool(heads) and heads[0].ent_type_ in {"DATE", "TIME"}
    return opens and last and named and not moment


def _asked(parse: Parse, attribution: Attribution) -> bool:
    """Whether the content is an indirect question: nobody says anything by it.

    Before its cue "how" and "when" may open something else ("When it broke, he said, Y").
    """
    first = first_word(parse.within(attribution.spans[:1]))
    if attribution.type != "indirect" or first is None:
        return False
    if attribution.spans[:1] < attribution.cue_spans[:1]:
        return first.lower_ == "whether"
    return first.lower_ != "if" and asks(first)


def _units(
    parse: Parse,
    attributions: Sequence[Attribution],
    cues: Mapping[str, Cue],
    author_id: str,
    opening: Opening | None,
) -> Iterator[_Unit]:
    """Each speaker's own tokens: contents without what they in turn report, then the rest."""
    if parse.is_question:
        return
    framed = {token for a in attributions for token in _frame(parse, a)}
    framed |= set(parse.within((opening.span,))) if opening else set()
    inner = [a for a in attributions if a.type not in _WITHIN_HOST]
    for attribution in attributions:
        if any(a.rule == "citing" and a.parent_id == attribution.attribution_id for a in inner):
            continue
        content = set(parse.within(attribution.spans))
        for other in inner:
            if other is not attribution and _stands_in(other, attribution):
                content -= {*parse.within(other.spans), *_frame(parse, other)}
        if content:
            cue = cues[attribution.attribution_id]
            chain = _chain(attribution, attributions)
            behind = tuple(dict.fromkeys(source for a in chain for source in a.source_ids))
            stance = _stance(chain, cues, author_id)
            yield _Unit(attribution, tuple(content), behind, cue, stance)
    held = {token for a in inner for token in parse.within(a.spans)}
    own = [t for t in parse.words if t not in held and t not in framed and not t.is_space]
    yield _Unit(None, tuple(own), (author_id,), NO_CUE)


def _chain(attribution: Attribution, others: Sequence[Attribution]) -> list[Attribution]:
    """An attribution and those in whose content it stands, from the inside out."""
    by_id = {other.attribution_id: other for other in others}
    chain = [attribution]
    while chain[-1].parent_id in by_id:
        chain.append(by_id[chain[-1].parent_id])
    return chain


def _stance(chain: Sequence[Attribution], cues: Mapping[str, Cue], author_id: str) -> str:
    """The author's commitment, by the outermost cue of one voice ("I admit that", Lee said)."""
    voice = [*takewhile(lambda a: a.source_ids == chain[0].source_ids, chain)]
    own = chain[0].source_ids == (author_id,)
    return "asserts" if own else str(cues[voice[-1].attribution_id].effect["stance"])


def _stands_in(inner: Attribution, outer: Attribution) -> bool:
    return inner.rule != "citing" and overlap(inner.cue_spans, outer.spans) > 0


def _frame(parse: Parse, attribution: Attribution) -> set[Token]:
    """The words that only say who speaks and how: cue, source and the cue's own adjuncts."""
    cue = parse.within(attribution.cue_spans)
    if attribution.type in _WITHIN_HOST:
        return set()
    if attribution.rule == "after_colon":
        return {t for t in parse.words if parse.start(t) < attribution.spans[0][0]}
    content = set(parse.within(attribution.spans))
    verbs = [token for token in cue if is_verb(token)]
    shared = any(verb.dep_ in {"conj", "advcl", "xcomp", "acl"} for verb in verbs[:1])
    shared |= attribution.rule == "in_relative"
    frame = set(cue) | (set() if shared else set(parse.within(attribution.source_spans)))
    for verb in verbs[:1]:
        apart = [c for c in verb.children if _own_clause(c) and c not in content]
        frame |= {token for token in subtree(verb, apart) if token not in content}
    frame |= set() if shared else _between(parse, attribution) - content
    return frame - asides(token for token in frame if token not in cue)


def _between(parse: Parse, attribution: Attribution) -> set[Token]:
    """What stands between a source and its cue without a mark: "Residents we spoke to said"."""
    sources, cue = parse.within(attribution.source_spans), parse.within(attribution.cue_spans)
    if not sources or not cue or not 0 < cue[0].i - sources[-1].i <= _NEAR:
        return set()
    between = [t for t in parse.words if sources[-1].i < t.i < cue[0].i]
    return set() if any(t.is_punct or t.dep_ == "cc" for t in between) else set(between)


def _own_clause(child: Token) -> bool:
    return child.dep_ in {"ccomp", "parataxis"} or (child.dep_ == "conj" and is_verb(child))


def _claims(
    parse: Parse, unit: _Unit, said: Sequence[Remark], ids: Ids, scale: str
) -> Iterator[Claim]:
    for proposition, cue in _put_forward(unit.tokens, unit.cue):
        tokens = without_remarks(parse, proposition.head, proposition.tokens, said)
        spans = whole_quotations(parse.text, parse.spans(tokens))
        labelled = unit.attribution is not None and unit.attribution.rule in _TURNS
        least = _TELLING if labelled else 0 if unit.attribution else len(tokens) + 1
        wordless = len(tokens) < least and not _says_something(proposition)
        if not spans or wordless or proposition.head not in tokens:
            continue
        cleaned = replace(proposition, tokens=tuple(tokens))
        name = ids.make("c", quote(parse.text, spans))
        claim = Claim(name, parse.sentence.sentence_id, spans, "", "none", proposition.how)
        yield _committed(claim, parse, replace(unit, cue=cue), cleaned, scale)


def _put_forward(tokens: Iterable[Token], cue: Cue) -> Iterator[tuple[Proposition, Cue]]:
    """The propositions, each under the word that commits the speaker to it.

    "I think that Y" puts Y forward, under "think"; "we cannot exclude that Y", under "exclude".
    """
    for proposition in propositions(tokens, whole=cue.takes_noun_only):
        head = proposition.head
        speaking = any(t.lower_ in {"i", "we"} for t in subject_phrase(head))
        clauses = [c for c in head.children if c.dep_ == "ccomp" and c in proposition.tokens]
        clauses = [c for c in clauses if not asks(c.left_edge)]
        wish = [c for c in head.children if c.dep_ == "xcomp" and is_infinitive(c)]
        own = read_verb(head) if speaking and (clauses or wish) else None
        if own is None or own.silent:
            yield proposition, cue
        elif not clauses:
            urges = "infinitive" in own.effect["frames"]
            yield (replace(proposition, head=wish[0]), own) if urges else (proposition, cue)
        else:
            inside = set(proposition.tokens)
            yield from _put_forward([t for t in subtree(clauses[0]) if t in inside], own)


def _says_something(proposition: Proposition) -> bool:
    """Whether the author's words hold a predicate with a subject: no bare fragment."""
    finite = any(
        token.tag_ in {"VBD", "VBZ", "VBP", "MD"} or token.dep_ == "aux"
        for token in (proposition.head, *proposition.head.children)
    )
    head = proposition.head
    finite |= head.tag_ == "VBN" and head.dep_ == "ROOT" and has(head, "nsubj")  # "two drowned"
    return proposition.how != "nominal" and (finite or proposition.how == "conjunct")


def _committed(
    claim: Claim, parse: Parse, unit: _Unit, proposition: Proposition, scale: str
) -> Claim:
    """The claim with its kind, certainty, condition, negation, stance and attribution."""
    head, tokens = proposition.head, proposition.tokens
    effect = unit.cue.effect
    hanging = condition(head, tokens)
    frame = "infinitive" if is_infinitive(head) else "kind"
    by_cue = str(effect.get(frame, effect.get("kind", "")))
    denied = bool(effect.get("denies")) != unit.cue.negates
    own = replace(
        claim,
        kind=kind(head, tokens, by_cue),
        source_ids=unit.behind,
        condition=quote(parse.text, parse.spans(hanging)),
        negated=negated(head, tokens) != denied,
    )
    own = committed(own, head, tokens, unit.cue.certainty, scale, hanging)
    told = unit.attribution
    if told is None:
        return own
    return replace(
        own,
        attribution=told.type,
        attribution_id=told.attribution_id,
        source_spans=told.source_spans,
        cue_spans=told.cue_spans,
        stance=unit.stance,
        rule=f"{told.rule}/{own.rule}",
    )


def _only_asks(parse: Parse, claim: Claim, questions: Sequence[Question]) -> bool:
    """Whether at least half of the claim is a question that somebody asks, or its subject is.

    A clause set apart inside the question ("troops, who lack experience") says something.
    """
    asked = [q for q in questions if q.form in _ASKING and q.sentence_id == claim.sentence_id]
    asked = [q for q in asked if q.rule not in _STATING]
    starts = {q.spans[0][0] for q in asked}
    if claim.rule.endswith(("relative", "concessive")) and not starts & {
        s for s, _ in claim.spans[1:]
    }:
        return False
    inside = parse.within(claim.spans)
    subjects = {parse.start(t) for t in inside if t.dep_ in {"csubj", "csubjpass"}}
    if any(start <= s < end for s in subjects for q in asked for start, end in q.spans):
        return True
    return 2 * sum(overlap(claim.spans, q.spans) for q in asked) >= length(claim.spans)
