"""Citations: the numbers of the rows that a brief rests on, and the cards of its evidence annex."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis.brief.blocks import Card, Cards, Run, Text
from analysis.brief.choices import (
    Standing,
    best_supported,
    changed,
    contended,
    disputed,
    happenings,
    main_claims,
    questions,
    still_open,
)
from analysis.brief.selection import EVERY, View
from analysis.brief.wording import capital, day, described, likelihood, listed, phrases, verb
from analysis.denials import denial
from analysis.reviews.report import marks
from analysis.tables.schema import rows as table_rows

__all__ = [
    "CITED_EVIDENCE",
    "CITED_OTHERS",
    "Citations",
    "attributed_to",
    "citations",
    "evidence",
    "origins",
    "raised_by",
    "reviews_of",
    "seed_link",
    "whose",
]

CITED_OTHERS = 3
"""Claims that one claim is held against in a brief; the claims notebook shows all."""

CITED_EVIDENCE = 1
"""Claims that are cited for the status of a question; the rest are counted."""

_SHORT = 12
"""Characters of its sentence around a quotation that tell a reader too little."""

_LINKED = ("conflicts", "denies", "updates", "corroborates", "repeats")
"""The links that a card tells; those that are merely related stand in the claims notebook."""


@dataclass(frozen=True)
class Citations:
    """The number of each cited row, and the sections that cite it."""

    numbers: Mapping[str, int]
    places: Mapping[str, Sequence[str]]

    def cite(self, row_id: str, section: str = "") -> Run:
        """A link to the card of a row; within a section also the place to come back to."""
        number = self.numbers.get(row_id)
        if number is None:
            return Run("")
        back = f"{section}-{number}" if section in self.places.get(row_id, ()) else ""
        return Run(f"[{number}]", link=f"#e-{number}", anchor=back)


@lru_cache(maxsize=4)
def citations(view: View) -> Citations:
    """The citations of a brief: rows are numbered in the order of date, seed and place."""
    places: dict[str, list[str]] = {}
    for section in view.cites:
        for name in dict.fromkeys(_CITED[section][1](view)):
            places.setdefault(name, []).append(section)
    numbers = {name: n for n, name in enumerate((x for x in _in_order(view) if x in places), 1)}
    return Citations(numbers, places)


def _of_points(view: View) -> Iterator[str]:
    most = view.lengths.points
    yield from (row["claim_id"] for row in best_supported(view)[:most])
    yield from _of_standings(disputed(view)[:most], 1)
    yield from _of_standings(changed(view)[:most], 1)
    yield from (row["question_id"] for row in still_open(view)[: most + 1])


def _of_standings(standings: Iterable[Standing], others: int) -> Iterator[str]:
    for each in standings:
        yield each.claim["claim_id"]
        yield from (row["claim_id"] for row in each.others[:others])


def _of_disputes(view: View) -> Iterator[str]:
    most = view.lengths.disputes
    return _of_standings([*disputed(view)[:most], *changed(view)[:most]], CITED_OTHERS)


def _of_figures(view: View) -> Iterator[str]:
    if view.lengths.things == EVERY:
        return (name for name in view.tables.figures["claim_id"] if name)
    shown = contended(view)[: view.lengths.things]
    return (row["claim_id"] for _, some in shown for row in some if row["claim_id"])


def _of_claims(view: View) -> Iterator[str]:
    return (row["claim_id"] for row in main_claims(view)[: view.lengths.claims])


def _of_questions(view: View) -> Iterator[str]:
    every, most = questions(view), view.lengths.questions
    still = [row for row in every if row["status"] == "open"][:most]
    moved = [row for row in every if row["status"] != "open"][:most]
    for row in (*still, *moved):
        yield row["question_id"]
        yield from (name for name in row["evidence"][:CITED_EVIDENCE] if name in view.claims)


def _of_warnings(view: View) -> Iterator[str]:
    return (name for name in view.tables.flags["claim_id"] if name)


def _of_timeline(view: View) -> Iterator[str]:
    return (row["claim_id"] for row in happenings(view, view.lengths.happenings))


_CITED: Mapping[str, tuple[str, Callable[[View], Iterable[str]]]] = {
    "key-points": ("key points", _of_points),
    "disputed": ("disputes", _of_disputes),
    "figures": ("figures", _of_figures),
    "claims": ("claims", _of_claims),
    "questions": ("questions", _of_questions),
    "warnings": ("warnings", _of_warnings),
    "timeline": ("timeline", _of_timeline),
}
"""What a card calls a section that cites it, and the ids of the rows that it cites."""


def _in_order(view: View) -> list[str]:
    """The ids of claims and questions as a reader of the seeds would meet them."""
    order = {doc_id: place for place, doc_id in enumerate(view.tables.documents["doc_id"])}
    rows = [
        (order[doc_id], start, end, name)
        for table, key in ((view.tables.claims, "claim_id"), (view.tables.questions, "question_id"))
        for doc_id, start, end, name in table[["doc_id", "start", "end", key]].to_numpy()
    ]
    return [name for *_, name in sorted(rows)]


def attributed_to(view: View, source_ids: Sequence[str], *, full: bool = False) -> str:
    """Who stands behind a claim: the innermost voice, then through whom it comes."""
    names = [_named(view, source_id, full=full) for source_id in source_ids]
    return ", through ".join(names) or "not stated"


def whose(view: View, row: Mapping[str, Any], *, full: bool = False) -> str:
    """Who stands behind a claim as `attributed_to`; or against it: "denied by Pat Ryder"."""
    against = denial(row)
    names = attributed_to(view, row["source_ids"], full=full)
    return f"{against} by {names}" if against else names


def _named(view: View, source_id: str, *, full: bool) -> str:
    source = view.sources[source_id]
    if source["kind"] != "author":
        return described(source if full else {**source, "role": "", "affiliation": ""})
    if source["sourcing"] == "on_record":
        return str(source["name"])
    return _signed(view.authored.get(source_id, {}))


def _signed(document: Mapping[str, Any]) -> str:
    """Who answers for what a seed says of its own: its author, else its publisher."""
    return str(document.get("author") or document.get("publisher") or "an unsigned text")


def raised_by(view: View, row: Mapping[str, Any], *, full: bool = False) -> str:
    """Who asks a question: a source, else whoever answers for the seed that it stands in."""
    source = view.sources.get(row["raised_by"])
    if source is None or source["kind"] == "author":
        return _signed(view.documents[row["doc_id"]])
    return _named(view, row["raised_by"], full=full)


def origins(view: View, row: Mapping[str, Any]) -> str:
    """The independent origins behind a claim, by name; empty where it was not assessed."""
    return listed([_named(view, name, full=False) for name in row["origin_ids"]])


def seed_link(view: View, doc_id: str) -> Run:
    """The title of a seed, linked to where it or what it restates was published."""
    document = view.documents[doc_id]
    address = document["url"] or document["restates"]
    return Run(document["title"] or doc_id, link=address if "://" in address else "")


def evidence(view: View) -> Cards:
    """One card for each cited row: the exact words, their neighbours, where they stand."""
    found = citations(view)
    asked = {row["question_id"]: row for row in table_rows(view.tables.questions)}
    rows = {**view.claims, **asked}
    links = _links(view, found)
    cards = [_card(view, found, name, rows[name], links.get(name, ())) for name in found.numbers]
    return Cards(cards, empty="No row of this brief is cited.")


def _links(view: View, found: Citations) -> dict[str, list[tuple[str, Text]]]:
    """For each cited claim how it stands to other cited ones, and why."""
    links: dict[str, list[tuple[str, Text]]] = {}
    for row in table_rows(view.tables.links):
        if row["relation"] in _LINKED and {row["from_id"], row["to_id"]} <= found.numbers.keys():
            words: Text = (found.cite(row["to_id"]), f" {row['why']}")
            links.setdefault(row["from_id"], []).append((capital(verb(row["relation"])), words))
    return links


def _card(
    view: View,
    found: Citations,
    name: str,
    row: Mapping[str, Any],
    links: Iterable[tuple[str, Text]],
) -> Card:
    number = found.numbers[name]
    text = view.texts[row["doc_id"]]
    start, end = row["start"], row["end"]
    first, last = _surroundings(view, row)
    reviewed = [("Review", Run(said, "strong")) for said in reviews_of(view).get(name, ())]
    back = [Run(_CITED[place][0], link=f"#{place}-{number}") for place in found.places[name]]
    return Card(
        anchor=f"e-{number}",
        heading=(Run(f"[{number}] ", "muted"), _voice(view, row)),
        quote=text[start:end],
        before=text[first:start],
        after=text[end : max(last, end)],
        facts=(*reviewed, *_facts(view, row), *links, *_place(view, row)),
        back=back,
    )


@lru_cache(maxsize=4)
def reviews_of(view: View) -> Mapping[str, Sequence[str]]:
    """What people decided on each row of a view, in words, by the row's id."""
    return marks(view.everything)


