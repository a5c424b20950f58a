"""A seed in a language that cannot be parsed is refused with the reason; nobody is on a guess."""

import pytest

import analysis
from analysis.languages import detect, only_known
from analysis.model import Document

FOREIGN = {
    "de": "Die Regierung teilte am Freitag mit, dass die Arbeiter in den Häfen noch streiken.",
    "fr": "Le gouvernement a annoncé vendredi que la grève continue dans les ports du pays.",
    "es": "El gobierno dijo el viernes que la huelga continúa en los puertos del país.",
    "nl": "De regering zei vrijdag dat de staking in de havens voortduurt en niemand weet waarom.",
    "pl": "Rząd powiedział w piątek, że strajk trwa w portach kraju i nikt nie wie, jak długo.",
    "ru": "Правительство сообщило, что забастовка в портах продолжается.",
    "ko": "정부는 금요일에 파업이 계속되고 있다고 밝혔다.",
    "ja": "政府は金曜日にストライキが続いていると述べた。",
    "ar": "قالت الحكومة يوم الجمعة إن الإضراب مستمر في الموانئ.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_text_in_another_language_is_told(language):
    assert detect(FOREIGN[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "The dam holds.",
        "Kim Jong Un, Pak Jong Chon, No Kwang Chol",
        "1,200 — 3,000",
        "Ja.",
        "x" * 90,
    ],
)
def test_a_short_text_or_one_of_names_is_not_refused_on_a_guess(text):
    assert only_known([Document("a", text)])[1] == []


def test_every_text_of_the_kit_is_told_as_english(root):
    for path in (*root.glob("seeds/*.md"), *root.glob("tests/extract/genres/*.txt")):
        assert detect(path.read_text(encoding="utf-8")) == "en", path


def test_an_english_text_with_a_foreign_quotation_is_english():
    text = f"The minister said on Friday that it was so. {FOREIGN['ru']} He left, they too."
    assert detect(text) == "en"


def test_what_the_metadata_say_is_believed(tmp_path):
    (tmp_path / "a.md").write_text(f"---\nlanguage: en-GB\n---\n{FOREIGN['de']}")
    (tmp_path / "b.md").write_text("---\nlanguage: fr\n---\nThe dam holds.")
    (tmp_path / "c.txt").write_text(FOREIGN["de"])
    (tmp_path / "d.txt").write_text("The union said on Friday that it would not go on with this.")
    tables = analysis.parse(tmp_path)
    assert list(tables.documents["doc_id"]) == ["a.md", "d.txt"]
    assert list(tables.documents["language"]) == ["en-GB", "en"]
    assert list(tables.problems["reason"]) == ["language", "language"]
    said, seems = tables.problems["message"]
    assert "is said to be in the language 'fr', and only English can be read" in said
    assert "seems to be in the language 'de'" in seems
    assert "say in its metadata: language: en" in seems
