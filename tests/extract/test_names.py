"""Names: where one begins and ends, whose it is, and what the text says of its bearer."""

import pytest

import analysis


def spoken(text, number=-1):
    """The sources of the last attribution of a text, or of another one."""
    tables = analysis.parse({"seed": text})
    sources = tables.sources.set_index("source_id")
    ids = tables.attributions.iloc[number].source_ids
    return [sources.loc[key].to_dict() for key in ids]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a date before a name is none of it
        ("In March Odinga said that the vote was fair.", {"name": "Odinga"}),
        ("As late as January Odinga had insisted that it was fair.", {"name": "Odinga"}),
        ("June Odinga said that the vote was fair.", {"name": "June Odinga"}),
        # people in capitals are a body
        (
            "Doctors Without Borders said that its clinic was looted.",
            {"name": "Doctors Without Borders", "kind": "organisation"},
        ),
        (
            "Nurses for the Valley, an aid group, said that it had treated 40 people.",
            {"name": "Nurses for the Valley", "kind": "organisation"},
        ),
        (
            "Mothers Against Drunk Driving says that fines are low.",
            {"name": "Mothers Against Drunk Driving", "kind": "organisation"},
        ),
        ("Lawyers for Trump said that he was ill.", {"kind": "vague_group"}),
        ("The Teachers' Union said that pay was low.", {"name": "Teachers' Union"}),
        (
            "The aid group Save the Children said that schools were shut.",
            {"name": "Save the Children"},
        ),
        ("Kestria Watch said that it was late.", {"name": "Kestria Watch", "kind": "organisation"}),
        # what stands behind a name shows a person
        (
            "Vera Lund, who manages a quarry, said that it was shut.",
            {"kind": "person", "role": "manager"},
        ),
        ("Ole Rask, 34, left on Monday. He said that it was late.", {"name": "Ole Rask"}),
        (
            "Ulric Baston of the electoral commission said that it was late.",
            {"name": "Ulric Baston", "kind": "person", "affiliation": "electoral commission"},
        ),
        # names in other scripts and with hyphens
        (
            "Analyst Kim Ji-woo of the Trade Institute said that exports fell.",
            {"name": "Kim Ji-woo", "role": "Analyst", "affiliation": "Trade Institute"},
        ),
        (
            "Analyst 김지우 of the Trade Institute said that exports fell.",
            {"name": "김지우", "role": "Analyst", "affiliation": "Trade Institute"},
        ),
        # roles
        (
            "Peru has sent 5,000 men to fight against Chile, the head of Peru's military "
            "intelligence, General Tomas Rehn, said on Tuesday.",
            {"name": "Tomas Rehn", "affiliation": "Peru's military intelligence"},
        ),
        (
            "Dario Menn, now the president's chief of staff, said that it was late.",
            {"name": "Dario Menn", "role": "chief of staff"},
        ),
        ("Two days after the blast Orlitz said that it was late.", {"role": ""}),
        # affiliations
        (
            "Dr Salim Oro (health ministry) said that 40 had died.",
            {"name": "Salim Oro", "affiliation": "health ministry"},
        ),
        (
            "Nils Karo, who teaches physics at Hest University, said that it was late.",
            {"name": "Nils Karo", "affiliation": "Hest University"},
        ),
    ],
)
def test_a_name_is_what_the_text_gives(text, expected):
    """Name, kind, role and affiliation of whoever speaks last."""
    (source,) = spoken(text)
    assert {key: source[key] for key in expected} == expected