def _surroundings(view: View, row: Mapping[str, Any]) -> tuple[int, int]:
    """The sentence of a row; where the row is all of it, with its neighbours in the paragraph."""
    sentences = view.everything.sentences
    here = sentences[sentences["doc_id"] == row["doc_id"]]
    mine = here[here["sentence_id"] == row["sentence_id"]]
    if mine.empty:
        return row["start"], row["end"]
    first, last = int(mine["start"].iloc[0]), int(mine["end"].iloc[0])
    if max(row["start"] - first, last - row["end"]) < _SHORT:
        beside = here[(here["paragraph"] == mine["paragraph"].iloc[0]) & (here["end"] <= first)]
        first = max([int(start) for start in beside["start"]], default=first)
    return min(first, row["start"]), max(last, row["end"])


def _voice(view: View, row: Mapping[str, Any]) -> str:
    if "form" in row:
        return f"Open question, raised by {raised_by(view, row, full=True)}"
    return capital(whose(view, row, full=True))


def _facts(view: View, row: Mapping[str, Any]) -> list[tuple[str, Text]]:
    if "form" in row:
        asked = [("Asked as", row["as_question"])] if row["as_question"] else []
        status = f"{row['status'].replace('_', ' ')}. {row['why']}".strip(". ") + "."
        return [("Form", row["form"].replace("_", " ")), *asked, ("Status", status)]
    markers = f" ({', '.join(row['markers'])})" if row["markers"] else ""
    facts = [("Certainty", row["certainty"] + markers), ("Stance", row["stance"])]
    if row["verification"] != "not_stated":
        facts.append(("Verification", row["verification"]))
    if row["negated"]:
        facts.append(("Negated", "yes"))
    if row["likelihood_term"]:
        facts.append(("Likelihood", likelihood(row)))
    if len(row["origin_ids"]) > 1:
        facts.append(("Independent origins", origins(view, row)))
    return facts


def _heads(section: str) -> bool:
    """Whether a line over a text is a heading of it and no furniture of the page."""
    words = section.lower().lstrip("(")
    return bool(words) and not words.startswith(tuple(phrases("furniture")["openings"]))


def _place(view: View, row: Mapping[str, Any]) -> list[tuple[str, Text]]:
    document = view.documents[row["doc_id"]]
    sentences = view.everything.sentences
    found = sentences[sentences["sentence_id"] == row["sentence_id"]]
    under = "".join(f", under “{section}”" for section in found["section"] if _heads(section))
    under += "".join(f", page {page}" for page in found["page"].dropna())
    where = f"{row['doc_id']}, characters {row['start']}–{row['end']}{under}"
    return [
        ("Seed", (seed_link(view, row["doc_id"]), f", {day(document['published'])}")),
        ("Place", Run(where, "mono")),
    ]
