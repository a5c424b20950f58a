"""Sections: every sentence is written from the tables, every citation leads to its evidence."""

import re
import shlex

import pytest
from brief.sectioned import SHOWN, SIGNED, TRACED, anchors, links, sentence, words

import analysis
from analysis.brief import sections
from analysis.brief.choices import contested, main_claims
from analysis.brief.evidence import citations, evidence
from analysis.brief.sections.gaps import _silent
from analysis.brief.selection import FULL, view
from analysis.brief.selection import brief as brief_view
from analysis.parameters import check

SCOPES = [
    {},
    {"focus": "soldiers", "scale": "phia"},
    {"since": "2024-11"},
    {"min_certainty": "certain"},
    {"focus": "morale", "until": "2024-10"},
]


@pytest.fixture(scope="module")
def tables(root):
    return analysis.assess(analysis.parse(root / "seeds"))


@pytest.fixture(scope="module", params=SCOPES, ids=str)
def scope(tables, request):
    return view(tables, check(request.param))


@pytest.fixture(scope="module")
def brief(scope):
    """All sections of a brief, as data."""
    return {name: make(scope).to_json() for name, make in SHOWN.items()}


def test_every_citation_leads_to_a_card(brief):
    """No number in brackets without its evidence."""
    cards = anchors(brief["evidence"])
    assert cards
    for name, data in brief.items():
        if name != "evidence":
            assert set(links(data)) <= {f"#{card}" for card in cards}, name


def test_every_card_is_cited_and_leads_back(brief):
    """Each card says where it is cited, and the reader can return to that place."""
    places = set().union(*(anchors(data) for name, data in brief.items() if name != "evidence"))
    for card in brief["evidence"]["cards"]:
        back = links(card["back"])
        assert back, sentence(card["heading"])
        assert {link[1:] for link in back} <= places, sentence(card["heading"])


def test_key_points_cite_what_they_quote(tables):
    """Each quotation of a key point is followed by its number, and no other card is made."""
    found = view(tables, check({}), ("key-points",), FULL)
    points, cards = sections.key_points(found).to_json(), evidence(found).to_json()
    leads = [item["text"][0]["text"] for item in points["items"]]
    assert leads == ["Basis. ", "Best supported. ", "Disputed. ", "Changed. ", "Not known. ",
                     "Take care. "]  # fmt: skip
    assert set(links(points)) == {f"#{card['anchor']}" for card in cards["cards"]}
    assert {link[1:] for link in links(cards) if not link.startswith("#e-")} == anchors(points)
    quoted = {
        run["text"] for item in points["items"] for run in item["text"] if run["style"] == "quote"
    }
    marks = dict.fromkeys(map(ord, "“”‘’„‚\"'"))  # those within a quotation become single ones
    whole = " ".join(card["quote"] for card in cards["cards"]).translate(marks)
    assert quoted
    assert all(words.rstrip("…").split(" … ")[0].translate(marks) in whole for words in quoted)


def test_sourcing_and_gaps_read_as_sentences_with_one_and_with_none():
    """Verbs and pronouns agree, and what there is none of is left out or said so."""
    tables = analysis.assess(analysis.parse({"a": "Officials said the dam had failed."}))
    found = view(tables, check({}))
    told = words(sections.sourcing(found).to_json()) + words(sections.gaps(found).to_json())
    assert "none comes from named sources on the record" in told
    assert "The only claim rests on one origin: nothing independent" in told
    assert not re.search(r"\bNo are\b|\bno come\b", told)
    note = words(sections.timeline_table(view(analysis.assess(analysis.parse(
        {"a": "Bo Li said that the dam failed on 3 May 2024. Bo Li said that it would be mended."}
    )), check({}))).to_json())  # fmt: skip
    assert "One claim in scope tells no date of what happened." in note


def test_a_single_open_question_is_not_one_among_others():
    """All that are open are named, or some of them."""
    tables = analysis.assess(analysis.parse({"a": "It is unclear why the dam failed."}))
    points = sections.key_points(view(tables, check({}))).to_json()
    told = " ".join(sentence(item["text"]) for item in points["items"])
    assert "One question is open: Why did the dam fail? [1]" in told


