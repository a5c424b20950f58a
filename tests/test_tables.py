"""Tables: what the schema declares holds, nothing is lost in a file, every quotation stands."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import analysis
from analysis.errors import TableError
from analysis.model import quote
from analysis.tables import SCHEMA, Tables
from analysis.tables.schema import KINDS_OF_COLUMN, arrow_schema, check, empty, frame

TEXT = """\
What the ministry says

The ministry said on Monday that between 300 and 400 miners had “left — at last — the town.”
Maria Keller, a lawyer, denied this. 김정은 claimed that about 3,000 soldiers would likely come.
It is unclear whether they will stay. The mine, Keller added, lost €2.5 million.
"""
WITH_TEXT = ("sentences", "claims", "figures", "questions")


@pytest.fixture(scope="module")
def tables():
    return analysis.assess(analysis.parse({"a": TEXT, "b\u2028=": TEXT.replace("300", "200")}))


def copy_of(tables):
    return {name: table.copy(deep=True) for name, table in tables.items()}


def assert_same(one, other):
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, getattr(other, name), obj=name)


def test_the_fixture_has_rows_of_each_kind(tables):
    """Tests on empty tables would prove nothing."""
    filled = {name for name, table in tables.items() if len(table)}
    assert filled == set(SCHEMA) - {"reviews", "problems"}


@pytest.mark.parametrize("name", SCHEMA)
def test_a_table_holds_what_its_schema_declares(tables, name):
    """Columns, their order and their types; the same for a table without rows."""
    schema = SCHEMA[name]
    types = [str(KINDS_OF_COLUMN[column.kind].dtype) for column in schema.columns]
    for table in (getattr(tables, name), empty(name)):
        assert list(table.columns) == schema.names
        assert [str(dtype) for dtype in table.dtypes] == types
    assert arrow_schema(name).names == schema.names


@pytest.mark.parametrize("name", SCHEMA)
def test_every_column_says_what_it_means(name):
    """The data dictionary is made from these words."""
    schema = SCHEMA[name]
    assert schema.meaning.endswith(".")
    assert len(set(schema.names)) == len(schema.names)
    assert schema.key in {*schema.names, ""}
    for column in schema.columns:
        assert column.meaning.endswith("."), column.name
        assert column.kind in KINDS_OF_COLUMN


def test_tables_and_schema_have_the_same_names():
    """A table without a declaration would be checked by nobody."""
    assert list(SCHEMA) == list(Tables.__dataclass_fields__)


def test_saved_tables_come_back_equal(tables, tmp_path):
    """Types, missing values, nested lists and odd characters survive."""
    written = tables.save(tmp_path / "out")
    assert [path.name for path in written] == [f"{name}.parquet" for name in SCHEMA]
    assert_same(tables, Tables.load(tmp_path / "out"))


def test_empty_tables_come_back_equal(tmp_path):
    """No seeds is a state that can be saved."""
    none = analysis.parse({})
    none.save(tmp_path)
    assert_same(none, Tables.load(tmp_path))


def test_parquet_has_the_same_bytes_twice(tables, tmp_path):
    """Same seeds, same bytes: no time, no path, no row order that varies."""
    again = analysis.assess(analysis.parse({"b\u2028=": TEXT.replace("300", "200"), "a": TEXT}))
    for name, other in (("one", tables), ("two", again)):
        other.save(tmp_path / name)
    for name in SCHEMA:
        one, two = (tmp_path / folder / f"{name}.parquet" for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes(), name


def test_parquet_has_the_declared_types(tables, tmp_path):
    """Other programs read what the data dictionary says."""
    tables.save(tmp_path)
    for name in SCHEMA:
        assert parquet.read_schema(tmp_path / f"{name}.parquet").equals(arrow_schema(name))


HOSTILE = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://x")']


def test_csv_cells_cannot_run_as_formulas(tables, tmp_path):
    """A spreadsheet that opens the file computes nothing from a seed."""
    first = tables.documents.head(1)
    rows = [first.assign(doc_id=f"h{n}", title=words) for n, words in enumerate(HOSTILE)]
    hostile = tables.with_tables(documents=pd.concat([tables.documents, *rows]))
    written = hostile.save(tmp_path, csv=True)
    assert tmp_path / "documents.csv" in written
    table = pd.read_csv(tmp_path / "documents.csv", keep_default_na=False)
    assert list(table["title"])[-len(HOSTILE) :] == ["'" + words for words in HOSTILE]
    assert table["text"].iloc[0] == TEXT
    assert list(hostile.documents["title"])[-1] == HOSTILE[-1]


@pytest.mark.parametrize("name", ["documents", "claims", "figures"])
def test_csv_has_the_rows_and_columns_of_the_table(tables, tmp_path, name):
    """CSV is a second form of the same table."""
    tables.save(tmp_path, csv=True)
    table = pd.read_csv(tmp_path / f"{name}.csv", keep_default_na=False)
    assert list(table.columns) == SCHEMA[name].names
    assert len(table) == len(getattr(tables, name))


def spoilt(table, column, value):
    """`table` with `value` in the first row of `column`, of its type if it can be."""
    values, kind = table[column].astype(object).copy(), table[column].dtype
    values.iat[0] = value
    fits = kind == "str" or (kind == "int64" and isinstance(value, int))
    return table.assign(**{column: values.astype(kind) if fits else values})


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("claims", "kind", "rumour"),
        ("claims", "certainty", ""),
        ("claims", "start", -1),
        ("claims", "start", "12"),
        ("claims", "negated", None),
        ("claims", "text", None),
        ("claims", "spans", [[3, 3]]),
        ("claims", "spans", [[-1, 3]]),
        ("claims", "spans", [[0, 3, 4]]),
        ("claims", "spans", "[[0, 3]]"),
        ("claims", "spans", None),
        ("claims", "source_ids", [1]),
        ("claims", "likelihood_low", "much"),
        ("claims", "claim_id", ""),
        ("figures", "low", "about 3"),
        ("sources", "kind", "robot"),
        ("documents", "reliability", "Z"),
        ("questions", "status", "closed"),
        ("flags", "severity", "extreme"),
    ],
)
def test_a_wrong_value_gives_one_clear_error(tables, name, column, value):
    """The table and the column are named, and what came."""
    with pytest.raises(TableError, match=rf"^{name}: {column} must ") as caught:
        tables.with_tables(**{name: spoilt(getattr(tables, name), column, value)})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda table: table.drop(columns="cue"), "cue"),
        (lambda table: table.assign(colour="red"), "colour"),
        (lambda table: table[table.columns[::-1]], "order of columns"),
        (lambda table: pd.concat([table, table.head(1)]), "claim_id"),
        (lambda table: table.astype({"start": "float64"}), "start"),
    ],
    ids=["missing", "unknown", "order", "duplicate key", "type"],
)
def test_a_wrong_shape_gives_one_clear_error(tables, change, says):
    """A missing, unknown or misplaced column and a key that stands twice are named."""
    with pytest.raises(TableError, match=f"^claims: .*({says})") as caught:
        check("claims", change(tables.claims))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("missing", ["start", "negated", "doc_id", "spans"])
def test_a_record_that_lacks_a_value_is_refused(tables, missing):
    """A row without a place is no row."""
    record = tables.claims.to_dict("records")[0]
    del record[missing]
    with pytest.raises(TableError, match=f"^claims: {missing} must "):
        frame("claims", [record])


def test_a_record_of_another_type_is_refused(tables):
    """Words are no offset."""
    record = tables.claims.to_dict("records")[0]
    with pytest.raises(TableError, match=r"^claims: start must be of type int64"):
        frame("claims", [record | {"start": "somewhere"}])


@pytest.mark.parametrize("name", WITH_TEXT)
def test_words_that_stand_elsewhere_are_refused(tables, name):
    """An offset that is off by one is no offset."""
    table = getattr(tables, name)
    moved = table.assign(start=table["start"] + 1)
    with pytest.raises(TableError, match=f"^{name}: .* does not stand at "):
        tables.with_tables(**{name: moved})


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("attributions", "text"),
        ("attributions", "cue"),
        ("attributions", "source_text"),
        ("claims", "cue"),
    ],
)
def test_pieces_that_stand_elsewhere_are_refused(tables, name, column):
    """Words taken from several places are checked piece by piece."""
    table = getattr(tables, name)
    filled = table[table[column] != ""].index[0]
    wrong = table[column].copy()
    wrong[filled] = wrong[filled] + "s"
    with pytest.raises(TableError, match=f"^{name}: .* does not stand at "):
        tables.with_tables(**{name: table.assign(**{column: wrong})})


@pytest.mark.parametrize(
    ("name", "column"),
    [
        (schema.name, column.name)
        for schema in SCHEMA.values()
        for column in schema.columns
        if column.kind == "spans"
    ],
)
def test_a_span_outside_the_text_is_refused(tables, name, column):
    """No row points behind the end of its seed."""
    table = getattr(tables, name)
    beyond = len(TEXT) + 50
    with pytest.raises(TableError, match=f"^{name}: "):
        tables.with_tables(**{name: spoilt(table, column, [[beyond, beyond + 5]])})


@pytest.mark.parametrize("name", [*WITH_TEXT, "attributions", "flags"])
def test_a_row_of_an_unknown_seed_is_refused(tables, name):
    """Every row belongs to a seed that the tables hold."""
    wrong = spoilt(getattr(tables, name), "doc_id", "nowhere")
    with pytest.raises(TableError, match=f"^{name}: .*nowhere"):
        tables.with_tables(**{name: wrong.astype({"doc_id": "str"})})


def test_a_missing_or_broken_file_says_what_to_do(tables, tmp_path):
    """Whoever deleted a table knows how to get it back."""
    tables.save(tmp_path)
    (tmp_path / "claims.parquet").write_bytes(b"PAR1 but not really")
    with pytest.raises(TableError, match=r"claims.parquet cannot be read .* make the tables anew"):
        Tables.load(tmp_path)
    (tmp_path / "claims.parquet").unlink()
    with pytest.raises(TableError, match=r"claims.parquet is missing; make the tables anew"):
        Tables.load(tmp_path)


def test_a_table_of_another_version_is_told(tables, tmp_path):
    """A column that the file lacks is not made up."""
    tables.save(tmp_path)
    path = tmp_path / "claims.parquet"
    parquet.write_table(parquet.read_table(path).drop_columns(["stance"]), path)
    with pytest.raises(TableError, match=r"claims.parquet has other columns .* look at stance"):
        Tables.load(tmp_path)


def test_nothing_changes_its_input(tables, tmp_path):
    """Saving, replacing and checking leave the frames as they were."""
    before = copy_of(tables)
    tables.save(tmp_path, csv=True)
    tables.with_tables(claims=tables.claims.head(1))
    check("claims", tables.claims)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, before[name], obj=name)


def test_parse_tells_of_each_seed_as_it_is_done():
    """A progress bar has something to show."""
    seen = []
    analysis.parse(
        {"a": "It rains.", "b": "", "c": "It pours."}, progress=lambda *n: seen.append(n)
    )
    assert seen == [(1, 2), (2, 2)]


def test_parse_refuses_an_unknown_scale():
    """Even where no word of likelihood occurs."""
    for seeds in ({"a": "It rains."}, {}):
        with pytest.raises(
            analysis.errors.ParameterError, match="scale must be one of icd203, phia"
        ):
            analysis.parse(seeds, scale="metric")


def test_a_seed_that_cannot_be_read_is_a_row_of_problems():
    """The others are read all the same."""
    tables = analysis.parse({"a": "It rains.", "b": "", "c": "\ud800"})
    assert list(tables.documents["doc_id"]) == ["a"]
    assert list(tables.problems["reason"]) == ["empty", "encoding"]


# Random texts: sentences that yield rows of each kind, with odd characters in and between them.

SPEAKERS = [
    "Lee",
    "Maria Keller",
    "the ministry",
    "김정은",
    "Зеленский",
    "Ana–María",
    "O’Neil",
    "he",
]
THINGS = ["about 3,000 soldiers", "10–12 ships", "millions of shells", "€2.5 million", "40 % of us"]
FORMS = [
    "{who} said that {what} had arrived.",
    "According to {who}, {what} were lost.",
    "“{what} are here,” {who} added.",
    "{what}, {who} said, may be likely to fail if it rains.",
    "{who}—who lost {what}—denied this.",
    "It is unclear whether {what} will come.",
    "How many of {what} will come?",
    "Should {who} leave, {what} might stay.",
    "The claim that {what} fell could not be verified.",
    "Despite {who}’s reported {what}, the town held.",
    "# {who} and {what}",
    "- {what} for {who}",
]
ODD = list("—…•“”\"'’()[]{}<>*_`\\%?!.;:|=@\x7f\u202e\ufeff\u200b\u200d\u0301\u0345ﬁßİ½²﷽")
ODD += [
    "👩‍👩‍👧",
    "🇰🇷",
    "e\u0301",
    "한국어",
    "Слава",
    "ᄒ\u1161\u11ab",
    "{x}",
    "%s",
    "\ufffd",
    "\U0010fffd",
]
BLANK = [" ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\t", "\u00a0", "\u2009", "\u2028", "\u2029"]
BLANK += ["\u3000", "\x0b", "\x0c", "\x85", "\x1c", "  "]


@st.composite
def odd_sentences(draw):
    """A sentence from a template; some of its spaces and places hold something odd."""
    form = draw(st.sampled_from(FORMS))
    words = form.replace("{who}", draw(st.sampled_from(SPEAKERS)))
    words = words.replace("{what}", draw(st.sampled_from(THINGS)))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(words)))
        if place < len(words) and words[place] == " ":
            words = words[:place] + draw(st.sampled_from(BLANK)) + words[place + 1 :]
        else:
            words = words[:place] + draw(st.sampled_from(ODD)) + words[place:]
    return words


WRITABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
PIECES = st.one_of(
    odd_sentences(),
    odd_sentences(),
    st.text(WRITABLE, max_size=12),
    st.lists(st.sampled_from(ODD), max_size=4).map("".join),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(BLANK)), min_size=1, max_size=6).map(
    lambda parts: "".join(piece + blank for piece, blank in parts)
)


def assert_exact(tables):
    """Each row's words stand in its seed, and each span lies in it, in reading order."""
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    for name in WITH_TEXT:
        for row in getattr(tables, name).to_dict("records"):
            assert texts[row["doc_id"]][row["start"] : row["end"]] == row["text"] != "", name
    for schema in SCHEMA.values():
        spanned = [column.name for column in schema.columns if column.kind == "spans"]
        for row in getattr(tables, schema.name).to_dict("records"):
            for column in spanned:
                text = texts[row["doc_id"]]
                edges = [edge for span in row[column] for edge in span]
                assert edges == sorted(edges), (schema.name, column)
                assert all(0 <= edge <= len(text) for edge in edges), (schema.name, column)
            if "start" in row and row.get("spans"):
                assert [row["start"], row["end"]] == [row["spans"][0][0], row["spans"][-1][1]]
    for row in tables.attributions.to_dict("records"):
        text = texts[row["doc_id"]]
        assert quote(text, row["spans"]) == row["text"]
        assert quote(text, row["cue_spans"]) == row["cue"]
        assert quote(text, row["source_spans"]) == row["source_text"]


