"""Sections without a row, and on seeds whose words look like anything but words."""

import re

import pytest
from brief.sectioned import SHOWN, holders, links, sentence, words

import analysis
from analysis.brief import sections
from analysis.brief.selection import view
from analysis.parameters import check

EMPTY = [{"focus": "zyxwv"}, {"since": "2099"}]


@pytest.fixture(scope="module")
def tables(root):
    return analysis.assess(analysis.parse(root / "seeds"))


@pytest.fixture(scope="module", params=[*EMPTY, None], ids=str)
def nothing(tables, request):
    """A scope without rows, and seeds without any."""
    if request.param is None:
        return view(analysis.assess(analysis.parse({})), check({}))
    return view(tables, check(request.param))


@pytest.mark.parametrize("name", SHOWN)
def test_an_empty_scope_is_told_in_a_sentence(nothing, name):
    """A reader sees that there is nothing, not a blank or a fault."""
    data = SHOWN[name](nothing).to_json()
    shown = words({**data, "caption": ""})
    assert re.search(r"\w+ \w+", shown)
    assert not links(data)
    assert "nan" not in shown.lower().split()


HOSTILE = [
    "<script>alert(1)</script>",
    "{figure} {0} {{ seed }} {% raw %} %s $x^2$",
    '#import "x"; *bold* _under_ [link](javascript:alert(1)) `code`',
    "\u202eevil\u202c &amp; \\u0041 \\n",
]


@pytest.fixture(scope="module", params=HOSTILE)
def hostile(tmp_path_factory, request):
    """Seeds whose titles, names and words look like markup, code and format strings."""
    folder = tmp_path_factory.mktemp("hostile")
    text = (
        f"{request.param}\n\nMaria Keller said that {request.param} cost 300 lives. "
        f"It is unclear whether {request.param} will stay."
    )
    front = ["---", f"title: '{request.param}'", "author: '=1+1'", "published: 2024", "---"]
    (folder / "a.md").write_text("\n".join([*front, text]), encoding="utf-8")
    tables = analysis.assess(analysis.parse(folder))
    return request.param, view(tables, check({"title": f"A {{0}} %s {'<b>'}"}))


def test_hostile_words_are_data(hostile):
    """Every section can be made, and the words arrive as they are."""
    said, found = hostile
    data = {name: make(found).to_json() for name, make in SHOWN.items()}
    assert data["title"]["title"] == "A {0} %s <b>"
    assert sentence(data["seeds_table"]["rows"][0]["cells"][0]) == " ".join(said.split())
    shown = [card["before"] + card["quote"] + card["after"] for card in data["evidence"]["cards"]]
    assert any(said in piece for piece in shown)
    for run in holders("link", data):
        assert run["link"].startswith(("#e-", "#", "https://", "http://")) or run["link"] == ""
        assert "javascript" not in run["link"]


def test_an_address_that_is_no_web_address_is_no_link(tmp_path):
    """What a seed restates may be another seed's name: words, not a link."""
    front = ["---", "title: A", "restates: javascript://alert", "---", "The dam holds."]
    (tmp_path / "a.md").write_text("\n".join(front), encoding="utf-8")
    found = view(analysis.parse(tmp_path), check({}))
    table = sections.seeds_table(found).to_json()
    assert [run["link"] for run in holders("link", table) if run["link"]] == []