def test_a_brief_is_shorter_than_its_tables_and_says_by_how_much(tables):
    """What a section leaves out is counted."""
    short = brief_view(tables, check({"profile": "one-page"}))
    points = sections.open_questions_table(short).to_json()
    left = (tables.questions["status"] == "open").sum() - len(points["rows"])
    assert left > 0
    assert f"{sections.front.number(int(left))} more questions" in words(points).lower()
    claims = sections.main_claims_table(short).to_json()
    assert len(claims["rows"]) == short.lengths.claims
    assert words(claims).count("claims notebook") == 1


def test_what_is_disputed_is_no_withdrawn_denial(tables):
    """A denial that its own side took back is told as a change, with both claims."""
    found = view(tables, check({}))
    rows = sections.disputes_table(found).to_json()["rows"]
    told = [[sentence(cell) for cell in row["cells"]] for row in rows]
    assert {relation for _, relation, _ in told} == {
        "conflicts with",
        "denies",
        "takes the place of",
    }
    withdrawn = set(tables.links.loc[tables.links["relation"] == "updates", "to_id"])
    denials = tables.links[tables.links["relation"] == "denies"]
    kept = denials[~denials["from_id"].isin(withdrawn)]["from_id"].nunique()
    assert (
        sum(relation == "denies" for _, relation, _ in told) == kept < denials["from_id"].nunique()
    )


def test_words_that_a_source_denies_are_never_given_as_its_word(brief_on):
    """Wherever such a claim is told, that it is denied stands with the name."""
    other = SIGNED.replace("Orlo Wire", "Hill Gazette").replace("05", "06")
    found = brief_on(
        a=f"{SIGNED}Ana Ruiz denied that 40 miners had died at the Orlo mine in May 2023. "
        "The police doubt that it was arson.",
        b=f"{other}Bo Li said that 40 miners had died at the Orlo mine in May 2023.",
    )
    shown = {name: words(make(found).to_json()) for name, make in SHOWN.items()}
    for name in ("key_points", "disputes_table", "claims_table", "main_claims_table", "evidence",
                 "timeline_table", "figures_table", "contention_table", "links_table"):  # fmt: skip
        assert "Ana Ruiz" in shown[name], name
        assert re.search(r"[Dd]enied by Ana Ruiz", shown[name]), name
    assert "Doubted by " in shown["claims_table"]


def test_a_figure_is_dated_by_when_it_was_said(brief_on):
    """Not by the seed that quotes it days later; the lowest first, words as numbers in a title."""
    found = brief_on(
        a=f"{SIGNED}Ana Ruiz said on 2 March 2024 that forty miners had died at the Orlo mine.",
        b=f"{SIGNED.replace('05', '06')}Bo Li said that twelve miners had died at the Orlo mine.",
    )
    [row] = sections.contention_table(found).to_json()["rows"]
    told = sentence(row["cells"][1])
    assert told.startswith("twelve miners, Bo Li, 6 March 2024 [")
    assert "forty miners, Ana Ruiz, 2 March 2024 [" in told
    assert sections.contention_chart(found).title == (
        "Miners dead: from 12 (Bo Li, 6 Mar 2024) to 40 (Ana Ruiz, 2 Mar 2024)"
    )


def test_support_that_is_disputed_says_so(tables):
    """A claim that others contradict is not printed as if it stood alone."""
    found = view(tables, check({}))
    against = contested(found)
    rows = sections.main_claims_table(found).to_json()["rows"]
    marked = [sentence(row["cells"][3]).endswith("; disputed") for row in rows]
    assert sum(marked) == sum(row["claim_id"] in against for row in main_claims(found)) > 0


def test_states_that_nobody_speaks_for_are_told_in_one_sentence():
    """By the number of seeds, without the same words again and again."""
    before = "Nobody in the seed speaks for "
    told = _silent([f"{before}Chile.", f"{before}the Netherlands.", f"{before}Chile."])
    assert told == "Nobody speaks for Chile in two seeds; for the Netherlands in one seed."
    assert _silent([]) == ""


