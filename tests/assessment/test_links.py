"""Links: what supports, repeats, contradicts or replaces what, and what does none of this."""

import pytest

import analysis

F1, F2, F3, B1, B2 = (
    f"{name}.md" for name in ("flood-1", "flood-2", "flood-3", "bank-1", "bank-2")
)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ((F2, "At least 75 people"), (F1, "40 people"), "updates"),
        ((F3, "82 people"), (F2, "90 people"), "updates"),
        ((F3, "120 people"), (F3, "82 people"), "conflicts"),
        ((F2, "90 people"), (F2, "At least 75"), "related"),
        ((F3, "120 people"), (F1, "40 people"), ""),  # which its own side had replaced by then
        ((F2, "the bridge had collapsed"), (F1, "the bridge had collapsed"), "repeats"),
        ((F2, "9.2 metres"), (F1, "9.2 metres"), "repeats"),
        ((F3, "warnings had come too late"), (F2, "warnings had come"), "corroborates"),
        ((F3, "warnings had come too late"), (F1, "warnings had come"), "updates"),
        ((F2, "warnings had come too late"), (F1, "warnings had come"), "conflicts"),
        ((B1, "records had been stolen"), (B1, "2 million records"), "denies"),
        ((B2, "records had been stolen in March"), (B1, "records had been stolen"), "updates"),
        ((B2, "2 million records"), (B1, "2 million records"), "repeats"),
        ((B2, "400 customers"), (B2, "no customer"), "conflicts"),
        ((F2, "The upper dam had held"), (F1, "the dike was rotten"), ""),
    ],
)
def test_two_claims_stand_as_a_reader_would_say(relation, one, other, wanted):
    """Each relation with its direction, from the later or dependent claim."""
    assert relation(one, other) == wanted


def test_no_link_leaves_its_topic(assessed_seeds):
    """Two floods of words about other things have nothing to do with each other."""
    topic = dict(
        zip(assessed_seeds.claims["claim_id"], assessed_seeds.claims["doc_id"], strict=True)
    )
    assert len(assessed_seeds.links) > 10
    for link in assessed_seeds.links.to_dict("records"):
        assert topic[link["from_id"]].split("-")[0] == topic[link["to_id"]].split("-")[0]


def test_every_link_gives_its_reason(assessed_seeds):
    """A sentence that names words, figures or voices of the claims."""
    assert assessed_seeds.links["why"].str.len().min() > 20
    assert assessed_seeds.links["why"].str.endswith(".").all()
    assert (assessed_seeds.links["from_id"] != assessed_seeds.links["to_id"]).all()


SOLDIERS = "Norway has sent {} to Peru, {} said on {} March 2024."


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (("300 soldiers", "Chile"), ("300 soldiers", "Kenya"), "corroborates"),
        (("300 soldiers", "Chile"), ("900 soldiers", "Kenya"), "conflicts"),
        (("300 soldiers", "Chile"), ("900 soldiers", "Chile"), "updates"),
        (("about 300 soldiers", "Chile"), ("310 soldiers", "Kenya"), "corroborates"),
        (("300 soldiers", "Chile"), ("at least 200 soldiers", "Kenya"), "related"),
        (("300 soldiers", "observers"), ("300 soldiers", "Kenya"), "related"),
        (("300 soldiers", "Chile"), ("300 trucks", "Kenya"), ""),
    ],
)
def test_figures_of_one_thing_are_compared(first, second, wanted):
    """The same noun and deed; bounds, origin and order in time decide."""
    seeds = {
        name: SOLDIERS.format(figure, voice, day)
        for name, day, (figure, voice) in (("a", 3, first), ("b", 9, second))
    }
    tables = analysis.assess(analysis.parse(seeds))
    assert list(tables.links["relation"]) == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    "other",
    [
        "Kenya said that Norway was preparing to send 900 soldiers to Peru.",
        "Kenya said that 900 soldiers were stationed in Peru.",
    ],
)
def test_sent_and_planned_or_stationed_is_no_conflict(other):
    """Related is not conflicting."""
    seeds = {"a": "Chile said that Norway has sent 300 soldiers to Peru.", "b": other}
    tables = analysis.assess(analysis.parse(seeds))
    assert list(tables.links["relation"]) == ["related"]


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("Ten ships were waiting at Halvik", "30 ships were waiting at Halvik", []),
        ("Halvik had lost ten million euros", "Halvik had bought cranes for 30 million euros", []),
        ("Halvik had 30 confirmed cases", "Halvik had 90 suspected cases", []),
        ("Halvik offered ten million euros", "Halvik rejected an offer of 30 million euros", []),
        ("30 miners had died in Halvik", "90 miners had died in Halvik", ["conflicts"]),
    ],
)
def test_a_conflict_needs_one_thing_at_one_time(first, second, wanted):
    """States change, sums are of different deeds, some are not all: none of this contradicts."""
    seeds = {
        "a": f"{first}, Chile said on 3 March 2024.",
        "b": f"{second}, Kenya said on 20 March 2024.",
    }
    tables = analysis.assess(analysis.parse(seeds))
    assert list(tables.links["relation"]) == wanted


