"""What leads a brief: who can be traced, who is borne out, what nobody has replaced since."""

from brief.sectioned import SIGNED, TRACED, sentence

from analysis.brief import sections

UNTRACED = (
    "So Peter Krug admitted that nobody had looked at the 40 dams. Who will pay for the soil?"
)


def test_what_nobody_can_trace_does_not_lead(brief_on):
    """A blog without author and date counts more, denies and insists; it still comes last."""
    found = brief_on(a=UNTRACED, b=SIGNED + TRACED)
    claims = sections.main_claims_table(found).to_json()["rows"]
    assert [sentence(row["cells"][1]) for row in claims] == [
        "Maria Keller, 5 March 2024",
        "Peter Krug, undated",
    ]
    asked = sections.open_questions_table(found).to_json()["rows"]
    assert [sentence(row["cells"][1]) for row in asked] == [
        "Orlo Wire, 5 March 2024",
        "An unsigned text, undated",
    ]
    assert list(found.tables.documents["doc_id"]) == ["b.md", "a.md"]


DAM = """
Unnamed sources said that 300 villagers had been moved. Regional media said that 40 people had died,
which could not be verified. The Orlo Water Board said that 12 people had died. The mayor, Ana Ruiz,
said that 25 people had died. She denied that the council had been warned.
"""


def test_who_can_be_relied_on_leads_before_what_has_a_figure(brief_on):
    """A named source comes before a vague one; a figure and a "not verified" lift nothing."""
    found = brief_on(a=SIGNED + DAM, b=SIGNED.replace("05", "06") + "Bo Li said the dam held.")
    rows = sections.main_claims_table(found).to_json()["rows"]
    told = [sentence(row["cells"][1]).partition(",")[0] for row in rows]
    assert set(told[:2]) == {"Ana Ruiz", "Orlo Water Board"}
    assert told[-1] == "Regional media" or "Regional media" not in told


def test_independent_support_leads_and_no_matter_is_told_twice(brief_on):
    """Two that say the same are one of the claims that weigh most."""
    other = SIGNED.replace("Orlo Wire", "Hill Gazette").replace("05", "06")
    found = brief_on(
        a=f"{SIGNED}Ana Ruiz said that 40 people had left. The Orlo Clinic said that 12 miners "
        "had died at the Orlo mine.",
        b=f"{other}The Hill Mining Board said that 12 miners had died at the Orlo mine. "
        "Jo Park said that the roof held.",
    )
    rows = sections.main_claims_table(found).to_json()["rows"]
    told = [sentence(row["cells"][0]) for row in rows]
    assert ["12 miners" in each for each in told] == [True, False, False, True]
    assert sentence(rows[0]["cells"][3]).startswith("Two origins: ")


def test_what_was_replaced_since_does_not_lead(brief_on):
    """Of a toll that its source raised, the latest is a main claim."""
    toll = "Ana Ruiz, the mayor, said that {} miners had died at the Orlo mine."
    found = brief_on(
        a=SIGNED + toll.format(12), b=SIGNED.replace("05", "08") + toll.format(40) + " " + TRACED
    )
    rows = sections.main_claims_table(found).to_json()["rows"]
    told = [sentence(row["cells"][0]) for row in rows]
    assert ["40 miners" in told[0], "12 miners" in told[-1]] == [True, True]


def test_a_voice_that_is_not_resolved_does_not_lead(brief_on):
    text = "He said that 300 of the 500 dams had never been looked at. "
    found = brief_on(a=SIGNED + text + TRACED)
    claims = sections.main_claims_table(found).to_json()["rows"]
    assert sentence(claims[0]["cells"][1]) == "Maria Keller, 5 March 2024"
    assert "not resolved" in sentence(claims[-1]["cells"][1])
