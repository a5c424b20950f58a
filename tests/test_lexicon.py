"""Lexicons: each file is sound, and each example shows the effect that its entry declares."""

import pytest

import analysis
from analysis import lexicon
from analysis.errors import LexiconError
from analysis.lexicon import lexicon_names, load
from analysis.model import CERTAINTIES, KINDS, SOURCE_KINDS, STANCES, VERIFICATIONS
from analysis.parameters import SCALES

SHOWN = (
    "abbreviations",
    "certainty",
    "claim_kinds",
    "cue_forms",
    "cues",
    "descriptions",
    "grammar",
    "endings",
    "sources",
    "verification",
)
"""The lexicons whose examples are run here; flags have theirs run where flags are raised."""

SOUND = """
[[entry]]
name = "first"
words = ["could", "may"]
meaning = "Some."
effect = { certainty = "possible" }
examples = ["It may."]
"""


@pytest.fixture
def written(tmp_path, monkeypatch, request):
    """Write a lexicon into a folder of its own and load it."""
    (tmp_path / "lexicons").mkdir()
    monkeypatch.setattr(lexicon, "files", lambda package: tmp_path)
    load.cache_clear()
    request.addfinalizer(load.cache_clear)

    def write(source):
        (tmp_path / "lexicons" / "made.toml").write_text(source, encoding="utf-8")
        return load("made")

    return write


def test_a_lexicon_finds_words_and_entries(written):
    """From a word to its entry, and from an effect to its words."""
    made = written(SOUND)
    assert made.get("may").name == "first"
    assert made.get("must") is None
    assert made.words(certainty="possible") == {"could", "may"}
    assert made.words(certainty="probable") == frozenset()
    assert made.value("may", "certainty") == "possible"
    assert made.value("must", "certainty", "certain") == "certain"
    assert made.entry("first").words == ("could", "may")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (SOUND.replace('meaning = "Some."\n', ""), "entry 'first' must have exactly .* meaning"),
        (SOUND + 'colour = "red"\n', "entry 'first' must have exactly .* colour"),
        (SOUND.replace('"Some."', '""'), "has nothing in meaning"),
        (SOUND.replace('["It may."]', "[]"), "has nothing in examples"),
        (
            SOUND.replace('["could", "may"]', '"could"'),
            "words must be a list of texts; got 'could'",
        ),
        (SOUND.replace('"may"', "7"), "words must be a list of texts"),
        (SOUND.replace('{ certainty = "possible" }', '"x"'), "effect must be of type dict"),
        (SOUND.replace('"may"', '"could"'), "'could' stands in 'first' and 'first'"),
        (SOUND + SOUND.replace('"first"', '"second"'), "'could' stands in 'first' and 'second'"),
        (SOUND.replace("]]", "]"), "made is not valid TOML|must hold"),
        (SOUND.replace("entry", "entries"), "must hold .*entry"),
        ("", "must hold .*entry"),
        ("words = [", "made is not valid TOML"),
    ],
)
def test_a_broken_lexicon_is_refused_with_the_entry(written, source, says):
    """A slip in a word list shows at once, and where it is."""
    with pytest.raises(LexiconError, match=says):
        written(source)


def test_a_lexicon_or_entry_that_is_not_there_names_those_that_are():
    """Whoever mistypes a name sees the right one."""
    with pytest.raises(LexiconError, match=r"no lexicon 'cue'; there are .*cues"):
        load("cue")
    with pytest.raises(LexiconError, match="cues: no entry 'say'; it has saying"):
        load("cues").entry("say")


@pytest.mark.parametrize("name", lexicon_names())
def test_every_lexicon_is_sound(name):
    """It loads, its entries' names are unique, its words are those that a look-up can find."""
    found = load(name)
    names = [entry.name for entry in found]
    assert len(names) == len(set(names)) > 0
    for word in found.index:
        assert word == word.strip() != ""
    for entry in found:
        assert entry.meaning.endswith((".", ")"))
        assert len(set(entry.examples)) == len(entry.examples)


