"""The actors of a document, and whom a name, a pronoun or a description means among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from analysis.extract.named import Named
from analysis.extract.roles import PEOPLE, body_kind, is_kin
from analysis.lexicon import load
from analysis.model import Span

__all__ = ["Actor", "Cast", "Place", "acronyms", "surname_of"]

_FAR = 4
"""Sentences between a pronoun or description and whom it means, at most."""
_ACRONYM = re.compile(
    r"((?:[A-Z][\w’'.-]+ )(?:(?:of|for|and|the|on|[A-Z][\w’'.-]+) ){0,15})\(([A-Z][A-Za-z]*[A-Z])\)"
)

Place = tuple[int, int]
"""Number of the sentence, offset in the document."""


@dataclass
class Actor:
    """Somebody of whom the document speaks; a source once an attribution names him."""

    named: Named
    resolved: bool = True
    leading: list[Place] = field(default_factory=list)
    """Where it was a subject or spoke."""
    beside: list[Place] = field(default_factory=list)
    """Where else it was named."""
    mentions: list[Span] = field(default_factory=list)
    speaks: bool = False
    pronoun: str = ""
    """"he" or "she", once the text has shown it."""
    shown: Span | None = None
    """Where the text first gives its name."""
    only_pronouns: bool = True
    """Whether it speaks as "she" or "they" alone."""

    @property
    def is_person(self) -> bool:
        """Whether it is one person."""
        return self.named.kind in PEOPLE

    def speak(self, at: Place, mention: Span | None, *, leads: bool = True) -> None:
        """Note that it speaks at a place, under the words `mention`; an aside `leads` nobody on."""
        self.speaks = True
        (self.leading if leads else self.beside).append(at)
        if mention is not None and mention not in self.mentions:
            self.mentions.append(mention)

    def fits(self, pronoun: str) -> bool:
        """Whether "he" or "she" can mean this person."""
        if not self.pronoun:
            shown = (load("titles").value(noun, "pronoun", "") for noun in self.named.nouns)
            self.pronoun = next((word for word in shown if word), "")
        return pronoun not in {"he", "she"} or self.pronoun in {"", pronoun}

    def contradicts(self, noun: str) -> bool:
        """Whether it was called something that "the `noun`" is not.

        A charity is no company, a ministry no court, and a firm by its name no union.
        """
        lexicon = load("descriptions")
        words = {*self.named.nouns, *self.named.name.casefold().split()}
        entries = [entry for entry in map(lexicon.get, words) if entry is not None]
        only = frozenset(lexicon.value(noun, "only", ()))
        if noun in only and noun not in words and (only & words or self.is_firm):
            return True
        return bool(entries) and lexicon.get(noun) not in entries

    @property
    def is_firm(self) -> bool:
        """Whether its name ends as those of firms do."""
        last = self.named.name.casefold().split()[-1:]
        firm = load("endings").words(firm=True) | load("sources").words(form=True)
        return not self.is_person and bool(firm.intersection(last))

    def is_called(self, noun: str) -> bool:
        """Whether "the `noun`" can mean it because it was called so before."""
        words = self.named.name.casefold().split()
        if not self.is_person:
            return noun in self.named.nouns or noun in words
        held = self.named.role.casefold().split()
        other = load("titles")  # a deputy mayor is not "the mayor"
        less = any(b == noun and other.value(a, "changes") for a, b in pairwise(held or words))
        return not less and (noun in self.named.nouns or noun in held)


class Cast:
    """The actors of one document, in the order in which they appear."""

    def __init__(self, text: str) -> None:
        self.actors: list[Actor] = []
        self.groups: list[tuple[Place, list[Actor]]] = []
        """Where several were named together: "they" can mean them."""
        self.passing: list[tuple[Place, Named, Span | None]] = []
        """Subjects without a name, and their words: only a pronoun can make them a source."""
        self.interviewed: Actor | None = None
        """Who answers the questions of an interview that calls its speakers Q and A."""
        self.answering: Sequence[Actor] = ()
        """In whose turn of an interview or thread the text stands: "I", never "he"."""
        self.told_of: Sequence[Actor] = ()
        """Whom somebody names in what he says: none of them is the "he" who says it."""
        self.publisher: Actor | None = None
        """The body whose own statement the document is."""
        self.short = acronyms(text)
        self.places: frozenset[str] = frozenset()
        """Names of one word that the text shows to be towns or states."""
        self.apostrophe = "’" if "’" in text else "'"
        """As the text writes it."""

    def placed(self, found: Named) -> Named:
        """`found` as a state or town that speaks, if the text shows that its name is a place's."""
        bare = found.name in self.places and not (found.role or found.nouns)
        return replace(found, kind="government") if bare else found

    def possessive(self, name: str) -> str:
        """A name as an owner: "Kalvin's", "Norrit Minerals'"."""
        return name + self.apostrophe + ("" if name.endswith("s") else "s")

    def add(self, found: Named, *, resolved: bool = True) -> Actor:
        """A new actor."""
        actor = Actor(found, resolved=resolved)
        self.actors.append(actor)
        return actor

    def meet(self, found: Named) -> Actor:
        """The actor that `found` names, known or new, with what it adds."""
        known = self.find(found)
        if known is None:
            return self.add(replace(found, name=self.short.get(found.name, found.name)))
        known.named = _merged(known.named, found)
        return known

    def find(self, found: Named) -> Actor | None:
        """The actor that a name means: the same name, its acronym, or a part that is unique."""
        name = self.short.get(found.name, found.name)
        known = [a for a in self.actors if a.resolved and a.named.proper == found.proper]
        for actor in known:
            if _same(actor.named.name, name):
                return actor
        if not found.proper:
            nobody = found.kind in {"", "vague_group", *PEOPLE} or " " not in name
            return None if nobody else self.body(name)
        if name in self.places:
            return None
        body = load("sources").value(name, "kind")  # "the UN" is nobody called Un
        return (None if body else self._by_surname(name)) or self._by_part(name, known)

    def body(self, words: str) -> Actor | None:
        """The one body that is called so, or whose name ends so: "the general staff"."""
        end = words.casefold()
        called = [a for a in self.actors if a.named.name.casefold().endswith(end)]
        named = {a.named.name: a for a in called if a.resolved and not a.is_person}
        return next(iter(named.values())) if len(named) == 1 else None

    def _by_surname(self, name: str) -> Actor | None:
        known = [a for a in self.actors if a.is_person and surname_of(name, a.named.name)]
        spoken = [a for a in known if a.speaks]
        family = [a for a in known if a.named.name.casefold().endswith(name.casefold())]
        of_their_own = [a for a in family if not any(map(is_kin, a.named.nouns))]
        for choice in (known, of_their_own, spoken, family):
            if len({a.named.name for a in choice}) == 1:
                return choice[0]
        return None

    def _by_part(self, name: str, known: Iterable[Actor]) -> Actor | None:
        """A body by the first words of its name ("Kestrel") or by its initials ("CDC")."""
        part = name.split()
        bodies = [a for a in known if not a.is_person and a.named.kind != "vague_group"]
        whole = [a for a in bodies if a.named.name.split()[: len(part)] == part]
        if name.isupper() and len(name) > 2:
            whole += [a for a in bodies if _initials(a.named.name).startswith(name)]
        return whole[0] if len({a.named.name for a in whole}) == 1 else None

    def recent(
        self,
        kinds: Iterable[str],
        at: Place,
        pronoun: str = "",
        noun: str = "",
        before: int = 0,
    ) -> Actor | None:
        """The last actor of one of `kinds` before `at`: a subject or source, not far back.

        A description (`noun`, no `pronoun`) means nobody whom the same sentence names, unless a
        clause that ends `before` it does, and can mean a body that was no subject.
        """
        wanted, reach = set(kinds), at[0] - _FAR
        for leading in (True, False):
            near = [
                (place, actor)
                for place, actor in self._places(
                    at, leading=leading, noun=noun, described=bool(pronoun)
                )
                if actor.named.kind in wanted and reach <= place[0] and not self._is_told_of(actor)
                if place[0] < at[0] or (leading and (pronoun or place[1] < before))
                if (actor.fits(pronoun) if pronoun else _described(actor, leading))
            ]
            if near:
                return max(near, key=lambda pair: pair[0])[1]
        return None

    def _is_told_of(self, actor: Actor) -> bool:
        return any(actor is other for other in self.told_of)

    def last_speaker(self, at: Place) -> Actor | None:
        """The person who spoke last before `at`; before anybody did, who is interviewed."""
        spoken = [
            (place, actor)
            for place, actor in self._places(at, leading=True)
            if actor.is_person and actor.speaks
        ]
        return max(spoken, key=lambda pair: pair[0])[1] if spoken else self.interviewed

    def passed(self, kinds: Iterable[str], at: Place) -> Actor | None:
        """Whoever was last a subject without a name ("A driver fled"), not far before `at`."""
        wanted = set(kinds)
        for place, found, words in reversed(self.passing):
            if place[0] < at[0] - _FAR:
                break
            if found.kind in wanted and place < at:
                actor = self.meet(found)
                actor.shown = actor.shown or words
                return actor
        return None

    def unknown(self, at: Place, pronoun: str) -> Actor | None:
        """The last subject before `at` whose bare name tells nothing: "he" shows that it is one."""
        near = [
            (place, actor)
            for place, actor in self._places(at, leading=True)
            if actor.named.kind == "organisation" and _tells_nothing(actor.named)
            if at[0] - _FAR <= place[0] and actor.fits(pronoun)
            if not self._is_told_of(actor)
        ]
        found = max(near, key=lambda pair: pair[0])[1] if near else None
        if found is not None:
            found.named = replace(found.named, kind="person")
        return found

    def only(self, kinds: Iterable[str], at: Place, noun: str) -> Actor | None:
        """The one body of some `kinds` named before `at`; of several, who publishes the document.

        That body also is meant where none is named.
        """
        wanted = set(kinds)
        near = [
            actor
            for leading in (True, False)
            for _, actor in self._places(at, leading=leading, noun=noun)
            if actor.named.proper and actor.named.kind in wanted
        ]
        found = {id(actor): actor for actor in near}
        if len(found) > 1:
            return self.publisher if id(self.publisher) in found else None
        return next(iter(found.values()), None)

    def employer(self, name: str, at: Place, *, sure: bool, place: bool) -> Actor | None:
        """The body that somebody works for; `sure` where it is no person, `place` for a town."""
        actor = self.find(Named(name, ""))
        if actor is None and sure and not place:
            actor = self.add(Named(name, body_kind(name)))
        if actor is not None and sure:
            actor.beside.append(at)
            if actor.is_person and not actor.named.nouns:
                actor.named = replace(actor.named, kind=body_kind(name))
        return actor

    def called(self, noun: str, at: Place) -> Actor | None:
        """The last actor before `at` that was called `noun`, by its name or beside it."""
        near = [
            (place, actor)
            for leading in (True, False)
            for place, actor in self._places(at, leading=leading)
            if actor.is_called(noun)
        ]
        return max(near, key=lambda pair: pair[0])[1] if near else None

    def together(self, at: Place) -> list[Actor]:
        """Whom "they" means: those last named together, or the last vague group."""
        groups = [pair for pair in self.groups if at[0] - _FAR <= pair[0][0] and pair[0] < at]
        vague = self.recent({"vague_group"}, at, "they")
        if vague is not None and not _is_one_text(vague.named):
            places = [place for place in (*vague.leading, *vague.beside) if place < at]
            groups += [(place, [vague]) for place in places[-1:]]
        return max(groups, key=lambda pair: pair[0])[1] if groups else []

    def _places(
        self, at: Place, *, leading: bool, noun: str = "", described: bool = False
    ) -> Iterator[tuple[Place, Actor]]:
        """Where actors are named before `at`; with those of whom the text gives no name."""
        pronouns = load("descriptions")
        turn = {id(actor) for actor in self.answering if actor.is_person}
        others = (a for a in self.actors if id(a) not in turn)
        for actor in (a for a in others if not (noun and a.contradicts(noun))):
            known = actor.resolved or (
                described and not pronouns.value(actor.named.name.lower(), "stands_for")
            )
            for place in actor.leading if leading else actor.beside:
                if known and place < at:
                    yield place, actor


