"""Assessment: one source across seeds only by its full name, and warnings that hold."""

import pandas as pd
import pytest

import analysis
from analysis.lexicon import load

SEEDS = {
    "a": "Maria Keller, a lawyer, said that the dam would hold. Observers said that it leaked. "
    "Reuters reported that 300 people had left. Keller added that she was sure.",
    "b": "Engineer Maria Keller said that the dam was old. Observers said that it was dry. "
    "Reuters reported that 400 people had left.",
    "c": "Keller said that the river was low. Western sources said that the depot was empty. "
    "It is unclear whether the dam will hold, Reuters said.",
    "d": "He said that the gate was shut. The agency said that the mine was safe.",
    "e": "He said that the gate was shut. The agency said that the mine was safe.",
}


@pytest.fixture(scope="module")
def parsed():
    return analysis.parse(SEEDS)


@pytest.fixture(scope="module")
def assessed(parsed):
    return analysis.assess(parsed)


def sources_named(tables, name):
    sources = tables.sources
    return sources[sources["name"].str.casefold() == name.casefold()].to_dict("records")


@pytest.mark.parametrize(("name", "seeds"), [("Maria Keller", 2), ("Reuters", 3)])
def test_a_full_name_is_one_source_across_seeds(assessed, name, seeds):
    """The same person or body is one row with all its claims, questions and mentions."""
    [source] = sources_named(assessed, name)
    documents = {place.split("#")[0] for place in source["mentions"]}
    held = assessed.claims[
        assessed.claims["source_ids"].map(lambda ids: source["source_id"] in ids)
    ]
    assert source["n_documents"] == len(documents) == seeds
    assert source["n_claims"] == len(held) > 1
    assert set(held["doc_id"]) <= documents


def test_a_merged_source_keeps_what_any_seed_tells_of_it(assessed):
    """A role that only one seed gives is not lost."""
    [source] = sources_named(assessed, "Maria Keller")
    assert source["role"] == "lawyer"


@pytest.mark.parametrize("name", ["Observers", "He", "agency"])
def test_what_is_vague_or_unresolved_is_never_merged(assessed, name):
    """Two seeds' observers, two "he"s and two agencies are not known to be the same."""
    rows = sources_named(assessed, name)
    assert len(rows) == 2
    assert {row["n_documents"] for row in rows} == {1}


def test_a_bare_surname_is_not_merged_with_a_full_name(assessed):
    """Another seed's Keller may be another Keller."""
    [bare] = sources_named(assessed, "Keller")
    assert [place.split("#")[0] for place in bare["mentions"]] == ["c"]


def test_authors_stay_apart(assessed):
    """Each seed has its own author, known or not."""
    authors = assessed.sources[assessed.sources["kind"] == "author"]
    assert len(authors) == len(SEEDS)


def test_assessment_loses_no_row_and_no_reference(parsed, assessed):
    """Merging renames ids; every id still leads to a row."""
    known = set(assessed.sources["source_id"])
    for name in ("documents", "sentences", "attributions", "claims", "figures", "questions"):
        assert len(getattr(parsed, name)) == len(getattr(assessed, name))
    for name in ("attributions", "claims"):
        ids = getattr(assessed, name)["source_ids"]
        assert list(ids.map(len)) == list(getattr(parsed, name)["source_ids"].map(len))
        assert set(ids.explode().dropna()) <= known
    assert set(assessed.questions["raised_by"]) <= known | {"author"}


def test_assessment_changes_no_input(parsed):
    """Frames go in, new frames come out."""
    before = {name: table.copy(deep=True) for name, table in parsed.items()}
    analysis.assess(parsed)
    for name, table in parsed.items():
        pd.testing.assert_frame_equal(table, before[name], obj=name)


def test_assessing_twice_changes_nothing(assessed):
    """A notebook may assess tables that were assessed before they were saved."""
    again = analysis.assess(assessed)
    for name, table in assessed.items():
        pd.testing.assert_frame_equal(getattr(again, name), table, obj=name)


