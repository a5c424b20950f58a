"""The parser reads as spaCy's own pipeline does, only faster."""

from analysis.parser import MAX_PARSED, parse, pipeline

TEXTS = [
    "Maria Keller, the mayor of Lindau, said on Friday that 1,200 dockers had gone home.",
    "It is unclear who will pay.",
    "  ",
    "“We won’t,” she said. “Not in U.S. ports, and not for $3 million.”\nA third line followed.",
    "no capitals, no names; 12 ships",
    "The ministry denied it. " * 40,
]


def _facts(docs):
    return [
        [(t.text, t.tag_, t.pos_, t.dep_, t.head.i, t.lemma_, t.ent_iob_, t.ent_type_,
          t.is_sent_start) for t in doc]
        for doc in docs
    ]  # fmt: skip


def test_every_component_finds_what_spacy_alone_finds():
    expected = _facts(pipeline().pipe(TEXTS))
    assert _facts(parse(TEXTS)) == expected
    assert any(token[7] == "PERSON" for doc in expected for token in doc)


def test_no_text_gives_no_parse():
    assert parse([]) == []


def test_texts_of_the_greatest_length_are_parsed():
    text = ("Ships came and went. " * MAX_PARSED)[:MAX_PARSED]
    assert [doc.text for doc in parse([text, ""])] == [text, ""]
