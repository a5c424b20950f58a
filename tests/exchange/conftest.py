"""Tables of seeds that would break a careless export, and of reviews by people."""

import pytest

import analysis
from analysis.exchange import FORMATS
from analysis.tables.schema import frame, rows

FRONT = """\
---
title: {title}
publisher: "Müller & Söhne {{Ltd}} #1_%"
author: "Keller, Maria and O'Neil"
published: {published}
url: https://example.org/a_b?x={{1}}&y=50%25#z
language: en
---
"""
BODY = """\
The ministry said on Monday that between 300 and 400 miners had “left — at last — the town.”
Maria Keller, a lawyer, denied that 12 soldiers were there.
김정은 claimed that 3,000 soldiers 🚀 would likely come.
It is unclear whether they will stay. The mine, Keller added, lost €2.5 million.
The ministry said that the mine was closed. The ministry said that the mine was closed.
Officials said that </script><script>alert(1)</script> had been written on the wall.
"""
HOSTILE = FRONT.format(title="'=HYPERLINK(\"http://x\") \\input{a} $x^2$'", published=2024)
LONG = FRONT.format(title="Long", published="2024-10-18")
SEEDS = {
    "=cmd|' !A0.md": f"{HOSTILE}=1+1 said the officer, who claimed that 20 men had left.\n{BODY}",
    "b c&d.txt": "\ufeff" + BODY.replace("300", "200"),
    "b-c-d.txt": "-5 degrees, the mayor said, would likely kill 30 trees.\r\n\r\nIt ended.\r\n",
    "sub/long.md": f"{LONG}The mayor said that the harbour was closed.\n\n{'𝒜' * 20_000}\n",
}


@pytest.fixture(scope="session")
def seeds_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile") / "seeds"
    for name, text in SEEDS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    (folder / "refused.bin").write_bytes(b"\x00")
    return folder


@pytest.fixture(scope="session")
def tables(seeds_folder):
    """As assessed, with credibility that people set on the first three claims."""
    made = analysis.assess(analysis.parse(seeds_folder))
    claims = rows(made.claims)
    for row, value in zip(claims, (2, 6, 5), strict=False):
        row["credibility"] = value
    reviews = [
        {
            "row_id": row["claim_id"],
            "field": "credibility",
            "value": str(row["credibility"]),
            "reviewer": "KL",
            "date": "2025-03-20",
            "note": "=seen </script>",
        }
        for row in claims[:3]
    ]
    blank = dict.fromkeys(made.reviews.columns, "")
    return made.with_tables(
        claims=frame("claims", claims), reviews=frame("reviews", [blank | row for row in reviews])
    )


@pytest.fixture(scope="session")
def exported(tables, tmp_path_factory):
    """Export to a format; return the path of the file or folder."""

    def export(to, tables=tables):
        out = tmp_path_factory.mktemp(to) / FORMATS[to].name
        analysis.export(tables, to, out)
        return out

    return export
