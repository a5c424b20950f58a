"""Tables of as many invented claims as wanted, made without a parse, to time what comes after it.

A topic has a place, a body, persons and a matter of its own; five seeds of twelve claims speak of
it. So the number of topics grows with the number of claims, as it does in a growing archive, while
common words and states turn up everywhere.
"""

from __future__ import annotations

import random
from typing import Any

from analysis.tables import SCHEMA, Tables
from analysis.tables.schema import frame

__all__ = ["made_tables"]

_SYLLABLES = ("ba", "cor", "den", "fil", "gar", "hol", "ker", "lin", "mar", "nov", "pes", "ros",
              "sul", "tar", "ven", "zor")  # fmt: skip
_THINGS = ("miners", "dockers", "soldiers", "people", "houses", "ships", "patients", "voters")
_DONE = ("killed", "wounded", "evacuated", "infected", "arrested", "missing")
_WORKS = ("dam", "bridge", "harbour", "hospital", "mine", "school", "plant", "airport")
_STATES = ("Norway", "Chile", "Kenya", "Vietnam", "Poland", "Canada", "Ghana", "Peru")
_FAULTS = ("had cracked", "was closed", "had collapsed", "leaked", "was rebuilt", "was sold")
_CLAIMS, _SEEDS = 12, 5


class _Maker:
    def __init__(self) -> None:
        self.random = random.Random(7)
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMA}

    def name(self) -> str:
        return "".join(self.random.choice(_SYLLABLES) for _ in range(4)).capitalize()

    def topic(self, number: int) -> None:
        place, state = self.name(), self.random.choice(_STATES)
        people = [f"{self.name()} {self.name()}" for _ in range(4)]
        body = f"{self.name()} Office"
        done, thing, work = (self.random.choice(x) for x in (_DONE, _THINGS, _WORKS))
        for seed in range(_SEEDS):
            self.seed(f"{number:06}-{seed}", place, state, [body, *people], (done, thing, work))

    def seed(
        self, doc_id: str, place: str, state: str, voices: list[str], matter: tuple[str, str, str]
    ) -> None:
        text, (done, thing, work) = "", matter
        year, month = 2010 + int(doc_id[:6]) % 15, self.random.randint(1, 12)
        day = 1 + int(doc_id[-1])
        for number in range(_CLAIMS):
            voice = self.random.choice(voices)
            count = self.random.randint(10, 900)
            content, figure = f"the {work} of {place} {self.random.choice(_FAULTS)}", ""
            if number % 3 == 0:
                figure = f"{count} {thing}"
                content = f"{figure} had been {done} in {place} in {state}"
            cue = "denied" if number % 12 == 7 else "said"
            rest = f"on {day} March that {content}"
            self.claim(doc_id, len(text), voice, cue, rest)
            if figure:
                self.figure(figure, count, thing, done)
            text += f"{voice} {cue} {rest}. "
        asked = f"It is unclear whether the {work} will be closed."
        self.question(doc_id, len(text), asked)
        text += asked
        self.rows["documents"].append(
            dict.fromkeys(("path", "sha256", "media_type", "converter", "same_as", "author", "url",
                           "restates", "language", "kind", "reliability"), "")
            | {"doc_id": doc_id, "title": f"News of {place}", "publisher": "Wire",
               "published": f"{year}-{month:02}-{10 + day:02}", "text_start": 0, "text": text,
               "n_sentences": _CLAIMS + 1}
        )  # fmt: skip

    def sentence(self, doc_id: str, at: int, text: str) -> str:
        sentence_id = f"s-{doc_id}-{at}"
        place = {"doc_id": doc_id, "start": at, "end": at + len(text), "text": text}
        row = {"sentence_id": sentence_id, "section": "", "paragraph": 0}
        self.rows["sentences"].append(place | row)
        return sentence_id

    def claim(self, doc_id: str, at: int, voice: str, cue: str, rest: str) -> None:
        sentence, content = f"{voice} {cue} {rest}.", rest.partition(" that ")[2]
        start = at + sentence.index(content)
        source_id, span = f"o-{doc_id}-{voice}", [[at, at + len(voice)]]
        cue_at = at + len(voice) + 1
        if not any(row["source_id"] == source_id for row in self.rows["sources"][-6:]):
            kind = "government" if "Office" in voice else "person"
            self.rows["sources"].append(
                {"source_id": source_id, "name": voice, "kind": kind,
                 "role": "", "affiliation": "", "sourcing": "on_record", "resolved": True,
                 "mentions": [f"{doc_id}#{at}-{at + len(voice)}"], "n_claims": 1, "n_documents": 1}
            )  # fmt: skip
        self.rows["claims"].append(
            dict.fromkeys(("condition", "likelihood_term", "event_start", "event_end",
                           "event_precision", "reported_at"), "")
            | {"claim_id": f"c-{doc_id}-{start}", "doc_id": doc_id, "attribution_id": "",
               "sentence_id": self.sentence(doc_id, at, sentence), "start": start,
               "end": start + len(content), "spans": [[start, start + len(content)]],
               "text": content, "kind": "factual", "attribution": "indirect",
               "source_ids": [source_id], "source_spans": span, "cue": cue,
               "cue_spans": [[cue_at, cue_at + len(cue)]], "certainty": "certain", "markers": [],
               "negated": cue == "denied", "stance": "reports", "verification": "not_stated",
               "origin_ids": [], "rule": "made"}
        )  # fmt: skip

    def figure(self, text: str, count: int, thing: str, done: str) -> None:
        claim = self.rows["claims"][-1]
        doc_id, start = claim["doc_id"], claim["start"]
        self.rows["figures"].append(
            {"figure_id": f"f-{doc_id}-{start}", "doc_id": doc_id, "claim_id": claim["claim_id"],
             "sentence_id": claim["sentence_id"], "start": start, "end": start + len(text),
             "text": text, "low": float(count), "high": float(count), "unit": thing,
             "counted": f"{thing} {done}", "approximator": "", "as_of": "", "thing": "",
             "rule": "made"}
        )  # fmt: skip

    def question(self, doc_id: str, at: int, sentence: str) -> None:
        text = sentence.removeprefix("It is unclear ").removesuffix(".")
        start = at + sentence.index(text)
        self.rows["questions"].append(
            {"question_id": f"q-{doc_id}", "doc_id": doc_id, "start": start,
             "sentence_id": self.sentence(doc_id, at, sentence), "end": start + len(text),
             "spans": [[start, start + len(text)]], "text": text, "form": "embedded",
             "raised_by": "author", "as_question": "", "status": "open", "evidence": [],
             "why": "", "rule": "made"}
        )  # fmt: skip


def made_tables(claims: int) -> Tables:
    """Tables with at least `claims` claims, the same in every run."""
    maker = _Maker()
    for number in range(-(-claims // (_CLAIMS * _SEEDS))):
        maker.topic(number)
    return Tables(**{name: frame(name, rows) for name, rows in maker.rows.items()})
