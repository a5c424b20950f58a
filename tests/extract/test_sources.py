"""Sources: who is meant, what he is, whom he belongs to, and how far he is named."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

import analysis
from analysis.lexicon import load


class Case(NamedTuple):
    """A text, and what the sources of its last attribution must be, by name."""

    text: str
    expected: tuple[dict[str, Any], ...]


def one(text: str, **expected: Any) -> Case:
    """A case with a single source."""
    return Case(text, (expected,))


CASES = {
    # names
    "a surname finds the full name": one(
        "Maria Keller runs the dam. Keller said that it was safe.", name="Maria Keller"
    ),
    "a surname finds a name that comes later": one(
        "Keller said that the dam was safe. Maria Keller runs it.", name="Maria Keller"
    ),
    "a particle belongs to the name": one(
        "Minister Piet van der Horst left. Van der Horst said that talks would go on.",
        name="Piet van der Horst",
    ),
    "the first of two family names is enough": one(
        "Rosa Delgado Prieto owns the farm. Delgado said that the hail was over.",
        name="Rosa Delgado Prieto",
    ),
    "a family name can come first": one(
        "Li Qiaoyun led the study. Li said that the rice grew well.", name="Li Qiaoyun"
    ),
    "of and for belong to the name of a body": one(
        "The Institute for Public Budgets said that the fund was empty.",
        name="Institute for Public Budgets",
        kind="organisation",
    ),
    "an acronym stands for the name before it": one(
        "The Confederation of Small Firms (CSF) met. The CSF said that the levy was wrong.",
        name="Confederation of Small Firms",
    ),
    "the first word of a company is enough": one(
        "Kestrel Motors cut jobs. Kestrel said that sales were weak.", name="Kestrel Motors"
    ),
    "letters that spell a body are nobody's surname": one(
        "Kim Jong Un visited the fleet. The UN said that talks would go on.",
        name="UN",
        kind="organisation",
    ),
    "a surname that spells a body is a person's": one(
        "The general spoke first. Kim Jong Un said that the fleet was ready.",
        name="Kim Jong Un",
        kind="person",
    ),
    # roles and affiliations
    "an apposition after the name": one(
        "Maria Keller, a virologist at the University of Basel, said that it was harmless.",
        name="Maria Keller",
        role="virologist",
        affiliation="University of Basel",
        kind="analyst",
    ),
    "a role before the name": one(
        "Lawyer Dorota Wilk said that she had waited.", name="Dorota Wilk", role="Lawyer"
    ),
    "a body before the role is the affiliation": one(
        "Penrose Securities analyst Dov Adler said that the drug was safe.",
        role="analyst",
        affiliation="Penrose Securities",
    ),
    "a country before the role stays there": one(
        "Ukrainian President Oleh Marchuk said that talks had begun.",
        role="Ukrainian President",
        affiliation="",
    ),
    "what somebody is head of stays in the role": one(
        "Olivia Grant, head of sales at Brightwell, said that a scheme was ready.",
        role="head of sales",
        affiliation="Brightwell",
    ),
    "an owner that is a description is resolved": one(
        "Halden Foods cut jobs. The firm's chief executive, Tom Ashby, said that costs rose.",
        name="Tom Ashby",
        role="chief executive",
        affiliation="Halden Foods",
    ),
    "an owner that is a pronoun is resolved": one(
        "Halden Foods cut jobs. Its chairman, Tom Ashby, said that costs rose.",
        affiliation="Halden Foods",
    ),
    "a person is no affiliation": one(
        "Felix Brandt left. His lawyer, Mira Sommer, said that he was ill.",
        name="Mira Sommer",
        role="lawyer",
        affiliation="",
    ),
    "a profession goes before kinship": one(
        "Oleh Marchuk left. His wife, Iryna Marchuk, an engineer, said that he was ill.",
        role="engineer",
    ),
    "an address is no role": one("Sir Giles Thornbury said that it rained.", role=""),
    "no affiliation is made up": one("Maria Keller said that it rained.", role="", affiliation=""),
    "two roles before a name are one person's": one(
        "Orbit Labs founder and CEO Lena Voss said that it flew.",
        name="Lena Voss",
        role="founder and CEO",
        affiliation="Orbit Labs",
    ),
    "a name after the body is the person's": one(
        "An economist at Fudan University, Wu Lei, said that it would last.",
        name="Wu Lei",
        role="economist",
        affiliation="Fudan University",
    ),
    "a person beside his body": one(
        "Henrik Sand of Norrland University says it is wrong.", name="Henrik Sand"
    ),
    "and-sign joins one name": one(
        "Brock & Lisle said that the books were sound.", name="Brock & Lisle"
    ),
    "whoever made a report is the source": one(
        "An audit carried out by Brock & Lisle found that the books were sound.",
        name="Brock & Lisle",
    ),
    # pronouns and descriptions
    "the author is I": one(
        "The mill is old. I believe that it is lost.", name="Author of seed", kind="author"
    ),
    "I in a quotation is its speaker": one(
        "“The mill is old. I believe that it is lost,” Maria Keller said.", name="Maria Keller"
    ),
    "what was called a charity is no company": one(
        "The retailer Halden Foods met FairShelf, a charity. FairShelf left. "
        "The company said that it was sorry.",
        name="Halden Foods",
    ),
    "a university is no regulator": one(
        "Fudan University tested the meters. The regulator said that they were fine.",
        name="regulator",
        resolved=False,
    ),
    "which takes up no clause": Case(
        "The depot burned until 09:10, which suggests that the report was wrong.", ()
    ),
    "nobody is no source": Case("Nobody said that the school would open.", ()),
    "the speaker goes before whom he speaks of": one(
        "Mayor Tina Cole said Bill Nash had no choice. She said that the city was broke.",
        name="Tina Cole",
    ),
    "she cannot be a brother": one(
        "Marta Lindgren baked. Her brother, Olof Lindgren, wrote. She said that it was late.",
        name="Marta Lindgren",
    ),
    "it is a body": one(
        "Nordal Air met Ulla Berg. It said that fog was to blame.", name="Nordal Air"
    ),
    "they are those named together": Case(
        "Serena Okoye and Tracy Lowe flew home. They said that the track was wet.",
        ({"name": "Serena Okoye"}, {"name": "Tracy Lowe"}),
    ),
    "a description repeats a word of the name": one(
        "The Medicines Board met Verox. The board said that the risk was high.",
        name="Medicines Board",
    ),
    "a description repeats the role": one(
        "Governor Oleh Marchuk met Iryna Wilk. Wilk left. The governor said that it was over.",
        name="Oleh Marchuk",
    ),
    "a description without antecedent is not resolved": one(
        "Lola Gil left. The referee said that she had kicked a bottle.",
        name="referee",
        sourcing="unnamed",
        resolved=False,
    ),
    "a pronoun without antecedent is not resolved": one(
        "The vote is near. He said that the party would hold.",
        name="He",
        sourcing="unstated",
        resolved=False,
    ),
    # bodies as plain prose names them
    "an owner can be a firm": one(
        "The owner, Brightwater Shipping, said that she was at sea.",
        name="Brightwater Shipping",
        kind="organisation",
    ),
    "the owner is the firm that was called so": one(
        "The owner, Brightwater Shipping, sold the ship. The owner said that she was at sea.",
        name="Brightwater Shipping",
    ),
    "which follows no person": one(
        "Harbour Watch, which has three posts on the island, said that ten boats came.",
        name="Harbour Watch",
        kind="organisation",
    ),
    "a saint belongs to the name of his hospital": one(
        "Six were still in bed, according to St Olave's Hospital.", name="St Olave's Hospital"
    ),
    "a newspaper is told by its masthead": one(
        "The Voice of Lanza said that ten boats came.", name="Voice of Lanza", kind="media"
    ),
    "records are those of the firm": one(
        "Karst Power plc runs the dam. According to the records of the company, it was full.",
        name="Karst Power plc",
    ),
    "a firm is meant however far away, if there is no other": one(
        "Karst Power plc runs the dam. It rained. It rained again. The sun shone. It rained. "
        "It was cold. The company said that the dam was full.",
        name="Karst Power plc",
    ),
    "whoever counts gives the figure": one(
        "The Migration Office counted 9,600 crossings in July.", name="Migration Office"
    ),
    # several, vague and unnamed ones
    "people who are counted are not vague": one(
        "Two women who escaped said that the door was locked.", sourcing="unnamed"
    ),
    "one claim has two sources": Case(
        "Sanjay Rao and Helen Marsh said that it worked.",
        ({"name": "Helen Marsh"}, {"name": "Sanjay Rao"}),
    ),
    "each of two has a role": Case(
        "The prime minister, Bo Lind, and his deputy, Ida Falk, said that it was fair.",
        ({"name": "Bo Lind", "role": "prime minister"}, {"name": "Ida Falk", "role": "deputy"}),
    ),
    "a vague group stays vague": one(
        "Maria Keller spoke. Some scientists believe that drilling is to blame.",
        name="Some scientists",
        kind="vague_group",
        sourcing="unstated",
    ),
    "closeness to the matter is background": one(
        "A person familiar with the matter said that a deal was near.",
        name="person familiar with the matter",
        sourcing="background",
    ),
    "anonymity is background": one(
        "A Western diplomat, speaking on condition of anonymity, said that talks had failed.",
        name="Western diplomat",
        sourcing="background",
    ),
    "closeness to a river is not": one(
        "Farmers close to the river said that the water rose.", sourcing="unstated"
    ),
    "a spokeswoman without a name speaks for a body": one(
        "Halden Foods cut jobs. A spokeswoman for the company said that talks had begun.",
        name="spokeswoman for the company",
        affiliation="Halden Foods",
        sourcing="unnamed",
    ),
    "an office in capitals names nobody": one(
        "The Clerk reported that all sirens had been repaired.",
        name="Clerk",
        kind="person",
        sourcing="unnamed",
    ),
    "an office in capitals is whoever holds it": one(
        "Mayor Greta Lohm opened the meeting. The Mayor stated that three had bid.",
        name="Greta Lohm",
    ),
    "an office in capitals stands before a name": one(
        "The Police Superintendent, Mr Arne Loll, confirmed that nobody was missing.",
        name="Arne Loll",
        role="Superintendent",
        affiliation="Police",
    ),
    "an unlisted trade is a person's": one(
        "A gravedigger said that the mill had closed.", kind="person", sourcing="unnamed"
    ),
    "a thing that ends like a trade is nobody": one(
        "A poster said that the mill had closed.", kind="organisation"
    ),
    "an unnamed person is taken up again": one(
        "A deckhand said that the net had torn. He said that the boat had drifted.",
        name="deckhand",
        resolved=True,
    ),
    "a subject without a name is taken up": one(
        "A driver was hurt on Monday. He said that the brakes had failed.",
        name="driver",
        kind="person",
        sourcing="unnamed",
    ),
    "a name is sooner taken up": one(
        "Ryder met the press. A reporter asked. He said that it was late.", name="Ryder"
    ),
    "it is the body before, though nobody knows which": one(
        "The port declined to comment. It said later that talks were planned.",
        name="port",
        resolved=False,
    ),
    "one of several is one person": one(
        "Traders said that the beams had creaked. One of them said that he had phoned.",
        name="One of them",
        kind="person",
        sourcing="unnamed",
    ),
    "several are a vague group": one(
        "We saw the prisoners. Several said that others had been led away.",
        name="Several",
        kind="vague_group",
    ),
    "all of them are a group": one(
        "The guards behave correctly, all of the men said. What they complain of is that nobody "
        "from the consulate has come.",
        name="men",
        kind="vague_group",
    ),
    "both are the two before": one(
        "Two managers said that it was late. Both deny that it was late.",
        name="Two managers",
    ),
    "the word before a plural is no part of it": one(
        "In the hall it was damp, and traders said that water had come in.", name="traders"
    ),
    "a date before a name is no source": one(
        "A report gives 118 nanograms for well 4. Only last week Lindmoor Water said that it had "
        "acted as soon as it knew.",
        name="Lindmoor Water",
        kind="organisation",
    ),
    "whoever is told is no source": one(
        "In his statement to us the Director maintains that his telephone was silent.",
        name="Director",
    ),
    "the time of an entry is no source": one(
        "**14:55** Stallholders tell our reporter that the beams had been creaking for days.",
        name="Stallholders",
    ),
    "brackets give a person's body": one(
        "Mr Ferrin (Hallern Transit) explained that the price would be high.",
        name="Ferrin",
        affiliation="Hallern Transit",
    ),
    "brackets give a person's side": one(
        "Ms Adler (Citizens' List) said that the trial had been short.",
        name="Adler",
        affiliation="Citizens' List",
    ),
    "a sentence gives the role": one(
        "Dermot Hale has been chairman of Stanmoor Athletic for years. "
        "Hale said that the loss was small.",
        name="Dermot Hale",
        role="chairman",
        affiliation="Stanmoor Athletic",
    ),
    "a sentence gives the body that somebody runs": one(
        "Paul Ferrin has run Hallern Transit since 2019. Ferrin said that all was well.",
        name="Paul Ferrin",
        affiliation="Hallern Transit",
    ),
    "whoever runs a race leads no body": one(
        "Paul Ferrin runs races. Ferrin said that all was well.", role="", affiliation=""
    ),
    "its report is the body's": one(
        "A commission of inquiry said that joints gave way. "
        "According to its report, damp had destroyed the glue.",
        name="commission of inquiry",
    ),
    "a body called by what it is of is taken up again": one(
        "In a reply to parliament the defence ministry gives no number. "
        "The ministry said that prisoners had been exchanged.",
        name="defence ministry",
        resolved=True,
    ),
    "a text points to no people": one(
        "Residents said that it was late. According to the contract, the rent is high.",
        name="contract",
    ),
    "he shows that a bare name is a person's": one(
        "Dask no longer speaks of it; in a broadcast last week he said that the town was lost.",
        name="Dask",
        kind="person",
    ),
    "in an interview he is who is interviewed": one(
        'We met Paul Ferrin. Is it over? "Yes," Ferrin said. Who paid? "Ask them." '
        "On Tuesday Marlo Quist left for Vantry. He says that the debt is small.",
        name="Paul Ferrin",
    ),
    "in an interview you is who is interviewed": one(
        'We met Paul Ferrin. Is it over? "Yes," Ferrin said. Who paid? "Ask them." '
        "In May you told fans that no player would go.",
        name="Paul Ferrin",
    ),
    "you is nobody elsewhere": one("Then you say that the loss is large.", kind="author"),
    "an inserted clause has what stands around it": one(
        "The mill was late, the manager concedes, because cash was tight.", name="manager"
    ),
    "the addressee is no source": one(
        "Captain Ruth Adeyemi told the BBC that the crew was safe.", name="Ruth Adeyemi"
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_source_is_whom_the_text_means(case):
    """The sources of the last attribution, column by column."""
    tables = analysis.parse({"seed": case.text})
    sources = tables.sources.set_index("source_id")
    ids = tables.attributions.iloc[-1].source_ids
    found = sorted((sources.loc[key].to_dict() for key in ids), key=lambda row: row["name"])
    shown = [
        {key: row[key] for key in want} for row, want in zip(found, case.expected, strict=True)
    ]
    assert shown == list(case.expected)


@pytest.mark.parametrize(
    ("entry", "example"),
    [(entry, text) for entry in load("titles") for text in entry.examples],
    ids=lambda value: getattr(value, "name", ""),
)
def test_an_example_of_a_title_finds_its_person(entry, example):
    """Each example of the titles ends in an attribution to a person with a name."""
    tables = analysis.parse({"seed": example})
    key = tables.attributions.iloc[-1].source_ids[0]
    source = tables.sources.set_index("source_id").loc[key]
    assert source.kind in {"person", "analyst"}
    assert source.resolved
    wrong = {"she": "Tom Ashby", "he": "Ingrid Falk"}.get(entry.effect.get("pronoun"))
    wrong = "Ida Rasch" if entry.effect.get("changes") else wrong
    assert source["name"] != wrong