@pytest.mark.parametrize(
    ("heading", "under"),
    [("What the dam cost", True), ("Read also: What we know", False), ("Posted by admin", False)],
)
def test_a_card_names_headings_and_no_furniture_of_a_page(brief_on, heading, under):
    found = brief_on(a=f"{SIGNED}Opening words.\n\n## {heading}\n\n{TRACED}")
    told = words(evidence(found).to_json())
    assert "Maria Keller" in told
    assert (f"under “{heading}”" in told) is under


def test_support_names_the_origins(tables):
    """How many independent origins, and which."""
    found = view(tables, check({}))
    rows = sections.main_claims_table(found).to_json()["rows"]
    shared = tables.claims[tables.claims["n_origins"].fillna(0) > 1]
    told = [sentence(row["cells"][3]) for row in rows if ":" in sentence(row["cells"][3])]
    assert len(told) == (shared["attribution"] != "none").sum() > 0
    named = {found.sources[name]["name"] for ids in shared["origin_ids"] for name in ids}
    assert all(any(name in text for name in named) for text in told)


def test_citations_are_numbered_as_they_stand_in_the_seeds(scope, brief):
    """From one on, without a gap, in the order of the seeds."""
    numbers = [card["anchor"] for card in brief["evidence"]["cards"]]
    assert numbers == [f"e-{n}" for n in range(1, len(numbers) + 1)]
    assert len(citations(scope).numbers) == len(numbers)


def test_a_card_holds_the_exact_words_between_their_neighbours(scope, brief):
    """Before, quotation and after are one piece of the seed."""
    for card in brief["evidence"]["cards"]:
        place = {fact["label"]: sentence(fact["value"]) for fact in card["facts"]}["Place"]
        doc_id, start, end = re.match(r"(.+), characters (\d+)–(\d+)", place).groups()
        text = scope.texts[doc_id]
        assert text[int(start) : int(end)] == card["quote"]
        first = int(start) - len(card["before"])
        assert text[first:].startswith(card["before"] + card["quote"] + card["after"])


def test_key_points_count_what_the_tables_hold(scope, brief):
    """Each number of a key point is a count of rows in scope."""
    tables = scope.tables
    told = " ".join(sentence(item["text"]) for item in brief["key_points"]["items"]).lower()
    own = int((tables.claims["attribution"] == "none").sum())
    heard = {name for ids in tables.claims["source_ids"] for name in ids}
    heard = {name for name in heard if scope.sources[name]["kind"] != "author"}
    counts = {
        r"basis\.\s+(\S+) seeds?,": len(tables.documents),
        r"holds? (\S+) claims? in scope": len(tables.claims),
        r"in scope: (\S+) from \S+ sources?": len(tables.claims) - own,
        r"in scope: \S+ from (\S+) sources?": len(heard),
        r"(\S+) of the authors’ own": own,
        r"(\S+) claims? (?:is|are) marked as not verified": (
            tables.claims["verification"] == "unverified"
        ).sum(),
        r"(\S+) questions? (?:is|are) open": (tables.questions["status"] == "open").sum(),
        r"later claims address (\S+) more": (tables.questions["status"] == "addressed").sum(),
        r"(\S+) warnings? of high severity": (tables.flags["severity"] == "high").sum(),
    }
    for pattern, value in counts.items():
        found = [word.strip("; ") for word in re.findall(pattern, told)]
        wanted = [sections.front.number(int(value))]
        assert found == wanted or (value == 0 and found == []), pattern


@pytest.mark.parametrize(
    ("section", "table"),
    [
        ("figures_table", "figures"),
        ("claims_table", "claims"),
        ("questions_table", "questions"),
        ("links_table", "links"),
        ("merges_table", "merges"),
        ("seeds_table", "documents"),
        ("problems", "problems"),
    ],
)
def test_a_table_shows_every_row_in_scope(scope, brief, section, table):
    """Nothing is left out without a word."""
    assert len(brief[section]["rows"]) == len(getattr(scope.tables, table))


def test_numbers_in_tables_are_counts_of_rows(scope, brief):
    """Warnings, claims a seed and claims a source add up."""
    cases = [int(sentence(row["cells"][2])) for row in brief["warnings"]["rows"]]
    assert sum(cases) == len(scope.tables.flags)
    claims = [int(sentence(row["cells"][3])) for row in brief["seeds_table"]["rows"]]
    assert sum(claims) == len(scope.tables.claims)
    spoken = scope.tables.claims["source_ids"].explode().dropna()
    kinds = spoken.map(lambda source_id: scope.sources[source_id]["kind"])
    heard = [int(sentence(row["cells"][4])) for row in brief["sources_table"]["rows"]]
    assert sum(heard) == int((kinds != "author").sum())