def test_the_allegations_are_those_just_before():
    """A denial of "the allegations" is of what somebody else is said to say right before it."""
    seed = (
        "Kenya said that repairs of the mine in Halvik had been postponed. "
        "Chile dismissed the allegations as baseless."
    )
    tables = analysis.assess(analysis.parse({"a": seed}))
    assert list(tables.links["relation"]) == ["denies"]


@pytest.mark.parametrize(
    ("day", "wanted"), [("9 March 2024", ["related"]), ("9 September 2024", [])]
)
def test_forces_sent_and_stationed_are_one_matter_for_a_month(day, wanted):
    """Half a year later those stationed may be others."""
    seeds = {
        "a": "Norway has sent 300 soldiers to Peru, Chile said on 3 March 2024.",
        "b": f"900 soldiers were stationed in Peru, Kenya said on {day}.",
    }
    assert list(analysis.assess(analysis.parse(seeds)).links["relation"]) == wanted


def test_the_dead_are_not_held_against_the_sick():
    """A bare number that has a verb of its own does not take over that of the number before it."""
    seeds = {
        "a": "Chile said on 3 March 2024 that 25 people had died and 310 had fallen ill in Halvik.",
        "b": "Kenya said on 4 March 2024 that 30 people had died in Halvik.",
    }
    tables = analysis.assess(analysis.parse(seeds))
    words = dict(zip(tables.claims["claim_id"], tables.claims["text"], strict=True))
    linked = [(words[row.from_id], row.relation) for row in tables.links.itertuples()]
    assert linked == [("30 people had died in Halvik", "conflicts")]
    assert "25 people" in words[tables.links["to_id"].iloc[0]]


def _relations(first, second):
    """The relations of the links between two one-sentence seeds, in which they come second."""
    tables = analysis.assess(analysis.parse({"a": first, "b": second}))
    return list(tables.links["relation"])


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("the bridge in Halvik was built for 80 people",
         "250 people were on the bridge in Halvik", []),
        ("180 people were on the bridge in Halvik", "250 people were on the bridge in Halvik",
         ["conflicts"]),
        ("the cell in Halvik kept 95 per cent of its capacity after 900 cycles",
         "the cell in Halvik kept 40 per cent of its capacity after 300 cycles", ["related"]),
        ("eleven guards had been held in Halvik",
         "four guards were still being held in Halvik", []),
        ("250 people were on the bridge in Halvik", "nobody had counted the people on the bridge "
         "in Halvik", []),
        ("the number of dead in Halvik rose to 19 after two people succumbed to their injuries",
         "25 people had died in Halvik", ["conflicts"]),
        ("70,000 jobs would be lost in Halvik", "the plan would cost 15,000 jobs in Halvik",
         ["conflicts"]),
        ("the enemy had lost 200 men in Halvik", "the enemy had lost 700 men in Halvik", []),
        ("at least 50 people had died in Halvik", "at least 14 people had died in Halvik",
         ["related"]),
    ],
)  # fmt: skip
def test_figures_need_one_deed_and_one_condition(first, second, wanted):
    """What is said of those counted stays within its part of the sentence."""
    first, second = (
        f"Chile said on 3 March 2024 that {first}.",
        f"Kenya said on 4 March 2024 that {second}.",
    )
    assert _relations(first, second) == wanted


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("the bank in Halvik was solvent", "the bank in Halvik was insolvent", ["conflicts"]),
        ("nobody was hurt in Halvik", "a farmer was slightly hurt in Halvik", ["conflicts"]),
        ("no test had been skipped in Halvik",
         "the firm had skipped a pressure test in Halvik to keep to its schedule", ["conflicts"]),
        ("a test had been left out in Halvik", "a test had been skipped in Halvik",
         ["corroborates"]),
        ("the police in Halvik would not storm the prison", "police stormed the prison in Halvik",
         []),
    ],
)  # fmt: skip
def test_content_is_held_against_its_contrary(first, second, wanted):
    """A prefix, "nobody" and "no" deny; what one side foresaw is not contradicted by another."""
    first, second = (
        f"Chile said on 3 March 2024 that {first}.",
        f"Kenya said on 9 March 2024 that {second}.",
    )
    assert _relations(first, second) == wanted


