"""The attribution model: what it reads, what it finds, and that no text breaks it."""

from __future__ import annotations

import json
import shutil
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from analysis.extract.attribution_model import AttributionModel, ModelError, best_labels
from analysis.extract.attribution_units import (
    anchor_distances,
    anchor_flags,
    pack_windows,
    read_units,
    trunk_input,
)

FOLDER = Path(str(files("analysis"))) / "models" / "attribution"


@cache
def loaded() -> AttributionModel:
    return AttributionModel.load(FOLDER)


@pytest.fixture
def model() -> AttributionModel:
    return loaded()


@cache
def tokenizer() -> Tokenizer:
    read = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    read.no_padding()
    read.no_truncation()
    return read


def unit_texts(text: str) -> list[str]:
    return [text[unit.starts[0] : unit.ends[-1]] for unit in read_units(text, tokenizer())]


def words_inside_quotation(text: str) -> list[str]:
    return [
        text[start:end]
        for unit in read_units(text, tokenizer())
        for start, end, feature in zip(unit.starts, unit.ends, unit.features, strict=True)
        if feature % 2 and text[start:end].isalnum()
    ]


def said(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " … ".join(text[start:end] for start, end in spans)


# Units


@given(st.text(alphabet=st.sampled_from('ab. \n"“”:é😀\ud800'), max_size=400))
def test_units_follow_one_another_and_lie_within_the_text(text: str) -> None:
    end = 0
    for unit in read_units(text, tokenizer()):
        assert 1 <= len(unit) <= 250
        assert unit.starts[0] >= end
        assert (np.diff(unit.starts) >= 0).all()
        assert (unit.ends > unit.starts).all()
        end = unit.ends[-1]
    assert end <= len(text)


def test_a_line_that_ends_with_a_colon_is_read_with_the_next() -> None:
    assert unit_texts("The note said:\n\n“All is well.”\n\nIt rained.") == [
        "The note said:\n\n“All is well.”",
        "It rained.",
    ]


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_read_as_one() -> None:
    assert len(unit_texts("“We came,” Ada said. “We saw.\n\n“We left.”\n\nIt rained.")) == 2


def test_a_wrapped_paragraph_is_one_unit() -> None:
    line = "The committee met again on Monday to hear what the engineers had found"
    assert unit_texts(f"{line}\n{line}\n{line}.\n\nIt rained.") == [
        f"{line}\n{line}\n{line}.",
        "It rained.",
    ]


def test_a_headline_above_its_story_stays_apart() -> None:
    assert len(unit_texts("Bridge stays closed\nThe bridge will stay closed, the mayor said.")) == 2


def test_quotation_marks_count_until_their_paragraph_ends() -> None:
    assert words_inside_quotation('He said "one two" three "four\n\nfive') == ["one", "two", "four"]
    assert words_inside_quotation("“one” two “three\n\nfour") == ["one", "three"]


def test_a_long_unit_is_cut_at_the_end_of_a_sentence() -> None:
    parts = unit_texts("The river rose by a metre in the night. " * 60)
    assert all(part.endswith(".") for part in parts)


# The network's inputs


def test_windows_keep_the_order_and_the_limit() -> None:
    unit = read_units("one two three four five six seven eight", tokenizer())[0]
    windows = pack_windows([unit] * 50, limit=40)
    assert [number for window in windows for number in window] == list(range(50))
    assert max(len(window) for window in windows) == 4


def test_a_batch_gives_back_each_unit_where_it_says() -> None:
    units = read_units("It rained.\n\nThe mayor said so.", tokenizer())
    batch = trunk_input([units, units[:1]])
    for row, column, unit in batch.places:
        assert batch.ids[row, column : column + len(unit)].tolist() == unit.ids.tolist()
    assert batch.mask.sum(1).tolist() == [1 + sum(len(u) + 1 for u in units), 2 + len(units[0])]


def test_distances_are_exact_near_the_anchor_and_level_out_far_from_it() -> None:
    distances = anchor_distances(301, 150)
    assert distances[142:159].tolist() == list(range(8, 25))
    assert (np.diff(distances) >= 0).all()
    assert (distances[0], distances[-1]) == (0, 32)


def test_an_anchor_is_told_from_the_others() -> None:
    assert anchor_flags(5, 1, [1, 3]).tolist() == [0, 1, 0, 2, 0]


def test_a_content_has_no_weak_gaps_but_a_source_of_one_word_stays() -> None:
    none, source, content = [0.6, 0.2, 0.1, 0.1], [0.2, 0.6, 0.1, 0.1], [0.1, 0.1, 0.7, 0.1]
    weak_gap = [0.5, 0.05, 0.4, 0.05]
    words = np.log(
        [[source, none, content, weak_gap, content], [none, source, none, none, content]]
    )
    assert best_labels(words, 1.0).tolist() == [[1, 0, 2, 2, 2], [0, 1, 0, 0, 2]]


# What it finds


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The harbour master said the ferry would sail on Sunday.",
            "The harbour master",
            "said",
            "the ferry would sail on Sunday",
        ),
        (
            "“The vaccine is safe for children,” Dr Amina Yusuf told reporters.",
            "Dr Amina Yusuf",
            "told",
            "“The vaccine is safe for children,”",
        ),
        (
            "According to the report, sales fell by a fifth.",
            "the report",
            "According to",
            "sales fell by a fifth",
        ),
        (
            "Sales fell by a fifth, the company announced on Tuesday.",
            "the company",
            "announced",
            "Sales fell by a fifth",
        ),
    ],
)
def test_plain_attributions_are_found(
    model: AttributionModel, text: str, source: str, cue: str, content: str
) -> None:
    ((found,),) = model.predict([text])
    assert said(text, found.source) == source
    assert cue.split(maxsplit=1)[0] in said(text, found.cue)
    assert said(text, found.content).strip("“”,. ") == content.strip("“”,. ")