def test_a_figure_is_shown_as_written_with_its_bounds(scope, brief):
    """An empty bound stays empty."""
    for row, figure in zip(
        brief["figures_table"]["rows"], scope.tables.figures.to_dict("records"), strict=True
    ):
        cells = [sentence(cell) for cell in row["cells"]]
        assert cells[0] == figure["text"]
        for shown, value in zip(cells[1:3], (figure["low"], figure["high"]), strict=True):
            assert (shown == "") == (value != value)  # noqa: PLR0124 - how a missing number shows
            assert shown == "" or float(shown.replace(",", "")) == pytest.approx(value, rel=1e-5)


def test_a_brief_names_its_scale(scope, brief):
    """The reader knows whose words of likelihood they are, and no other scale is named."""
    named, other = ("ICD 203", "PHIA") if scope.settings.scale == "icd203" else ("PHIA", "ICD 203")
    for section in ("title", "method"):
        assert named in words(brief[section])
        assert other not in words(brief[section])


def test_provenance_gives_the_command_that_makes_it_again(tables):
    """Parameters that differ from their defaults, quoted for a shell; no path of this machine."""
    found = view(tables, check({"title": "A port's strike", "since": "2024-11", "seeds": "/x/y"}))
    told = words(sections.provenance(found).to_json())
    [command] = re.findall(r"seedbrief build .*?(?=Parameters)", told)
    start = ["seedbrief", "build", "--seeds", "FOLDER", "-p", "title", "A port's strike", "-p"]
    assert shlex.split(command)[:10] == [*start, "since", "2024-11"]
    assert "/x/y" not in told


def test_a_brief_says_where_the_notebooks_that_it_names_come_from(tables):
    """It points to them where it was made alone, too; a list of all rows points nowhere."""
    found, named = brief_view(tables, check({})), r"The (.+) notebooks have all rows"
    told = re.search(named, words(sections.provenance(found).to_json()))[1]
    shown = " ".join(
        words(getattr(sections, name)(found).to_json())
        for name in ("disputes_table", "contention_table", "sources_table", "gaps",
                     "main_claims_table", "open_questions_table", "timeline_table")
    )  # fmt: skip
    pointed = set(re.findall(r"the (\w+) notebook\b", shown, re.IGNORECASE))
    assert pointed == set(re.findall(r"\w+", told)) - {"and"}
    assert not re.search(named, words(sections.provenance(view(tables, check({}))).to_json()))


def test_what_people_decided_stands_beside_what_the_machine_had(tmp_path):
    """Marked as a person's word, with who and when; the method says how often they agree."""
    (tmp_path / "a.txt").write_text("Bo Li said that the dam had failed.", encoding="utf-8")
    [claim] = analysis.parse(tmp_path).claims["claim_id"]
    head = "row_id,field,value,reviewer,date,note"
    lines = [head, f"{claim},certainty,probable,KL,2025-03-20,hearsay", ""]
    (tmp_path / "reviews.csv").write_text("\n".join(lines), encoding="utf-8")
    found = view(analysis.assess(analysis.parse(tmp_path)), check({}))
    word = "Reviewed: certainty corrected: probable, the machine had certain (KL, 20 March 2025)"
    assert word in words(sections.main_claims_table(found).to_json())
    assert word in words(sections.claims_table(found).to_json())
    assert "hearsay" in words(sections.reviewed(found).to_json())
    assert "Reviewer agrees" in words(sections.reviewed(found).to_json())


def test_sections_are_the_same_twice(tables):
    """Same tables, same parameters, same blocks."""
    one, two = (view(tables, check({"focus": "soldiers"})) for _ in range(2))
    for name, make in SHOWN.items():
        assert make(one).to_json() == make(two).to_json(), name


