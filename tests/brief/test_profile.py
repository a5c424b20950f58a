"""Profiles: the two that come with the kit, a copy of one's own, and what is refused."""

import base64
import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import colors

from analysis.brief.colour import contrast, lightened
from analysis.brief.profile import BUILT_IN, SECTIONS, find, from_json, load
from analysis.errors import ParameterError

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M 0 0 L 9 9"/></svg>'


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A copy of the full profile in a project's folder, with a function that changes a line."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(find("full"), tmp_path / "house")
    path = tmp_path / "house" / "profile.toml"

    def change(old, new):
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return path.parent

    return change


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_shipped_profiles_are_whole_and_survive_the_notebook(name):
    profile = load(name)
    assert profile.name == name
    assert profile.shows("evidence")
    assert profile.shows("key-points")
    assert from_json(json.loads(json.dumps(profile.to_json()))).to_json() == (
        profile.to_json() | {"name": "the notebook"}
    )


def test_the_full_profile_shows_everything_and_the_short_one_less():
    assert load("full").sections == SECTIONS
    assert set(load("one-page").sections) < set(SECTIONS)
    assert load("one-page").one_page
    assert load("one-page").compact


def test_a_copy_with_one_file_changed_is_a_profile(own):
    own('title = ""', 'title = "Our brief"')
    own('accent = "#1b4f72"', 'accent = "#7A1F2B"')
    own('accent = "#8bbcdf"\n', "")
    folder = own('logo = ""', 'logo = "logo.svg"')
    (folder / "logo.svg").write_text(SVG.replace("<path", "<script>x</script><path"))
    profile = load("house")
    assert (profile.name, profile.title) == ("house", "Our brief")
    assert profile.colours["accent"] == "#7a1f2b"
    assert contrast(profile.dark["accent"], "#1d2328") >= 7
    assert "script" not in profile.logo["svg"]
    assert "path" in profile.logo["svg"]
    assert load(folder).to_json() == profile.to_json()


def test_a_png_is_a_logo_too(own):
    folder = own('logo = ""', 'logo = "logo.png"')
    (folder / "logo.png").write_bytes(PNG)
    assert base64.b64decode(load("house").logo["png"]) == PNG


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('page = "a4"', 'page = "a3"', "page in house/profile.toml must be one of a4, letter"),
        ('"voices"', '"voice"', "each of sections.*did you mean voices"),
        ('"voices"', '"claims"', "names each section once"),
        ("contents = true", 'contents = "yes"', "must be true or false"),
        ("compact =", "compcat =", "a key of house/profile.toml.*did you mean compact"),
        ('accent = "#1b4f72"', 'accent = "blue"', "must be a colour such as #1b4f72"),
        ('accent = "#1b4f72"', 'accent = "#ffcc00"', "contrast is 1.4 to 1 and must be.*darker"),
        ('accent = "#8bbcdf"', 'accent = "#202020"', "dark colour accent.*lighter"),
        ('accent = "#1b4f72"', 'acent = "#1b4f72"', "a colour of house.*did you mean accent"),
        ('title = ""', r'title = "a\nb"', "title in house/profile.toml must be one line"),
        ('logo = ""', 'logo = "../x.svg"', "a .svg or .png file in the folder"),
        ('logo = ""', 'logo = "profile.toml"', "a .svg or .png file in the folder"),
        ('title = ""', "title =", "a readable profile.toml"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_allowed(own, old, new, says):
    own(old, new)
    with pytest.raises(ParameterError, match=says):
        load("house")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("logo.svg", b"<svg", "a readable SVG file"),
        ("logo.svg", SVG.replace("<path", "<style>p{}</style><path").encode(), "style sheet"),
        ("logo.png", b"not a picture", "a .svg or .png file"),
        ("logo.png", PNG + bytes(300_000), "at most 200 kB"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_refused(own, name, content, says):
    folder = own('logo = ""', f'logo = "{name}"')
    (folder / name).write_bytes(content)
    with pytest.raises(ParameterError, match=says):
        load("house")


def test_no_such_profile(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ParameterError, match="must be full, one-page or a folder that holds"):
        load("onepage")


@pytest.mark.parametrize(
    "data",
    [
        {"colours": {"accent": "red;} body{display:none"}},
        {"sections": ["<b>"]},
        {"logo": {"svg": "<html/>"}},
        {"dark": {"ink": "url(http://x)"}},
        {"page": "a4; }"},
    ],
)
def test_a_notebook_cannot_bring_what_a_profile_may_not(data):
    with pytest.raises(ParameterError):
        from_json(load("full").to_json() | data)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # WebAIM's example


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_any_colour_can_be_made_readable_on_a_dark_screen(rgb):
    colour = colors.to_hex([part / 255 for part in rgb])
    assert contrast(lightened(colour, "#1d2328", 7.0), "#1d2328") >= 7