@pytest.mark.parametrize(
    ("key", "allowed"),
    [
        ("certainty", CERTAINTIES),
        ("stance", STANCES),
        ("verification", VERIFICATIONS),
    ],
)
def test_effects_take_values_that_the_tables_know(key, allowed):
    """A misspelt effect would make rows that the schema refuses."""
    effects = [entry.effect[key] for n in SHOWN for entry in load(n) if key in entry.effect]
    assert effects
    assert set(effects) <= set(allowed)


def test_kinds_are_kinds_of_claim_or_source():
    """The two closed lists share a name, each in its own lexicons."""
    for name in ("claim_kinds", "cues"):
        assert {e.effect.get("kind", "factual") for e in load(name)} <= set(KINDS)
    assert {entry.effect["kind"] for entry in load("sources")} <= set(SOURCE_KINDS)
    assert {kind for e in load("descriptions") for kind in e.effect["kinds"]} <= set(SOURCE_KINDS)


EXAMPLES = [
    (name, entry, example) for name in SHOWN for entry in load(name) for example in entry.examples
]


@pytest.fixture(scope="module")
def tables():
    """All examples, each a seed of its own."""
    return analysis.parse({example: example for _, _, example in EXAMPLES})


def claims_of(tables, example):
    return tables.claims[tables.claims["doc_id"] == example].to_dict("records")


def sources_of(tables, claim):
    sources = tables.sources.set_index("source_id").to_dict("index")
    return [sources[source_id] for source_id in claim["source_ids"]]


def shows_sentences(tables, entry, example):
    return (tables.sentences["doc_id"] == example).sum() == 1


def shows_columns(tables, entry, example):
    """A claim of the example has the values that the effect gives to its columns."""
    columns = {k: v for k, v in entry.effect.items() if k in {"certainty", "kind", "verification"}}
    claims = claims_of(tables, example)
    return any(all(claim[k] == v for k, v in columns.items()) for claim in claims)


def shows_reporting(tables, entry, example):
    """The claim that hangs on one of the entry's words has stance, kind, certainty and polarity."""
    wanted = {k: v for k, v in entry.effect.items() if k in {"stance", "certainty", "kind"}}
    if "form" in entry.effect:
        wanted["attribution"] = entry.effect["form"]
    wanted["negated"] = entry.effect.get("denies", False)
    starts = tuple(word[:2] for word in entry.words)
    mine = [c for c in claims_of(tables, example) if c["cue"].lower().startswith(starts)]
    return any(all(claim[k] == v for k, v in wanted.items()) for claim in mine)


def shows_source(tables, entry, example):
    """The claim's source is of the entry's kind; a document hands on to whom it comes from."""
    for claim in claims_of(tables, example):
        for source in sources_of(tables, claim):
            named = source["kind"] == entry.effect["kind"]
            handed_on = source["kind"] != "vague_group" and source["name"] not in entry.words
            known = handed_on if entry.effect.get("document") else named
            role = bool(source["role"]) or not entry.effect.get("role")
            unnamed = source["sourcing"] == "unnamed" or not entry.effect.get("unnamed")
            if known and role and unnamed:
                return True
    return False


def shows_human(tables, entry, example):
    """Whoever speaks is somebody; what says something, or is called like a firm, is no person."""
    [source] = sources_of(tables, claims_of(tables, example)[0])
    return (source["kind"] == "person") == entry.effect["human"]


def shows_antecedent(tables, entry, example):
    """The last claim's source is whom the description points back to, not the description."""
    last = claims_of(tables, example)[-1]
    return any(
        source["resolved"]
        and source["kind"] in entry.effect["kinds"]
        and source["name"].lower().removeprefix("the ") not in entry.words
        for source in sources_of(tables, last)
    )


