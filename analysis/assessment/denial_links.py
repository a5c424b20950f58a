"""Links of denials: what somebody denies, and what his own side takes back later."""

from __future__ import annotations

from analysis.assessment.alignment import comparable, in_words, shared_content
from analysis.assessment.dates import first_day, is_later, last_day
from analysis.assessment.link import Link, one_side, who
from analysis.assessment.matter import Matter
from analysis.assessment.words import lemma, role_words, stems

__all__ = ["admits", "all_denied", "by_admission", "by_answer", "by_denial", "shared_words"]

_NEXT = 120
"""Characters within which a claim answers the one before it."""


_STEM = 5
"""Letters of a stem that is no word such as "been"."""


def by_denial(denial: Matter, other: Matter) -> Link | None:
    """What `denial` has to do with `other`: it denies it, or its own side takes it back."""
    if other.claim["negated"] or other.claim["condition"] or other.origin.own:
        return None
    reason = _denied(denial, other)
    if not reason:
        return None
    if denial.origin.same_side(other.origin):
        taken_back = is_later(other.when, denial.when) and other.firm
        why = f"{who(denial)} had denied it; {who(other)} now says so for the same side: {reason}."
        alike = denial.planned == other.planned
        if (
            not taken_back
            and alike
            and denial.origin.same(other.origin)
            and denial.firm
            and other.firm
        ):
            why = f"{who(denial)} denies what {who(other)} had said: {reason}."
            return (
                Link(denial, other, "updates", why) if is_later(denial.when, other.when) else None
            )
        return Link(other, denial, "updates", why) if taken_back else None
    if denial.doc_id != other.doc_id and is_later(other.when, denial.when):
        why = f"{who(other)} says what {who(denial)} had denied: {reason}."
        surely = denial.denial == "content" and other.meant and denial.meant and other.origin.known
        return Link(other, denial, "conflicts", why) if surely else None
    why = f"{who(denial)} denies what {who(other)} said: {reason}."
    return Link(denial, other, "denies", why) if _reaches(denial, other) else None


def _reaches(denial: Matter, other: Matter) -> bool:
    """Whether a denial of "the reports" can mean a claim: of another seed a firm one before it."""
    if denial.doc_id == other.doc_id or denial.denial != "others":
        return True
    before = first_day(denial.when) >= last_day(other.when) != ""
    return before and other.firm and not other.planned


def _denied(denial: Matter, other: Matter) -> str:
    if denial.denial == "others":
        names, shared = denial.context & other.context, denial.topic & other.terms.lemmas
        senses = {term for term in denial.topic if term[0] == "#"}
        if denial.doc_id != other.doc_id and not senses and len(shared) < 2:
            return ""
        if (
            names
            and senses <= shared
            and len(shared) >= max(min(2, len(denial.topic)), len(denial.topic) / 2)
        ):
            return f"both speak of {in_words(shared)} ({in_words(names)})"
        return ""
    for mine in denial.quantities:
        for theirs in other.quantities:
            inside = mine.low <= theirs.low and theirs.high <= mine.high
            if comparable(denial, mine, other, theirs) and inside:
                return f"“{theirs.text}” lies within “{mine.text}”"
    return shared_content(denial, other) if not denial.quantities else ""


def by_admission(later: Matter, earlier: Matter) -> Link | None:
    """What somebody grants who had denied it before, or the other way round, in other words."""
    if _contests(later) == _contests(earlier) or not is_later(later.when, earlier.when):
        return None
    if not later.meant or not later.origin.same(earlier.origin) or not admits(later):
        return None
    shared = shared_words(later, earlier)
    if not (all_denied(later, earlier) or _of_a_thing(later, earlier, shared)):
        return None
    why = f"{who(later)} takes back what {who(earlier)} had said ({in_words(shared)})."
    return Link(later, earlier, "updates", why) if shared else None


def admits(matter: Matter) -> bool:
    """Whether the word of saying owns up to what is said."""
    cue = {lemma(word) for word in matter.claim["cue"].lower().split()}
    return not cue.isdisjoint(role_words("admitting"))


def by_answer(answer: Matter, said: Matter) -> Link | None:
    """A denial of what somebody else is said to say right before it: `said` is the claim before.

    "The water had been off for days, people in the camp said. The ministry said that it had never
    been interrupted." They must share a word, a denial ("denied any warning") at least its stem.
    """
    behind = answer.claim["start"] - said.claim["end"]
    if said.doc_id != answer.doc_id or not 0 <= behind < _NEXT:
        return None
    if is_later(said.when, answer.when) or _contests(said) or not _contests(answer):
        return None
    if (
        said.planned != answer.planned
        or not (said.origin.speaks and answer.origin.speaks)
        or one_side(said, answer)
    ):
        return None
    shared = shared_words(answer, said)
    if not (shared or (answer.denial and _shares_stem(answer, said))):
        return None
    why = f"{who(answer)} answers what {who(said)} is said to say right before it"
    return Link(answer, said, "denies", f"{why} ({in_words(shared)})." if shared else f"{why}.")


def all_denied(one: Matter, other: Matter) -> bool:
    """Whether the other claim tells of all deeds of the one that says that it is not so."""
    no, yes = (one, other) if _contests(one) else (other, one)
    return no.deeds <= yes.terms.lemmas | yes.deeds


def _of_a_thing(one: Matter, other: Matter, shared: frozenset[str]) -> bool:
    """Whether it is the thing that one claim denies of which the other tells: "no order".

    What was not done to a tank says nothing of all else that was done to it.
    """
    no = one if _contests(one) else other
    return bool((no.none or no.denial) and shared - no.deeds)


def shared_words(one: Matter, other: Matter) -> frozenset[str]:
    """The words of both, those for people left out."""
    both = one.terms.lemmas & other.terms.lemmas
    plain = frozenset(term for term in both if term[0] != "#")
    return plain | (one.terms.senses & other.terms.senses)


def _shares_stem(one: Matter, other: Matter) -> bool:
    if one.terms.lemmas & other.terms.lemmas:
        return False  # people only: of their word it would be the stem
    return any(len(stem) >= _STEM for stem in stems(one.said) & stems(other.said))


def _contests(matter: Matter) -> bool:
    return bool(matter.denial or matter.claim["negated"])
