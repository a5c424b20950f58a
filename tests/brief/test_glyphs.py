"""Characters without a glyph: said, never lost."""

import pytest

from analysis.brief.glyphs import drawable, spelled_list


@pytest.mark.parametrize(
    ("text", "shown", "lost"),
    [
        ("plain", "plain", ""),
        ("Łódź Київ Αθήνα 김정은 金正恩 — “x” ≥", "Łódź Київ Αθήνα 김정은 金正恩 — “x” ≥", ""),
        ("e\u0301", "é", ""),
        ("\u2764\ufe0f", "\u2764", ""),
        ("a\U0001faa7b", "a[U+1FAA7 PLACARD]b", "\U0001faa7"),
        ("กข ก", "[U+0E01 U+0E02] [U+0E01 THAI CHARACTER KO KAI]", "กข"),
        ("\ue000", "[U+E000]", "\ue000"),
        ("\u2764\u200d\U0001faa7", "\u2764[U+1FAA7 PLACARD]", "\U0001faa7"),
    ],
)
def test_what_no_font_holds_is_spelled_out(text, shown, lost):
    missing = set()
    result = drawable(text, missing)
    assert result.replace("\u200d", "") == shown
    assert missing == set(lost)


def test_a_long_list_says_how_many_more():
    assert spelled_list(set(map(chr, range(0x0E01, 0x0E01 + 50)))).endswith(" and 10 more")
