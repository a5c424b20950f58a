"""Who says a number or a headline, who changes or takes back a statement, and who says it again."""

import pytest

import analysis

AUTHOR = "Author of x"
CASES = {
    # text, then each expected claim with who says it (nobody else's claims beside them)
    "a number claimed": ("The company claims 110 tonnes.", {"110 tonnes": "company"}),
    "a number said": ("The fire chief says 240 tonnes.", {"240 tonnes": "fire chief"}),
    "a number confirmed": ("Police confirm three dead.", {"three dead": "Police"}),
    "a number admitted": (
        "The railway admits 12 derailments since May.",
        {"12 derailments since May": "railway"},
    ),
    "a storm says nothing": (
        "The storm claimed three lives.",
        {"The storm claimed three lives": AUTHOR},
    ),
    "a headline": ("Five dead, police say", {"Five dead": "police"}),
    "a headline with a name": (
        "Fire under control, says fire chief Weissmueller",
        {"Fire under control": "Weissmueller"},
    ),
    "a headline with a participle": (
        "Bridge closed until May, says port chief",
        {"Bridge closed until May": "port chief"},
    ),
    "a dateline before it": (
        "PARIS — Two people drowned on Sunday, police said.",
        {"Two people drowned on Sunday": "police"},
    ),
    "no time is said": ("Last week, police said.", {"Last week, police said": AUTHOR}),
    "a toll raised": (
        "Civil Rescue has raised its toll to 26.",
        {"its toll to 26": "Civil Rescue"},
    ),
    "a forecast cut": (
        "The bank cut its forecast for growth to 1.2 per cent.",
        {"its forecast for growth to 1.2 per cent": "bank"},
    ),
    "a rent is no toll": (
        "The landlord raised the rent to 900 euros.",
        {"The landlord raised the rent to 900 euros": AUTHOR},
    ),
    "a warning lifted": (
        "The ministry lifted its warning against using private wells on Thursday.",
        {"The ministry lifted its warning against using private wells on Thursday": AUTHOR},
    ),
    "a claim retracted": (
        "The paper retracted its claim that the mayor had lied.",
        {"The paper retracted its claim that the mayor had lied": AUTHOR},
    ),
    "a hint is not taken back": (
        "The minister dropped a hint that taxes would rise.",
        {"taxes would rise": "minister"},
    ),
    "what doubts rest on": (
        "The families doubt that: they showed reporters a photo of a shift plan.",
        {"The families doubt that: they showed reporters a photo of a shift plan": AUTHOR},
    ),
    "what follows a denial": (
        "The union denied this: it had sent three letters.",
        {"it had sent three letters": "union"},
    ),
    "who does so again": (
        "Kessel denied it in May. Kessel did so again last week: no soldier stands on its soil.",
        {"Kessel denied it in May": AUTHOR, "no soldier stands on its soil": "Kessel"},
    ),
    "what a relative clause denies": (
        "The company, which had denied the leak, has admitted that 40 tonnes escaped.",
        {"the leak": "company", "40 tonnes escaped": "company"},
    ),
    "what a party to a case holds": (
        "The defence had held to the last that it was 900 kilograms.",
        {"it was 900 kilograms": "defence"},
    ),
    "nobody says": ("Nobody can say whether the fish will recover.", {}),
    "a source with its clause": (
        "Farmers we met on Monday said the well was dry.",
        {"the well was dry": "Farmers"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_who_says_it(name):
    text, expected = CASES[name]
    tables = analysis.parse({"x": text})
    names = tables.sources.set_index("source_id")["name"]
    found = {row.text: [names[key] for key in row.source_ids] for row in tables.claims.itertuples()}
    assert found == {claim: [source] for claim, source in expected.items()}


@pytest.mark.parametrize(
    ("text", "words", "negated"),
    [
        ("The union denied this: it had sent three letters.", "three letters", False),
        ("The company, which had denied the leak, has gone.", "the leak", True),
    ],
)
def test_only_what_is_denied_is_negated(text, words, negated):
    claims = analysis.parse({"x": text}).claims
    [found] = [row for row in claims.itertuples() if row.text.endswith(words)]
    assert found.negated == negated


def test_what_two_clauses_attribute_alike_is_one_claim():
    text = (
        "The company should have been inspected, he added, and that the agency did not do so was "
        "“a scandal”, said Mayor Jörg Thielemann. The mayor was late."
    )
    claims = analysis.parse({"x": text}).claims
    keys = [(row.text, *row.source_ids) for row in claims.itertuples()]
    assert len(keys) == len(set(keys))
