"""Whom the phrase beside a reporting word means: a name, "he", "the agency", "you"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.antecedents import SUBJECT, described_before, points_to, settled, within
from analysis.extract.base import Parse, has, has_word, overlap
from analysis.extract.cast import Actor, Cast, Place
from analysis.extract.heads import heads
from analysis.extract.named import Named
from analysis.extract.names import label_name, named
from analysis.extract.openings import ANSWERS
from analysis.extract.roles import PEOPLE, is_human, is_kin, kind_of
from analysis.lexicon import load
from analysis.model import Attribution

__all__ = ["behind_unsaid", "speakers_of", "the_one_person"]

_ONE = {"he", "she"}


def speakers_of(
    cast: Cast, parse: Parse, attribution: Attribution, number: int, around: list[Actor]
) -> list[Actor]:
    """Whom the source phrase means; `around` are those in whose words it stands.

    Who answers in an interview calls himself "I", nobody "he".
    """
    tokens = parse.within(attribution.source_spans)
    if attribution.rule == "speaker_label":
        label = attribution.source_spans[0]
        told = parse.text[slice(*label)]
        answers = told.casefold() in ANSWERS
        elsewhere = Named(told, "person") if not tokens else None
        actor = _interviewed(cast) if answers else cast.meet(elsewhere or label_name(tokens))
        actor.speak((number, label[0]), label)
        return [actor]
    found: list[Actor] = []
    for head in [h for h in heads(tokens) if not _is_nobody(h)]:
        words = load("descriptions")
        if head.pos_ == "PRON" and words.value(head.lower_, "addressed"):
            if cast.interviewed is None:
                return around
            cast.interviewed.speak((number, parse.start(head)), None)
            return [cast.interviewed]
        own = words.value(head.lower_, "speaker") and head.pos_ == "PRON"
        if own and (attribution.parent_id or not _in_quotation(parse, head)):
            return around
        start = parse.start(head)
        span = next((s for s in attribution.source_spans if s[0] <= start < s[1]), None)
        one = head.lower_ in _ONE
        cast.told_of = _told_of(cast, parse, attribution, number) if one else ()
        for actor in _speaker(cast, _antecedent(head), parse.words, (number, start)):
            actor.speak((number, start), span, leads=not _is_aside(head))
            actor.only_pronouns &= head.pos_ == "PRON"
            _show_sex(actor, parse.within(attribution.spans))
            if actor not in found:
                found.append(actor)
    known = any(load("descriptions").value(t.lower_, "known") for t in heads(tokens))
    cast.told_of = ()
    if not found and known:
        return around
    if len(found) > 1:
        cast.groups.append(((number, parse.start(heads(tokens)[-1])), found))
    return found


def _show_sex(actor: Actor, said: Sequence[Token]) -> None:
    """Let what somebody without a name says of "her hospital" show that it is a woman."""
    pronouns = [t.lower_ for t in said if t.lower_ in {"he", "she", "him", "his", "her"}]
    if actor.named.kind in PEOPLE and not actor.named.proper and pronouns[:1] in (["his"], ["her"]):
        actor.pronoun = actor.pronoun or SUBJECT[pronouns[0]]


def behind_unsaid(
    cast: Cast,
    attribution: Attribution,
    others: Sequence[Attribution],
    named_by: Mapping[str, list[Actor]],
) -> list[Actor]:
    """Who says what is only "known" or "reported": whoever ends the sentence, "police said".

    In a statement it is the body's own word.
    """
    end = attribution.spans[-1][1]
    after = [each for each in others if each.source_spans and each.cue_spans[:1] >= ((end, end),)]
    if len(after) == 1:
        return named_by[after[0].attribution_id]
    return [cast.publisher] if cast.publisher is not None else []


def _interviewed(cast: Cast) -> Actor:
    """Who answers ("A:"): the one person named before the first answer, or nobody knows who."""
    if cast.interviewed is None:
        unknown = Named("interviewed person", "person", sourcing="unstated", proper=False)
        cast.interviewed = the_one_person(cast) or _unresolved(cast, unknown)
    return cast.interviewed


def the_one_person(cast: Cast) -> Actor | None:
    """The one person named so far, or None where there are several or none."""
    named = [actor for actor in cast.actors if actor.is_person and (actor.leading or actor.beside)]
    return named[0] if len(named) == 1 else None


def _in_quotation(parse: Parse, token: Token) -> bool:
    """Whether a quotation mark is open before `token` in its paragraph."""
    before = parse.text[: parse.start(token)].rpartition("\n")[2]
    curly = any(before.count(a) > before.count(b) for a, b in ("“”", "«»"))
    return curly or before.count('"') % 2 == 1


def _antecedent(head: Token) -> Token:
    """Whom a relative pronoun stands for: "Ryder, who expects"."""
    if head.lower_ not in {"who", "which"} or head.head.dep_ != "relcl":
        return head
    taken = head.head.head
    return _behind_who(taken) if head.lower_ == "who" else taken


def _behind_who(noun: Token) -> Token:
    """The person that "who" means where the parser hangs it on a nearer noun.

    "Idris Maraan, the army spokesman, who", "two men from the night shift, who".
    """
    if noun.dep_ == "appos" and noun.head.pos_ == "PROPN" and is_human(noun):
        return noun.head
    within = noun.dep_ == "pobj" and noun.pos_ == "NOUN" and kind_of(noun) not in PEOPLE
    outer = noun.head.head if within and noun.head.dep_ == "prep" else noun
    return outer if is_human(outer) or outer.pos_ == "PROPN" else noun


def _is_aside(head: Token) -> bool:
    """Whether somebody speaks in passing: "Kalvin, whose lawyer said that she had left, said"."""
    return head.head.dep_ == "relcl" and any(c.tag_ == "WP$" for c in head.children)


def _is_nobody(head: Token) -> bool:
    """Whether a source is none: "nobody", or "which" for a thing, a time or a whole clause."""
    if any(load("grammar").value(t.lower_, "negative") for t in (head, *head.children)):
        return True
    if has_word(head, "neither"):
        return True  # "Neither the minister nor I asked him to go"
    if load("descriptions").value(head.lower_, "known") and not has(
        head, "prep", "poss", "compound"
    ):
        return True  # "According to present knowledge"
    if head.tag_ == "WP" and head.head.dep_ != "relcl":
        return True  # "who ordered it is not known"
    taken = _antecedent(head)
    if head.lower_ not in {"which", "that"} or taken == head:
        return head.tag_ == "WDT"
    thing = taken.ent_type_ in {"TIME", "DATE", "CARDINAL", "EVENT"}
    telling = kind_of(taken) or load("descriptions").get(taken.lower_)
    telling = telling or load("endings").value(taken.lower_, "firm")  # "the railways, which"
    return thing or (taken.pos_ != "PROPN" and not telling)


def _told_of(cast: Cast, parse: Parse, attribution: Attribution, number: int) -> list[Actor]:
    """The people named in what stands before "she said": she is none of them.

    "Uhl had learned of it on Sunday, she said"; but "Uhl's son had learned of it, he said".
    """
    before = tuple(span for span in attribution.spans if span[1] <= attribution.cue_spans[0][0])

    def is_named(actor: Actor) -> bool:
        for places in (actor.leading, actor.beside):
            for sentence, at in reversed(places):
                if sentence != number:
                    break
                token = parse.token_at(at)
                if token is not None and token.dep_ != "poss" and overlap(((at, at + 1),), before):
                    return True
        return False

    return [actor for actor in cast.actors if is_named(actor)]


def _speaker(cast: Cast, head: Token, tokens: Sequence[Token], place: Place) -> list[Actor]:
    """Whom the head of a source phrase means: one actor, or several ("they")."""
    if head.pos_ == "PRON" and not has(head, "prep"):  # "all of the men"
        word = SUBJECT.get(head.lower_, head.lower_)
        meant = cast.together(place) if word in {"they", "them", "both"} else []
        kinds = load("descriptions").value(word, "kinds", ())
        actor = None if meant else _speaking_pronoun(cast, kinds, place, word)
        return meant or [actor or _unresolved(cast, named(head, tokens))]
    found = within(cast, settled(cast, named(head, tokens), place))
    if cast.publisher is not None and has_word(head, "our", "my", "internal") and not found.proper:
        return [cast.publisher]  # "our volunteers", "my government", "an internal review"
    surname = head.text[0].isupper() and cast.find(Named(head.text, ""))
    if not found.proper and surname and (surname.is_person or not has(head, "det")):
        return [surname]
    if cast.publisher is not None and found.proper and _is_short_for(found.name, cast.publisher):
        return [cast.publisher]
    if not found.proper and points_to(head) is not None:
        actor = described_before(cast, head, place)
        if actor is None and (found.affiliation or found.kind == "vague_group"):
            actor = cast.meet(found)
        return [actor or _unresolved(cast, found)]
    kin = not found.proper and is_kin(head.lower_) and has(head, "poss")  # "her brother"
    actor = cast.called(head.lower_, place) if kin else None
    return [actor or cast.meet(found)]


def _speaking_pronoun(cast: Cast, kinds: Sequence[str], place: Place, word: str) -> Actor | None:
    """Whom a pronoun means that says something, "he" or "it"."""
    actor = cast.recent(kinds, place, word)
    if word in _ONE:
        if cast.interviewed is not None and cast.last_speaker(place) is cast.interviewed:
            actor = cast.interviewed if cast.interviewed.fits(word) else actor
        actor = actor or cast.unknown(place, word)
    actor = actor or cast.passed(kinds, place)
    if actor is not None and word in _ONE:
        actor.pronoun = word
    return actor


def _is_short_for(name: str, publisher: Actor) -> bool:
    """Whether a body calls itself by one word: "the Agency", "the Group"."""
    kinds = load("descriptions").value(name.casefold(), "kinds", ())
    fits = publisher.named.kind in kinds and not publisher.contradicts(name.casefold())
    return " " not in name and (fits or name.casefold() in publisher.named.nouns)


def _unresolved(cast: Cast, found: Named) -> Actor:
    """Somebody whom the text does not name: a person is unnamed, a body is on record."""
    pronoun = load("descriptions").value(found.name.lower(), "stands_for", "")
    if pronoun:
        found = replace(found, kind=pronoun, sourcing="unstated")
    elif found.kind != "vague_group":
        found = replace(found, sourcing="unnamed" if found.kind in PEOPLE else "on_record")
    return cast.add(found, resolved=False)