def test_text_without_attribution_has_none(model: AttributionModel) -> None:
    assert list(model.predict(["The river is long. It flows north through three lakes."])) == [[]]


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.sampled_from(
            ["😀", "Ada said ", "it rained. ", "“no", "”", "\n", "\n\n", " ", "\ud83d", "\0", "é"]
        ),
        max_size=60,
    ).map("".join)
)
def test_spans_lie_within_any_text(text: str) -> None:
    for found in next(loaded().predict([text], min_score=0.0)):
        for start, end in (*found.content, *found.source, *found.cue):
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "x" * 10_000_000, " " * 10_000_000, "😀" * 9000])
def test_odd_texts_are_read_without_a_finding(model: AttributionModel, text: str) -> None:
    assert list(model.predict([text])) == [[]]


def test_emoji_before_a_claim_shift_no_offset(model: AttributionModel) -> None:
    text = "The mayor said the bridge was safe."
    plain, shifted = model.predict([text, "😀😀 👩‍🚀\n\n" + text])
    moved = len("😀😀 👩‍🚀\n\n")
    assert [[(s - moved, e - moved) for s, e in found.content] for found in shifted] == [
        list(found.content) for found in plain
    ]


def test_one_text_does_not_change_what_another_holds(model: AttributionModel) -> None:
    one, other = "The mayor said the bridge was safe.", "“It is not,” said Ada Moss, an engineer."
    apart = [*model.predict([one]), *model.predict([other])]
    assert list(model.predict([one, other])) == apart


def test_a_higher_least_score_keeps_a_part_of_a_lower_ones_findings(
    model: AttributionModel,
) -> None:
    text = "The mayor said the bridge was safe. Critics doubt it. Many hope the works end soon."
    everything, strict = (next(model.predict([text], min_score=score)) for score in (0.0, 0.8))
    assert set(strict) <= set(everything)
    assert all(0 <= found.score <= 1 for found in everything)
    assert all(found.score >= 0.8 for found in strict)


# The files


def test_a_changed_file_is_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    with (folder / "branch.onnx").open("ab") as file:
        file.write(b"!")
    with pytest.raises(ModelError, match=r"branch\.onnx"):
        AttributionModel.load(folder)


def test_a_folder_without_the_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json"):
        AttributionModel.load(tmp_path)


def test_the_files_stay_within_forty_megabytes() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= 40_000_000
    assert set(json.loads((FOLDER / "manifest.json").read_text("utf-8"))["files"]) == {
        "trunk.onnx",
        "branch.onnx",
        "tokenizer.json",
    }