def test_nothing_can_be_assessed():
    """No seeds give no flags and no sources."""
    tables = analysis.assess(analysis.parse({}))
    assert tables.flags.empty
    assert tables.sources.empty


FLAGS = [(entry, example) for entry in load("flags") for example in entry.examples]


@pytest.fixture(scope="module")
def flagged():
    """The example of each flag, as a seed of its own."""
    return analysis.assess(analysis.parse({example: example for _, example in FLAGS}))


def flags_of(tables, seed, rule):
    flags = tables.flags
    return flags[(flags["doc_id"] == seed) & (flags["rule"] == rule)].to_dict("records")


@pytest.mark.parametrize(
    ("entry", "example"), FLAGS, ids=[f"{entry.name}-{example}" for entry, example in FLAGS]
)
def test_each_flag_is_raised_by_its_example(flagged, entry, example):
    """The words it concerns stand in the seed, and its message is filled in."""
    found = flags_of(flagged, example, entry.name)
    assert len(found) == (2 if entry.name == "changed_unit" else 1)  # either figure is warned of
    for flag in found:
        assert flag["severity"] == entry.effect["severity"]
        assert "{" not in flag["message"]
        assert flag["claim_id"] in {"", *flagged.claims["claim_id"]}
        of_seeds = {"no_provenance", "missing_voice", "copied_seed"}
        assert bool(flag["claim_id"]) == (entry.name not in of_seeds)
        for start, end in flag["spans"]:
            assert example[start:end].strip() == example[start:end] != ""


NOT_RAISED = [
    ("unattributed_figure", "The ministry said that 300 people had left."),
    ("vague_source", "Observers said that the mood might change."),
    ("vague_source", "The Pentagon said that the mood had changed."),
    ("unnamed_source", "The Pentagon said that the depot was empty."),
    ("missing_affiliation", "Andrew Yeo, a senior fellow at Brookings, said that it leaked."),
    ("missing_role", "Engineer Maria Keller said that the dam would hold."),
    ("missing_role", "The Pentagon said that the dam would hold."),
    ("unverified_report", "The paper reported that ten miners died."),
    ("unresolved_source", "Maria Keller runs the dam. She said that it would hold."),
    ("unresolved_source", "The police said that two men had turned up."),
    ("unresolved_source", "The council said that the dam would hold."),
    (
        "unattributed_figure",
        "Three members of staff, none of whom wants to be named, say that gowns ran out.",
    ),
    ("unattributed_figure", "A judge said that two skippers lied. The two skippers must pay."),
    ("unattributed_figure", "The paper says that well 4 is shut. Well 4 is old."),
    ("unattributed_figure", "Twelve climbers are dead, Arne Orsk said on Sunday; six are missing."),
    (
        "unattributed_figure",
        "Arne Orsk said that 14,000 litres had leaked. Some 400 fish had died.",
    ),
    ("unattributed_figure", "Ivo Brandt, 34, runs the mill. A baker of 22 fell ill."),
    ("unattributed_figure", "The nine-day strike at Tolvik ended. The lease ran for 12 years."),
    ("unattributed_figure", "To save 40 crowns, you buy two tickets at once."),
    ("unattributed_figure", "One of the two lifts was shut. He is not the only one."),
    ("unattributed_figure", "Four of the seals died, among them two pups, said Ana Kolm."),
    ("unattributed_figure", "The charity Open Door has a list of eleven names."),
    ("unattributed_figure", "The bakery stands 200 metres from the bridge."),
    ("unattributed_figure", "In a letter of three lines the zoo gave no reason."),
    ("unattributed_figure", "The judge followed Jon Revik, who arrived at 26 tonnes of oil."),
    ("unattributed_figure", "Kit Barrow, an auditor, did the sums and makes it 20 million euros."),
    (
        "unattributed_figure",
        "His rival, Ana Kolm, received 46 per cent, said the chairman, Ulric Best.",
    ),
    ("vague_source", "Papers of the agency show that the tank leaked."),
    ("vague_source", "All of the men said that the guards were fair."),
    ("vague_source", "Shadows and a tower put the film in the market at noon."),
    ("vague_source", "The ban was lifted after tests had shown that the tank was clean."),
    ("missing_affiliation", "Irma Vestal, the chemist on duty, said that the tank leaked."),
    ("missing_role", "Kolvan says that deliveries are late."),
    ("missing_role", "Nils Karo, who teaches chemistry at Hest, said that the tank leaked."),
    ("vague_source", "The foreign ministers of both countries said that the war was over."),
    ("missing_role", "Mr Tolland (Workers' Party) said that the bid was late."),
    (
        "unverified_used",
        "Before the lines went dead, snow fell. A rebel said that 300 were killed. None of these "
        "figures could be checked. The lines went dead.",
    ),
    (
        "withdrawn_denial",
        "On 3 March 2024 Karst Power said that it had built no dam. On 5 April 2024 Karst Power "
        "admitted that the mill had burnt.",
    ),
    (
        "changed_unit",
        "Lee said that 300 were killed in Kursk. Lee said that 900 were wounded in Kursk.",
    ),
    ("echo", "Lee said that the dam leaked. Lee said that the dam leaked."),
    ("echo", "Lee said that 300 miners had left Kursk. Kim said that 300 miners had left Kursk."),
    (
        "unverified_used",
        "The paper reported that ten miners were arrested. The arrests show that the mine is shut.",
    ),
    (
        "hardened_hedge",
        "The ministry said that 200 people are infected. The 200 infected people are in tents.",
    ),
    (
        "endorsing_cue",
        "Costin said that the dam had cracks. Karst Power denied that the dam had cracks.",
    ),
    (
        "endorsing_cue",
        "The Daily Courier has learned that the dam had cracks. Karst Power denied that the dam "
        "had cracks.",
    ),
    (
        "withdrawn_denial",
        "On 3 March 2024 Karst Power denied that the dam had cracks. On 5 April 2024 Costin said "
        "that the dam had cracks.",
    ),
    (
        "missing_voice",
        "Ukraine said that Russia had shelled the mill. Russia said that Ukraine had shelled it.",
    ),
]