def test_what_was_ruled_out_and_came_about_is_an_update():
    """The same side said that it would not."""
    first = "Chile said on 3 March 2024 that the police in Halvik would not storm the prison."
    second = "Chile said on 9 March 2024 that police had stormed the prison in Halvik."
    assert _relations(first, second) == ["updates"]


def test_the_claim_that_is_denied_is_what_follows():
    """ "Rejects the claim that" denies the clause, not the claims around it."""
    seed = (
        "Kenya said that data had been left out in Halvik. "
        "Chile rejects the claim that data were left out in Halvik."
    )
    assert list(analysis.assess(analysis.parse({"a": seed})).links["relation"]) == ["denies"]


def test_nobody_denies_what_was_said_only_later():
    """Whoever says what another has denied before contradicts him."""
    first = "Chile denied on 3 March 2024 that its soldiers had crossed the border to Peru."
    second = "Kenya said on 9 March 2024 that soldiers of Chile had crossed the border to Peru."
    tables = analysis.assess(analysis.parse({"a": first, "b": second}))
    [link] = tables.links.to_dict("records")
    docs = dict(zip(tables.claims["claim_id"], tables.claims["doc_id"], strict=True))
    assert (link["relation"], docs[link["from_id"]]) == ("conflicts", "b")


def test_who_admits_what_his_side_denied_bears_out_the_accuser():
    """He leans on nobody, though the text does not name him."""
    seeds = {
        "a": "Peru said on 3 March 2024 that Chilean soldiers had crossed the border. "
        "Chile denied on 3 March 2024 that its soldiers had crossed the border.",
        "b": "A Chilean general admitted on 9 March 2024 that Chilean soldiers "
        "had crossed the border.",
    }
    tables = analysis.assess(analysis.parse(seeds))
    assert sorted(tables.links["relation"]) == ["corroborates", "denies", "updates"]


STATEMENT = """---
title: Statement
publisher: {publisher}
published: 2024-03-04
---
{publisher} regrets the accident. 9,000 litres of acid reached the river in Halvik.
"""
NEWS = """---
title: Acid in the river
publisher: Valley Wire
published: 2024-03-03
---
Chile said that 40,000 litres of acid reached the river in Halvik.
"""


@pytest.mark.parametrize(
    ("publisher", "wanted"), [("Orvane Chemicals", ["conflicts"]), ("Valley Times", ["related"])]
)
def test_a_statement_is_the_word_of_its_publisher(tmp_path, publisher, wanted):
    """What a medium says itself is no party's word."""
    (tmp_path / "a.md").write_text(NEWS, encoding="utf-8")
    (tmp_path / "b.md").write_text(STATEMENT.format(publisher=publisher), encoding="utf-8")
    tables = analysis.assess(analysis.parse(tmp_path))
    assert list(tables.links["relation"]) == wanted


def test_a_minister_and_the_ministry_speak_for_one_side():
    """Neither bears out the other; the later word replaces the earlier."""
    first = "The justice ministry denied on 3 March 2024 that prisoners had been shot in Halvik."
    second = (
        "Justice minister Edda Sorge said on 9 March 2024 that prisoners had been shot in Halvik."
    )
    assert _relations(first, second) == ["updates"]


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("The company counted 3,200, a spokesman said.", ["conflicts"]),
        ("The police put the number of workers at 3,200.", ["conflicts"]),
        ("The police said that 3,200 cars had been sold.", []),
        ("The police said that 40 officers had been hurt.", []),
    ],
)
def test_a_figure_answers_the_one_before_it(answer, wanted):
    """A second count of the same, though it does not say of what; not another thing counted."""
    text = f"Minister Bo Li said that 5,000 workers had walked out in Brask. {answer}"
    tables = analysis.assess(analysis.parse({"a": text}))
    assert list(tables.links["relation"]) == wanted