def acronyms(text: str) -> dict[str, str]:
    """Acronyms that `text` introduces in brackets, with the names they stand for."""
    found = {}
    for match in _ACRONYM.finditer(text):
        words = re.sub(r"^.*[’']s? ", "", match[1].strip()).split()
        capital = [(part[0], word) for word in words for part in word.split("-") if part]
        capital = [(letter, word) for letter, word in capital if letter.isupper()]
        initials = "".join(letter for letter, _ in capital)
        if match[2][0] in initials:
            start = initials.find(match[2]) if match[2] in initials else 0
            kept = capital[max(start, 0)][1]
            found[match[2]] = " ".join(words[words.index(kept) :])
    return found


def surname_of(short: str, full: str) -> bool:
    """Whether `short` is part of the name `full`: its end ("van Dijk"), or a word of it.

    The first word can be a family name (Kim Jong Un), and so can the middle one (Soto's Jiménez).
    """
    if short.casefold() not in full.casefold():
        return False
    words, part = full.casefold().split(), short.casefold().split()
    inside = any(words[n : n + len(part)] == part for n in range(len(words)))
    return inside and len(part) < len(words) and (len(part) == 1 or words[-len(part) :] == part)


def _tells_nothing(body: Named) -> bool:
    """Whether a name could as well be a surname: one word, no acronym, no noun beside it."""
    name = body.name
    return body.proper and name.isalpha() and not name.isupper() and not body.nouns


def _described(actor: Actor, leading: bool) -> bool:
    """Whether "the agency" can mean it: what was no subject has to be a body."""
    return actor.speaks or actor.named.proper if leading else not actor.is_person


def _is_one_text(found: Named) -> bool:
    """Whether a source is a single text: no "they" means a contract."""
    return any(load("sources").value(noun, "document") and noun[-1] != "s" for noun in found.nouns)


def _same(one: str, other: str) -> bool:
    one, other = (name.casefold().replace("’", "'").removeprefix("the ") for name in (one, other))
    return one == other


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


def _merged(known: Named, found: Named) -> Named:
    """What is known of an actor, with what a further mention adds."""
    better = found.kind == "analyst" or (found.role and found.kind == "person")
    longer = known.name.split() == found.name.split()[: len(known.name.split())]
    return replace(
        known,
        name=found.name if longer and known.kind not in PEOPLE else known.name,
        kind=found.kind if better and known.kind in {"person", "organisation"} else known.kind,
        role=known.role or found.role,
        affiliation=known.affiliation or found.affiliation,
        nouns=known.nouns | found.nouns,
    )