@pytest.mark.parametrize("certainty", ["certain", "probable", "possible"])
def test_claims_of_one_certainty_are_shown_alone(tables, certainty):
    """The claims notebook shows them level by level."""
    found = view(tables, check({}))
    table = sections.claims_table(found, certainty).to_json()
    assert len(table["rows"]) == (tables.claims["certainty"] == certainty).sum() > 0
    assert anchors(table) <= set(tables.claims["claim_id"])


def test_questions_of_some_forms_are_shown_alone(tables):
    """The questions notebook shows them form by form."""
    found = view(tables, check({}))
    table = sections.questions_table(found, ["verification_gap"]).to_json()
    assert len(table["rows"]) == (tables.questions["form"] == "verification_gap").sum() > 0


def test_links_are_shown_by_relation_with_both_claims_and_the_reason(tables):
    """A reader can check each link where it stands."""
    found = view(tables, check({}))
    said = dict(zip(tables.claims["claim_id"], tables.claims["text"], strict=True))
    shown = sections.links_table(found, ["conflicts"]).to_json()["rows"]
    wanted = tables.links[tables.links["relation"] == "conflicts"]
    assert len(shown) == len(wanted) > 0
    for row, link in zip(shown, wanted.to_dict("records"), strict=True):
        one, relation, other, why = (sentence(cell) for cell in row["cells"])
        assert said[link["from_id"]] in one
        assert said[link["to_id"]] in other
        assert (relation, why) == ("conflicts with", link["why"])


def test_a_toll_told_day_by_day_replaces_the_one_of_the_day_before(tmp_path):
    """Each pair of twenty days would fill pages; the others are counted, and stay in the table."""
    for day in range(1, 6):
        text = f"The Halvik Fire Service said that {10 + day} people had died in Halvik.\n"
        front = f"---\ntitle: Fire\npublished: 2025-03-0{day}\n---\n"
        (tmp_path / f"{day}.md").write_text(front + text, encoding="utf-8")
    told = analysis.assess(analysis.parse(tmp_path))
    table = sections.links_table(view(told, check({})), sections.AGAINST).to_json()
    assert len(told.links) == 10
    assert len(table["rows"]) == 4
    assert sentence(table["note"]).startswith("Six more links go to what had been replaced")


def test_the_timeline_is_in_order_and_as_precise_as_the_text(tables):
    """Every claim that dates what it speaks of, and only those."""
    table = sections.timeline_table(view(tables, check({}))).to_json()
    dated = tables.claims[tables.claims["event_precision"] != ""]
    assert len(table["rows"]) == len(dated) > 3
    happened = [sentence(row["cells"][0]) for row in table["rows"]]
    assert happened[0] == "since August 2023"
    assert "8 to 13 October 2024" in happened
    assert "about October 2024" in happened


def test_a_question_shows_what_later_claims_say_of_it(tables):
    """Status, reason and the words of the evidence stand beside the question."""
    table = sections.questions_table(view(tables, check({}))).to_json()
    said = dict(zip(tables.claims["claim_id"], tables.claims["text"], strict=True))
    told = {row["why"]: row for row in tables.questions.to_dict("records") if row["why"]}
    shown = [sentence(row["cells"][2]) for row in table["rows"]]
    assert told
    for why, row in told.items():
        [cell] = [cell for cell in shown if why in cell and said[row["evidence"][0]] in cell][:1]
        assert cell.startswith(row["status"].replace("_", " ").capitalize())


@pytest.mark.parametrize("cites", [("questions",), ("figures",), ("claims", "warnings")])
def test_an_annex_holds_only_what_its_notebook_cites(tables, cites):
    """Each notebook has the evidence of its own sections."""
    found = view(tables, check({}), cites)
    cards = evidence(found).to_json()
    back = {link for card in cards["cards"] for link in links(card["back"])}
    places = {link[1:].rpartition("-")[0] for link in back}
    assert places == set(cites)


def test_names_of_sources_begin_alike_in_every_list(brief_on):
    """Those heard as often stand by their letters, with or without a capital in the seed."""
    found = brief_on(
        a=f"{SIGNED}Officials said that the dam held. Bo Li said that the road was open. "
        "Residents said that the school was shut. Police said that the march went on."
    )
    rows = sections.sources_table(found).to_json()["rows"]
    told = [sentence(row["cells"][0]) for row in rows]
    assert told == ["Bo Li", "Officials", "Police", "Residents"]