@pytest.mark.parametrize(("month", "wanted"), [("June", ["conflicts"]), ("July", [])])
def test_two_months_are_two_times(month, wanted):
    """The tankers of June are not those of July."""
    first = "Norway's coast guard said that 22 tankers had passed through the gulf in June."
    second = f"Sweden's navy said that 33 tankers had passed through the gulf in {month}."
    tables = analysis.assess(analysis.parse({"a": f"{first} {second}"}))
    assert list(tables.links["relation"]) == wanted


@pytest.mark.parametrize(
    ("second", "contradicts"),
    [
        ("Kenya said that 20 people had died in Halvik in May 2024.", True),
        ("Kenya said that a baker of 22 had died in Halvik in May 2024.", False),
        ("Kenya said that eleven of its own people had died in Halvik in May 2024.", False),
        ("Kenya said that 20 people had died in Halvik in one week of May 2024 alone.", False),
        ("Kenya said that 20 people had died in Halvik in June 2024.", False),
    ],
)
def test_a_part_an_age_and_another_month_contradict_no_toll(second, contradicts):
    """None of them counts all the dead of May."""
    first = "Chile said that 90 people had died in Halvik in May 2024."
    relations = set(analysis.assess(analysis.parse({"a": first, "b": second})).links["relation"])
    assert ("conflicts" in relations) == contradicts


def test_a_denial_that_points_is_linked_by_its_own_words():
    """Who "disputed that, saying five were missing" denies it by those words."""
    text = (
        "Karst Power said that all of its workers had been accounted for by noon. "
        "Relatives disputed that, saying at least five workers could not be reached."
    )
    tables = analysis.assess(analysis.parse({"a": text}))
    words = tables.claims.set_index("claim_id")["text"]
    [link] = tables.links.to_dict("records")
    assert link["relation"] == "denies"
    assert words[link["from_id"]] == "at least five workers could not be reached"


def test_a_repeat_follows_the_days_of_publication(tmp_path):
    """What a text of May says was said "in March" came out on 8 March: the text of May repeats."""
    seeds = {
        "first": ("2024-03-08", "Karst Power said that the dam had been closed by a storm."),
        "later": ("2024-05-02", "In March Karst Power said that a storm had closed the dam."),
    }
    for name, (day, text) in seeds.items():
        (tmp_path / f"{name}.md").write_text(f"---\npublished: {day}\n---\n{text}\n")
    tables = analysis.assess(analysis.parse(tmp_path))
    seed = tables.claims.set_index("claim_id")["doc_id"]
    [link] = tables.links.to_dict("records")
    assert link["relation"] == "repeats"
    assert seed[link["from_id"]] == "later.md"


def test_whoever_works_for_a_body_under_its_short_name_speaks_for_it(tmp_path):
    """The agency's epidemiologist counts on from the agency, whatever a seed calls it."""
    seeds = {
        "release.md": (
            "Health Agency of Sundmark",
            "2024-09-10",
            "The Health Agency has been told of an outbreak in Halvik, near Norrholm. In Halvik 17 "
            "patients have died.",
        ),
        "paper.md": (
            "Norrholm Post",
            "2024-10-02",
            "The health agency said that an outbreak had reached Halvik, near Norrholm. Linnea "
            "Brask, the health agency's epidemiologist, said that 23 patients had died in Halvik.",
        ),
    }
    for name, (publisher, day, text) in seeds.items():
        head = f"---\npublisher: {publisher}\npublished: {day}\n---\n"
        (tmp_path / name).write_text(f"{head}{text}\n")
    tables = analysis.assess(analysis.parse(tmp_path))
    words = tables.claims.set_index("claim_id")["text"]
    told = {(words[row["from_id"]], row["relation"]) for row in tables.links.to_dict("records")}
    assert ("23 patients had died in Halvik", "updates") in told


def test_an_unverified_report_can_be_contradicted():
    """How sure the author is of a claim has no part in whether another one contradicts it."""
    text = (
        "An official said that weapons had been found in Halvik, which could not be verified. "
        "Norland's ministry said that no weapons had been found in Halvik."
    )
    tables = analysis.assess(analysis.parse({"a": text}))
    assert next(iter(tables.claims["verification"])) == "unverified"
    assert list(tables.links["relation"]) == ["conflicts"]
