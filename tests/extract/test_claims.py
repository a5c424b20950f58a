"""Claims: split as the guidelines say, each with its own commitment."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

import analysis
from analysis.errors import ParameterError
from analysis.model import quote


class Case(NamedTuple):
    """A text, words that one claim must hold, and columns of that claim."""

    text: str
    words: str
    expected: dict[str, Any]


CASES = {
    # certainty
    "no hedge": Case("The bridge is closed.", "bridge is closed", {"certainty": "certain"}),
    "likely": Case("The bill will likely pass.", "bill", {"certainty": "probable"}),
    "could": Case("Morale could weaken.", "Morale", {"certainty": "possible"}),
    "would is no hedge": Case(
        "A defeat would hurt the party.", "defeat", {"certainty": "certain", "kind": "forecast"}
    ),
    "the weakest of several hedges stands": Case(
        "The talks may probably fail.", "talks", {"certainty": "possible"}
    ),
    "could not is inability": Case(
        "The crew could not find the wreck.", "wreck", {"certainty": "certain", "negated": True}
    ),
    "a hedge in a relative clause stays there": Case(
        "The plan, which could fail, costs 3 million euros.",
        "costs 3 million",
        {"certainty": "certain"},
    ),
    "a hedge on one of two predicates does not reach the other": Case(
        "The law might raise prices and will close two mines.",
        "close two mines",
        {"certainty": "certain"},
    ),
    "a shared auxiliary reaches both": Case(
        "The law could raise prices and close two mines.", "raise prices", {"certainty": "possible"}
    ),
    "a tentative cue weakens its content": Case(
        "The minister believes that the vote is lost.", "vote is lost", {"certainty": "probable"}
    ),
    "what is only alleged": Case(
        "Police allegedly beat him.", "beat him", {"certainty": "probable"}
    ),
    "what is named as likely": Case(
        "Investigators named a damaged pack as the likely cause.",
        "damaged pack",
        {"certainty": "probable"},
    ),
    "what the likely cause was": Case(
        "The likely cause was a worn brake, the railway said.",
        "worn brake",
        {"certainty": "probable"},
    ),
    "'d is had before a participle": Case(
        "“We'd been drinking it all morning,” he said.", "drinking", {"kind": "factual"}
    ),
    "and with a curly mark": Case("They’d told us the price.", "told us", {"kind": "factual"}),
    "'d is would before a verb": Case("We'd come home at six.", "come home", {"kind": "forecast"}),
    "at no time negates": Case(
        "At no time did we store more than our permit allows.", "permit", {"negated": True}
    ),
    "wherever it stands": Case("The tank was at no time empty.", "tank", {"negated": True}),
    "No. is a number": Case(
        "The permit of 2019 (No. 44-L/19) allows 120 tonnes.", "permit", {"negated": False}
    ),
    "a number of a bus": Case(
        "Bus No. 7 was on time, the operator said.", "Bus No. 7", {"negated": False}
    ),
    "a hedge in the quotation is the speaker's": Case(
        "“It is likely that we lose,” the coach said.", "we lose", {"certainty": "probable"}
    ),
    "a hedge of the condition is not the claim's": Case(
        "If the dam might break, the town will be cleared.",
        "town will be cleared",
        {"certainty": "certain"},
    ),
    "nor does it the other way round": Case(
        "The law will close two mines and might raise prices.",
        "close two mines",
        {"certainty": "certain", "markers": []},
    ),
    "every hedge of the predicate is a marker": Case(
        "Perhaps the talks may fail.", "talks", {"markers": ["Perhaps", "may"]}
    ),
    "a quoted likely says nothing of the author's claim": Case(
        "The coach, who called a defeat “likely”, has resigned.",
        "has resigned",
        {"certainty": "certain", "attribution": "none"},
    ),
    "what somebody thinks himself is less than sure": Case(
        "“I think that the dam will hold,” the mayor said.",
        "the dam will hold",
        {"certainty": "probable", "kind": "forecast"},
    ),
    "what nobody can exclude is possible": Case(
        "We cannot rule out that the valve failed.",
        "the valve failed",
        {"certainty": "possible", "negated": False, "attribution": "indirect"},
    ),
    "a thought does not weaken what stands against it": Case(
        "Keller believes that the vote is lost, but Marsh has counted the ballots.",
        "has counted",
        {"certainty": "certain", "attribution": "none"},
    ),
    # likelihood
    "yardstick word": Case(
        "A deal is unlikely this year.",
        "deal",
        {"likelihood_term": "unlikely", "likelihood_low": 20, "likelihood_high": 45},
    ),
    "not likely is unlikely": Case(
        "A deal is not likely this year.",
        "deal",
        {"likelihood_term": "not likely", "likelihood_low": 20, "likelihood_high": 45},
    ),
    "a longer term wins": Case(
        "The bill will very likely pass.",
        "bill",
        {"likelihood_term": "very likely", "likelihood_low": 80, "likelihood_high": 95},
    ),
    "a comparison has no band": Case(
        "Rain is more likely than snow.", "Rain", {"likelihood_term": ""}
    ),
    "could has no band": Case("The dam could break.", "dam", {"likelihood_term": ""}),
    # kind
    "forecast by will": Case("The river will rise.", "river", {"kind": "forecast"}),
    "forecast by expectation": Case(
        "The bank expects prices to fall.", "prices", {"kind": "forecast"}
    ),
    "a hedged present state is factual": Case(
        "The recruits may lack training.", "recruits", {"kind": "factual", "certainty": "possible"}
    ),
    "a hedged past is factual": Case(
        "The pilot may have misread the gauge.", "pilot", {"kind": "factual"}
    ),
    "evaluation": Case("The decision was a serious mistake.", "decision", {"kind": "evaluation"}),
    "recommendation": Case(
        "The council should repair the road.", "road", {"kind": "recommendation"}
    ),
    "recommendation by the cue": Case(
        "Doctors urged parents to vaccinate their children.",
        "vaccinate",
        {"kind": "recommendation"},
    ),
    "recommendation by an infinitive": Case(
        "The mayor asked residents to save water.", "save water", {"kind": "recommendation"}
    ),
    "recommendation by a cue of two words": Case(
        "Aid groups called on both sides to stop the shelling.",
        "stop the shelling",
        {"kind": "recommendation"},
    ),
    "recommendation by an imperative": Case(
        "“Stay away from the quays,” the mayor said.", "Stay away", {"kind": "recommendation"}
    ),
    "a word of measurement judges nothing": Case(
        "The difference was statistically significant.", "difference", {"kind": "factual"}
    ),
    "a modal before an obligation is a forecast": Case(
        "The dam may have to release water.", "dam", {"kind": "forecast", "certainty": "possible"}
    ),
    # stance
    "reports": Case("Kirby said that the ship had left.", "ship", {"stance": "reports"}),
    "endorses": Case(
        "The firm acknowledged that the valve had failed.", "valve", {"stance": "endorses"}
    ),
    "distances": Case(
        "The group claimed that it had taken the town.", "taken the town", {"stance": "distances"}
    ),
    "what somebody admits himself the author only reports": Case(
        "“I admit that we were late,” the mayor said.", "we were late", {"stance": "reports"}
    ),
    "what the author thinks himself he asserts": Case(
        "I believe that the mill is lost.",
        "mill is lost",
        {"stance": "asserts", "certainty": "probable"},
    ),
    "what is believed of somebody is reported": Case(
        "The firm is believed to have lost its licence.",
        "lost its licence",
        {"stance": "reports", "certainty": "probable"},
    ),
    "asserts": Case("The ship has left.", "ship", {"stance": "asserts", "attribution": "none"}),
    # negation
    "denial": Case(
        "The ministry denied that shots were fired.",
        "shots",
        {"negated": True, "stance": "reports"},
    ),
    "double negation": Case(
        "The ministry denied that no shots were fired.", "shots", {"negated": False}
    ),
    "neither nor is one negated claim": Case(
        "The minister neither confirmed nor denied the sale.", "sale", {"negated": True}
    ),
    "neither at the head of a claim stays with it": Case(
        "Neither the captain nor the mate was hurt, the union said.",
        "Neither the captain",
        {"negated": True},
    ),
    "nor stays too": Case("Nor has the firm paid.", "Nor has the firm", {"negated": True}),
    "belief passes its negation to nobody else": Case(
        "The mayor does not expect that the bridge opens soon.", "bridge", {"kind": "forecast"}
    ),
    "nothing": Case("Nothing has changed since May.", "changed", {"negated": True}),
    "no": Case("No shots were fired.", "shots", {"negated": True}),
    "doubt leans to the contrary": Case(
        "Keller doubts that the dam will hold.",
        "dam will hold",
        {"negated": True, "certainty": "probable"},
    ),
    "an expectation that is denied": Case(
        "The firm does not expect that the strike will spread.",
        "strike will spread",
        {"negated": True, "kind": "forecast"},
    ),
    "what is ruled out is denied": Case(
        "Police ruled out that a bomb had caused the fire.", "bomb", {"negated": True}
    ),
    # condition
    "if": Case("If prices rise, demand will fall.", "demand", {"condition": "If prices rise"}),
    "inverted should": Case(
        "Should the dam break, the valley will flood.",
        "valley",
        {"condition": "Should the dam break", "kind": "forecast"},
    ),
    "unless": Case(
        "Stocks will run out unless the road opens.",
        "Stocks",
        {"condition": "unless the road opens"},
    ),
    "no condition": Case("Demand will fall.", "Demand", {"condition": ""}),
    # verification
    "of all figures of a paragraph": Case(
        "A rebel said that 300 soldiers were killed. He put the dead at 120. "
        "None of these figures could be checked.",
        "300 soldiers",
        {"verification": "unverified"},
    ),
    "of figures alone": Case(
        "A rebel said that the town was his. He put the dead at 120. "
        "None of these figures could be checked.",
        "town",
        {"verification": "not_stated"},
    ),
    "of a number that could not be confirmed": Case(
        "Bulldozers flattened 38 houses, villagers said. "
        "We were unable to confirm the number, as guards turned us back.",
        "38 houses",
        {"verification": "unverified"},
    ),
    "not stated": Case("Ten miners died.", "miners", {"verification": "not_stated"}),
    "unverified": Case(
        "The paper reported that ten miners died, though this has yet to be verified.",
        "ten miners died",
        {"verification": "unverified", "stance": "distances"},
    ),
    "said of the sentence before": Case(
        "Rebels said that they had taken the airport. "
        "The claim could not be independently verified.",
        "taken the airport",
        {"verification": "unverified"},
    ),
    "confirmed": Case(
        "Police said that two men were held, and this was later confirmed by the court.",
        "two men were held",
        {"verification": "confirmed"},
    ),
    "confirmed by whoever acknowledges it": Case(
        "Rebels said that they had taken the airport. The ministry acknowledged this.",
        "taken the airport",
        {"verification": "confirmed"},
    ),
    "denied by somebody else": Case(
        "Rebels said that they had taken the airport, a claim that the army disputes.",
        "taken the airport",
        {"verification": "denied", "stance": "reports"},
    ),
    "denied in the next sentence": Case(
        "Rebels said that they had taken the airport. The army denied this.",
        "taken the airport",
        {"verification": "denied"},
    ),
    "withdrawn": Case(
        "The paper reported that ten miners had died. The report was later withdrawn.",
        "ten miners had died",
        {"verification": "denied"},
    ),
    "a denial of something else verifies nothing": Case(
        "Rebels said that they had taken the airport. The army denied that shots were fired.",
        "taken the airport",
        {"verification": "not_stated"},
    ),
    "of what the sentence before reports": Case(
        "Some 40 rebels were killed, according to the army. There is no independent confirmation.",
        "40 rebels",
        {"verification": "unverified"},
    ),
    "no confirmation of something that is named": Case(
        "Rebels said that they had taken the airport. There is no confirmation of a truce.",
        "taken the airport",
        {"verification": "not_stated"},
    ),
    "who was able to confirm": Case(
        "Rebels said that they had taken the airport. The agency was able to confirm the claim.",
        "taken the airport",
        {"verification": "not_stated"},
    ),
    "marked as unconfirmed beforehand": Case(
        "Unconfirmed: a second drone may have hit the port.",
        "second drone",
        {"verification": "unverified"},
    ),
    # attribution
    "direct quotation": Case(
        "“We will not wait,” the coach said.", "We will not wait", {"attribution": "direct_quote"}
    ),
    "mixed": Case(
        "The coach said that the team was “ready to go”.", "ready to go", {"attribution": "mixed"}
    ),
    "according to": Case(
        "According to the coach, the team is ready.", "team", {"attribution": "according_to"}
    ),
    "adjectival": Case(
        "Their reported dedication to the cause impressed nobody.",
        "dedication to the cause",
        {"attribution": "adjectival"},
    ),
    "noun": Case(
        "The claim that the well was poisoned spread fast.",
        "the well was poisoned",
        {"attribution": "noun", "stance": "distances"},
    ),
}


@pytest.fixture(scope="module")
def parsed() -> tuple[analysis.Tables, dict[str, str]]:
    """All cases parsed together, each as a seed of its own."""
    texts = {name: case.text for name, case in CASES.items()}
    return analysis.parse(texts), texts


def claims_of(tables: analysis.Tables, doc_id: str) -> list[dict[str, Any]]:
    return tables.claims[tables.claims["doc_id"] == doc_id].to_dict("records")


@pytest.mark.parametrize("name", CASES)
def test_a_claim_has_the_commitment_that_its_words_show(parsed, name):
    tables, texts = parsed
    case = CASES[name]
    held = [
        row for row in claims_of(tables, name) if case.words in quote(texts[name], row["spans"])
    ]
    assert held, [row["text"] for row in claims_of(tables, name)]
    tightest = min(held, key=lambda row: row["end"] - row["start"])
    assert {key: tightest[key] for key in case.expected} == case.expected


SPLITS = {
    "coordinated predicates": (
        "The law raises prices and closes two mines.",
        ["The law raises prices", "The law … closes two mines"],
    ),
    "a concession": (
        "The team won, although it played badly.",
        ["The team won", "it played badly"],
    ),
    "a non-restrictive relative clause": (
        "The bridge, which opened in May, is closed.",
        ["The bridge … is closed", "The bridge … which opened in May"],
    ),
    "a restrictive relative clause stays": (
        "The bridge that opened in May is closed.",
        ["The bridge that opened in May is closed"],
    ),
    "a purpose stays with its host": (
        "The army dug trenches to stop the tanks.",
        ["The army dug trenches to stop the tanks"],
    ),
    "an interrupted content": (
        "The agency, Lee said, lost 40 men.",
        ["The agency … lost 40 men"],
    ),
    "coordinated predicates that somebody reports": (
        "Keller said that the law raises prices and closes two mines.",
        ["the law raises prices", "the law … closes two mines"],
    ),
    "a relative clause on a source is the author's": (
        "Keller, who runs the dam, said that it was safe.",
        ["Keller … who runs the dam", "it was safe"],
    ),
    "clauses that only a comma joins": (
        "I live alone, I had left in May, and the boiler was off.",
        ["I live alone", "I had left in May", "the boiler was off"],
    ),
    "a dateline is no part of a claim": (
        "PORT ASHBY, 3 March (NWA) – The mine has closed.",
        ["The mine has closed"],
    ),
    "a participle says which, and no more": (
        "Inspections planned for 2023 and 2024 were postponed because of a lack of staff.",
        ["Inspections planned for 2023 and 2024 were postponed because of a lack of staff"],
    ),
    "a main verb that the parser takes for a participle": (
        "Two people drowned on Sunday.",
        ["Two people drowned on Sunday"],
    ),
    "a question as the subject is no claim": ("Why they left has not been established.", []),
    "what is not published is a fact": (
        "The ministry does not publish the number of its dead.",
        ["The ministry does not publish the number of its dead"],
    ),
    "a question is no claim": ("Will the dam hold?", []),
    "a frame is no claim": ("She said that it rains.", ["it rains"]),
    "that somebody asks is no claim": ("Observers ask whether the dam will hold.", []),
}


@pytest.mark.parametrize("name", SPLITS)
def test_claims_are_split_where_their_parts_could_differ_in_truth(name):
    text, expected = SPLITS[name]
    tables = analysis.parse({name: text})
    found = [quote(text, row["spans"]) for row in claims_of(tables, name)]
    assert sorted(found) == sorted(expected)


def test_every_scale_has_its_own_bands():
    text = {"x": "The bill is highly likely to pass."}
    icd, phia = (analysis.parse(text, scale=scale).claims.iloc[0] for scale in ("icd203", "phia"))
    assert (phia["likelihood_low"], phia["likelihood_high"]) == (80, 90)
    assert icd["likelihood_term"] == ""


def test_an_unknown_scale_is_refused_by_name():
    with pytest.raises(ParameterError, match="scale must be one of icd203, phia"):
        analysis.parse({"x": "It rains."}, scale="ipcc")