WITHOUT_A_SOURCE = [
    ("Rescuers tried to reach 17 miners in the shaft.", "17 miners"),
    ("The website was down for six hours on Sunday.", "six hours"),
    ("The union, which has 60 members there, said that it would strike.", "60 members"),
    ("The court ordered the release of nine fishermen on Monday.", "nine fishermen"),
    ("Arne Orsk said that the tank leaked. Some 400 fish died.", "Some 400 fish"),
    ("The well was shut after a reading of 109.", "109"),
]


@pytest.mark.parametrize(("text", "figure"), WITHOUT_A_SOURCE)
def test_a_bare_figure_is_told(text, figure):
    """What an author gives in his own words, and might be asked for."""
    tables = analysis.assess(analysis.parse({"x": text}))
    [flag] = flags_of(tables, "x", "unattributed_figure")
    assert text[slice(*flag["spans"][0])] == figure


def test_the_figures_of_an_interview_are_those_of_who_is_asked_or_asks():
    """Questions in bold, answers below them; what stands above them is the paper's own."""
    text = (
        "Lena Osk has studied seals on 12 islands.\n\n**One of 80 pups was shown. Was it ill?**\n\n"
        "No, 40 pups were ill in May.\n\n**Will more come?**\n\nSome 90 seals will come.\n"
    )
    tables = analysis.assess(analysis.parse({"x": text}))
    [flag] = flags_of(tables, "x", "unattributed_figure")
    assert text[slice(*flag["spans"][0])] == "12 islands"


@pytest.fixture(scope="module")
def unflagged():
    return analysis.assess(analysis.parse({text: text for _, text in NOT_RAISED}))


@pytest.mark.parametrize(("rule", "text"), NOT_RAISED)
def test_a_flag_is_not_raised_without_its_reason(unflagged, rule, text):
    """A warning that is always there warns of nothing."""
    assert (unflagged.claims["doc_id"] == text).any()
    assert flags_of(unflagged, text, rule) == []