def shows_grammar(tables, entry, example):
    """What turns on the word happens in the example: one check for each effect."""
    claims, sources = claims_of(tables, example), tables.sources.set_index("source_id")
    names = [sources.loc[key, "name"] for claim in claims for key in claim["source_ids"]]
    roles = [sources.loc[key, "role"] for claim in claims for key in claim["source_ids"]]
    start = {name.split()[0].lower() for name in (*names, *roles) if name}
    checks = {
        "determiner": not start & set(entry.words),
        "definite": "Halden Foods" in names or entry.effect.get("pointing"),
        "pointing": any(claim["verification"] == "unverified" for claim in claims),
        "negative": claims[0]["negated"] if claims else False,
        "concessive": len(claims) == 2,
        "conditional": any(claim["condition"] for claim in claims),
        "particle": any(set(name.split()) & set(entry.words) for name in names),
        "withholding": all(claim["attribution"] == "none" for claim in claims),
        "citing": any(len(claim["source_ids"]) > 1 for claim in claims),
        "revoking": [claim["attribution"] for claim in claims] == ["none"],
        "revocable": [claim["attribution"] for claim in claims] == ["none"],
        "revising": [claim["rule"] for claim in claims] == ["revising/nominal"],
        "given": [claim["rule"] for claim in claims] == ["revising/nominal"],
        "never": [claim["negated"] for claim in claims] == [True],
        "supposed": [claim["certainty"] for claim in claims] == ["probable"],
    }
    return all(checks[key] for key in entry.effect)


EFFECTS = {
    "abbreviations": shows_sentences,
    "certainty": shows_columns,
    "claim_kinds": shows_columns,
    "verification": shows_columns,
    "cues": shows_reporting,
    "cue_forms": shows_reporting,
    "sources": shows_source,
    "descriptions": shows_antecedent,
    "endings": shows_human,
    "grammar": shows_grammar,
}


@pytest.mark.parametrize(
    ("name", "entry", "example"),
    [pytest.param(*case, id=f"{case[0]}-{case[1].name}-{case[2]}") for case in EXAMPLES],
)
def test_each_example_shows_its_effect(tables, name, entry, example):
    """What a lexicon promises of its words happens in the tables."""
    assert EFFECTS[name](tables, entry, example)


YARDSTICK = [
    (entry, word, example)
    for entry in load("likelihood")
    for word, example in zip(entry.words, entry.examples, strict=True)
]


@pytest.fixture(scope="module")
def by_scale():
    """The examples of all yardstick words, read on each scale."""
    seeds = {word: example for _, word, example in YARDSTICK}
    return {scale: analysis.parse(seeds, scale=scale) for scale in SCALES}


@pytest.mark.parametrize(
    ("scale", "entry", "word"),
    [
        pytest.param(scale, entry, word, id=f"{scale}-{word}")
        for scale in SCALES
        for entry, word, _ in YARDSTICK
    ],
)
def test_each_yardstick_word_has_its_band_on_each_scale(by_scale, scale, entry, word):
    """A number is given only where the chosen scale has the word itself."""
    [claim] = claims_of(by_scale[scale], word)
    band = entry.effect.get(scale)
    found = (claim["likelihood_term"], claim["likelihood_low"], claim["likelihood_high"])
    if band:
        assert found == (word, *map(float, band))
    else:
        assert found[0] == ""
        assert found[1] != found[1]
        assert found[2] != found[2]


@pytest.mark.parametrize("scale", SCALES)
def test_modal_verbs_have_no_band(scale):
    """ "Could", "may" and "might" stand on no yardstick."""
    seeds = {verb: f"Morale {verb} weaken." for verb in ("could", "may", "might")}
    claims = analysis.parse(seeds, scale=scale).claims
    assert list(claims["certainty"]) == ["possible"] * 3
    assert claims["likelihood_low"].isna().all()
    assert set(claims["likelihood_term"]) == {""}