def assert_joined(tables):
    """Each id that a row points to is a row."""
    known = {s.key: set(getattr(tables, s.name)[s.key]) for s in SCHEMA.values() if s.key}
    for name in ("attributions", "claims", "figures", "questions"):
        assert set(getattr(tables, name)["sentence_id"]) <= known["sentence_id"]
    assert set(tables.claims["attribution_id"]) <= known["attribution_id"] | {""}
    assert set(tables.figures["claim_id"]) <= known["claim_id"] | {""}
    assert set(tables.flags["claim_id"]) <= known["claim_id"] | {""}
    assert set(tables.questions["raised_by"]) <= known["source_id"] | {"author"}
    for name in ("attributions", "claims"):
        assert set(getattr(tables, name)["source_ids"].explode().dropna()) <= known["source_id"]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_every_quotation_stands_where_its_row_says(texts):
    """Whatever characters a seed holds: exact offsets, ids that lead somewhere, and no crash."""
    parsed = analysis.parse({str(n): text for n, text in enumerate(texts)})
    assert len(parsed.documents) + len(parsed.problems) == len(texts)
    for tables in (parsed, analysis.assess(parsed)):
        assert_exact(tables)
        assert_joined(tables)


def test_the_templates_yield_rows_of_each_kind():
    """The property test would prove nothing on texts without claims."""
    seeds = {
        f"{n}": form.replace("{who}", "Maria Keller").replace("{what}", THINGS[0])
        for n, form in enumerate(FORMS)
    }
    tables = analysis.parse(seeds)
    assert tables.claims["doc_id"].nunique() >= 8
    assert tables.attributions["doc_id"].nunique() >= 4
    assert tables.figures["doc_id"].nunique() >= 8
    assert tables.questions["doc_id"].nunique() >= 3
    assert_exact(tables)
