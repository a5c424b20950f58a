"""Running text from pieces of lines."""

from analysis.formats.layout import Fragment, Page, running_text


def page(*lines):
    """A page with lines from the top down, each of pieces (words, left edge)."""
    found = []
    for number, pieces in enumerate(lines):
        bottom = 700 - 14 * number
        for text, left in pieces:
            right = left + 5 * len(text)
            found.append(Fragment(text, left, bottom, right, bottom + 10, 10))
    return Page(842, tuple(found))


def test_the_rows_of_a_table_stay_lines_of_their_own():
    text, _ = running_text(
        [
            page(
                [("Table 1 shows what was measured in the river below the plant:", 72)],
                [("Station", 72), ("4 March", 200), ("7 March", 280)],
                [("Brook bridge", 72), ("14.2", 200), ("6.1", 280)],
                [("Hill weir", 72), ("9.7", 200), ("–", 280)],
                [("There is no limit for what flows in the river, and nobody", 72)],
                [("has asked for one.", 72)],
            )
        ]
    )
    assert text.split("\n\n") == [
        "Table 1 shows what was measured in the river below the plant:",
        "Station | 4 March | 7 March",
        "Brook bridge | 14.2 | 6.1",
        "Hill weir | 9.7 | –",
        "There is no limit for what flows in the river, and nobody has asked for one.",
    ]


def test_a_line_with_gaps_between_words_is_no_row():
    text, _ = running_text(
        [
            page(
                [("The dam of 1962", 72), ("was raised", 180), ("in May", 260)],
                [("and held until June.", 72)],
            )
        ]
    )
    assert text == "The dam of 1962 was raised in May and held until June."