@pytest.mark.parametrize(
    "text",
    [
        "By noon the river had been closed for 14 kilometres.",
        "The council lifted the ban after tests had shown that the milk was safe. By then shops "
        "had sent back 19,000 bottles.",
    ],
)
def test_a_figure_that_nobody_else_gives_has_no_source(text):
    """A length may be disputed, and an aside on what was shown before goes on with nothing."""
    tables = analysis.assess(analysis.parse({"x": text}))
    assert len(flags_of(tables, "x", "unattributed_figure")) == 1


def test_the_figures_of_a_statement_are_those_of_whoever_publishes_it(tmp_path):
    """What a body states in its own name has a source; what a medium tells has none."""
    front = "---\ntitle: Accident\npublisher: Orvane Works\npublished: 2024-04-10\n---\n"
    burnt = "Two employees suffered burns.\n"
    (tmp_path / "statement.md").write_text(f"{front}Orvane Works regrets the accident. {burnt}")
    (tmp_path / "report.md").write_text(f"{front}The accident happened in May. {burnt}")
    flags = analysis.assess(analysis.parse(tmp_path)).flags
    found = flags[flags["rule"] == "unattributed_figure"]
    assert list(found["doc_id"]) == ["report.md"]


def test_an_unnamed_source_is_shown_where_the_seed_first_names_it():
    """Not at the "he" that makes the claim."""
    text = "A former foreman remembers it differently. He said that it leaked."
    tables = analysis.assess(analysis.parse({"x": text}))
    [flag] = flags_of(tables, "x", "unnamed_source")
    assert text[slice(*flag["spans"][0])] == "A former foreman"


def test_a_group_has_its_warning_once_and_at_its_own_words():
    """Neither "one of them" nor the words of another source of the same claim are marked."""
    text = (
        "Oskar Bell, the governor, threatened to resign last week, according to three people who"
        " were in the room. One of them said that the rate was wrong."
    )
    flags = analysis.assess(analysis.parse({"seed": text})).flags
    spans = flags[flags["rule"] == "unnamed_source"]["spans"]
    found = [text[start:end] for row in spans for start, end in row]
    assert found == ["three people who were in the room"]


def test_an_office_that_another_seed_names_is_no_unnamed_source():
    """Who the fire chief is can be looked up; who the spokeswoman of a firm is cannot."""
    seeds = {
        "a": "Fire chief Anton Reve said that five had died.",
        "b": "The fire chief said that eleven had died.",
        "c": "A fire chief said that nobody had died.",
        "d": "The governor said that the town was safe.",
        "e": "The governor of the island, Ada Tole, said that the town was safe.",
    }
    tables = analysis.assess(analysis.parse(seeds))
    flagged = tables.flags[tables.flags["rule"] == "unnamed_source"]
    assert list(flagged["doc_id"]) == ["c"]


def test_an_admission_takes_back_what_its_side_had_denied():
    """The words need not be linked: one deed or two words, one side, and later."""
    seeds = {
        "a": "On 3 March 2024 Karst Power said that no houses in Sefu had been demolished.",
        "b": "On 5 April 2024 Karst Power admitted that 29 dwellings in Sefu had been demolished.",
    }
    tables = analysis.assess(analysis.parse(seeds))
    [flag] = flags_of(tables, "a", "withdrawn_denial")
    assert "5 April 2024" in flag["message"]


