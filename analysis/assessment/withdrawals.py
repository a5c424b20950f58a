"""Denials that the same side has since taken back: by a link, in so many words, or in one's own.

"The ministry, which had stated that the bridge was guarded, acknowledged that the soldiers had been
withdrawn": what it had stated is taken back, and so is each earlier claim of the same side that
says the same. "The firm has withdrawn its statement that no report had come" names it outright.
"I will not hide that": who says so admits what he says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.assessment.alignment import one_story
from analysis.assessment.dates import is_later
from analysis.assessment.denial_links import admits, shared_words
from analysis.assessment.flags import Found
from analysis.assessment.links import Link
from analysis.assessment.matter import Matter
from analysis.assessment.setting import Setting
from analysis.wording import day

__all__ = ["told", "withdrawn_denials"]

_HAD_SAID = re.compile(r"had\s+\w", re.IGNORECASE)
_TAKES_BACK = re.compile(
    r"\b(?:withdr\w+|retract\w*|revok\w+|recant\w*|t(?:ake|ook)\w*\s+back|drop\w*)\b"
    r".*?\b(?:statement|claim|denial|assertion|account|version|accusation|allegation)s?\b",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(r"\bno\s+longer\s+(?:\w+ly\s+)?\w+$", re.IGNORECASE)
"""With the word for what somebody says no more: "no longer maintains that none had flown"."""

_TOLD = re.compile(
    r"(?P<who>.{2,80}?)\s(?:(?:has|have|had)\s)?(?:since\s|later\s)?"
    r"(?:withdrawn?|withdrew|retracted|revoked|recanted|taken\sback|took\sback|dropped)\s"
    r"(?:its|their|his|her)\s(?:\w+\s)?"
    r"(?:statement|claim|denial|assertion|account|version|accusation|allegation)s?\sthat\s(?P<what>.+)",
    re.IGNORECASE | re.DOTALL,
)
"""An author tells that somebody has taken back what he said."""

_NEGATES = re.compile(
    r"\b(?:no|not|never|nobody|none|nothing|nor|neither)\b|n[’']t\b", re.IGNORECASE
)
_OWNS_UP = re.compile(
    r"\b(?:I|we)\s+(?:will\s+not|won['’]t|do\s+not|don['’]t|cannot|can['’]t)\s+(?:hide|deny)\b"
    r"|\b(?:I|we)\s+(?:have\s+to\s+|must\s+)?(?:admit|concede)\b|\b(?:I|we)\s+(?:was|were)\s+wrong\b",
    re.IGNORECASE,
)
_LEAST = 2
"""Words that two statements share, at least, so that one can be the other told again."""


def withdrawn_denials(
    matters: Sequence[Matter], links: Sequence[Link], setting: Setting
) -> Iterator[Found]:
    """Warnings of denials that were taken back, one for each."""
    met: set[str] = set()
    for denial, witness in _pairs(matters, links, setting):
        if denial.claim_id not in met:
            met.add(denial.claim_id)
            words = {"denier": denial.origin.voice, "witness": told(witness)}
            place = denial.doc_id, denial.claim_id, denial.claim["spans"]
            yield Found("withdrawn_denial", *place, words)


def told(matter: Matter) -> str:
    """Who says it, and when."""
    return f"{matter.origin.voice} ({day(matter.when)})"


def _pairs(
    matters: Sequence[Matter], links: Sequence[Link], setting: Setting
) -> Iterator[tuple[Matter, Matter]]:
    for link in links:
        later, earlier = link.later, link.earlier
        taken_back = earlier.denial or (earlier.claim["negated"] and admits(later))
        if link.relation == "updates" and taken_back and not later.denial:
            yield earlier, later
    taken_back = list(_taken_back(matters, setting))
    wanted = {term for _, before in taken_back for term in before.terms.lemmas}
    held: dict[str, list[Matter]] = defaultdict(list)
    for matter in sorted(matters, key=lambda matter: matter.place) if wanted else ():
        for term in sorted(matter.terms.lemmas & wanted):
            held[term].append(matter)
    for admission, before in taken_back:
        alike = {m.claim_id: m for term in sorted(before.terms.lemmas) for m in held[term]}
        for earlier in alike.values():
            if _is_same(earlier, before, admission, setting):
                yield earlier, admission


def _taken_back(matters: Sequence[Matter], setting: Setting) -> Iterator[tuple[Matter, Matter]]:
    """The claims that take something back, each with the one that holds what was said before."""
    had_said: dict[str, list[Matter]] = defaultdict(list)
    for matter in matters:
        if _HAD_SAID.match(matter.claim["cue"]):
            had_said[matter.claim["sentence_id"]].append(matter)
    for matter in matters:
        if _gives_up(matter, setting):
            yield matter, matter
        elif matter.meant and admits(matter):
            before = had_said.get(matter.claim["sentence_id"], ())
            yield from ((matter, one) for one in before if one.origin.ids == matter.origin.ids)
        elif matter.origin.speaks and _OWNS_UP.search(setting.sentence(matter.claim)[1]):
            yield matter, matter
        elif told_of := _TOLD.match(matter.said):
            what = told_of["what"]
            terms, denial = (
                setting.vocabulary.terms(what),
                "content" if _NEGATES.search(what) else "",
            )
            yield matter, replace(matter, said=what, terms=terms, denial=denial)


def _gives_up(matter: Matter, setting: Setting) -> bool:
    """Whether a cue takes back what is said: "withdrew its claim that", "no longer says that"."""
    if _TAKES_BACK.search(matter.claim["cue"]):
        return True
    start, sentence = setting.sentence(matter.claim)
    cues = matter.claim["cue_spans"][:1]
    return any(_NO_LONGER.search(sentence[: end - start]) for _, end in cues)


def _is_same(earlier: Matter, before: Matter, admission: Matter, setting: Setting) -> bool:
    """Whether an earlier claim is what the same side takes back."""
    if earlier.doc_id == admission.doc_id or not is_later(admission.when, earlier.when):
        return False
    if not one_story(setting.rare_names(admission.doc_id), earlier.story):
        return False
    if not (_of_one_side(earlier, admission) and earlier.meant):
        return False
    owned = before is admission and not _gives_up(before, setting)
    if owned:
        return _contests(earlier) and bool(shared_words(earlier, before))
    return _contests(earlier) == _contests(before) and len(shared_words(earlier, before)) >= _LEAST


def _of_one_side(earlier: Matter, admission: Matter) -> bool:
    """Whether one side speaks, or in its own statement somebody whom it quotes."""
    quoted = earlier.origin.speaks and earlier.origin.publisher in admission.origin.bodies
    return earlier.origin.same_side(admission.origin) or quoted or _is_named(earlier, admission)


def _is_named(earlier: Matter, admission: Matter) -> bool:
    """Whether an author tells that somebody took it back, and names whoever had said it."""
    told_of = _TOLD.match(admission.said)
    if told_of is None or not earlier.origin.speaks:
        return False
    named = set(told_of["who"].casefold().split())
    voices = (earlier.origin.voice, earlier.origin.publisher)
    return any(voice and named.issuperset(voice.casefold().split()) for voice in voices)


def _contests(matter: Matter) -> bool:
    return bool(matter.denial or matter.claim["negated"])