FRONT = "---\ntitle: Seals\npublisher: {}\npublished: {}\nlanguage: en\n---\n"
TAKEN_BACK = [
    (
        "Orvane Zoo said that the seals of Tolvik had been fed around the clock.",
        "Orvane Zoo, which had stated that the seals of Tolvik were fed without a break, "
        "acknowledged that the keepers had left.",
        1,
    ),
    (
        "Orvane Zoo said that no letter about the seals of Tolvik had reached the keepers.",
        "Orvane Zoo has withdrawn its statement that no letter about the seals of Tolvik had "
        "reached the keepers.",
        1,
    ),
    (
        "Ana Kolm, the mayor of Tolvik, said that there was no shortage of fish.",
        "“In May fish was short, I will not hide that,” Ana Kolm, the mayor of Tolvik, said.",
        1,
    ),
    (
        "Orvane Zoo said that no letter about the seals of Tolvik had reached the keepers.",
        "Orvane Zoo repeated its statement that no letter about the seals of Tolvik had reached "
        "the keepers.",
        0,
    ),
    (
        "Orvane Zoo said that no letter about the seals of Tolvik had reached the keepers.",
        "Orvane Zoo no longer maintains that no letter about the seals of Tolvik had reached the "
        "keepers.",
        1,
    ),
    (
        "Borealis Zoo said that the seals of Tolvik had been fed around the clock.",
        "Orvane Zoo, which had stated that the seals of Tolvik were fed without a break, "
        "acknowledged that the keepers had left.",
        0,
    ),
    (
        "Ana Kolm, the mayor of Tolvik, said that there was no shortage of fish.",
        "“In May fish was short, I will not hide that,” Ivo Lund, the baker of Tolvik, said.",
        0,
    ),
]


@pytest.mark.parametrize(("before", "later", "expected"), TAKEN_BACK)
def test_what_is_taken_back_in_so_many_words_is_told(tmp_path, before, later, expected):
    """By who said it: no other words of the two claims need to be linked."""
    (tmp_path / "a.md").write_text(FRONT.format("Tolvik Courier", "2024-03-03") + before)
    (tmp_path / "b.md").write_text(FRONT.format("Tolvik Gazette", "2024-06-03") + later)
    tables = analysis.assess(analysis.parse(tmp_path))
    assert len(flags_of(tables, "a.md", "withdrawn_denial")) == expected


def test_who_is_quoted_in_a_statement_speaks_for_whoever_publishes_it(tmp_path):
    """The keeper of the zoo's own release need not be said to be the zoo's."""
    release = (
        "Orvane Zoo regrets the deaths in Tolvik. No letter about the seals had reached the "
        "keepers, said the director of the park, Ivo Lund."
    )
    later = (
        "Orvane Zoo in Tolvik has withdrawn its statement that no letter about the seals had "
        "reached the keepers."
    )
    (tmp_path / "a.md").write_text(FRONT.format("Orvane Zoo", "2024-03-03") + release)
    (tmp_path / "b.md").write_text(FRONT.format("Tolvik Gazette", "2024-06-03") + later)
    tables = analysis.assess(analysis.parse(tmp_path))
    [flag] = flags_of(tables, "a.md", "withdrawn_denial")
    assert "Ivo Lund said this" in flag["message"]


def test_a_missing_role_is_told_once():
    """One person, one warning, however often he speaks."""
    text = "Maria Keller said that it leaked. Maria Keller said that it was old."
    tables = analysis.assess(analysis.parse({"x": text}))
    assert len(flags_of(tables, "x", "missing_role")) == 1


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ([], "The seed gives neither author nor publisher, no date and no address."),
        (["author: A", "published: 2024"], "The seed gives no address."),
        (["publisher: A", "url: https://example.org"], "The seed gives no date."),
        (["author: A", "published: 2024", "restates: a letter"], ""),
    ],
)
def test_missing_provenance_is_named(tmp_path, front, message):
    """The reader learns what to ask for."""
    lines = ["---", *front, "---", "The dam holds."]
    (tmp_path / "a.md").write_text("\n".join(lines), encoding="utf-8")
    tables = analysis.assess(analysis.parse(tmp_path))
    messages = [flag["message"] for flag in flags_of(tables, "a.md", "no_provenance")]
    assert [found[-len(message) :] for found in messages] == ([message] if message else [])


def test_a_message_takes_words_as_data():
    """Braces in a seed are no places to fill."""
    text = "Maria {figure} Keller said that it leaked. The war has cost 700 {source} lives."
    tables = analysis.assess(analysis.parse({"x": text}))
    assert len(tables.flags)
    for flag in tables.flags.to_dict("records"):
        filled = load("flags").entry(flag["rule"]).effect["message"]
        start, end = filled.split("{")[0], filled.split("}")[-1]
        assert flag["message"].startswith(start)
        assert flag["message"].endswith(end)
