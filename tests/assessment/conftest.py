"""Invented seeds that speak of one another, assessed once."""

from pathlib import Path

import pytest

import analysis

SEEDS = {
    "flood-1.md": (
        "River Tarn floods Brenholm", "Brenholm Echo", "2025-04-02",
        "The fire service said that 40 people had been killed in the flood in Brenholm.",
        "Hydrologist Jan Pohl of the Water Office said the Tarn stood at 9.2 metres.",
        "Residents said that the dike was rotten.",
        "Governor Ines Falk said yesterday that the bridge had collapsed.",
        "Falk denied that warnings had come too late.",
        "Whether the upper dam will hold is unclear.",
        "How many people were killed is not known.",
    ),
    "flood-2.md": (
        "Flood toll rises", "Northern Press Agency", "2025-04-05",
        "At least 75 people were killed in the flood in Brenholm, the fire service said on Friday.",
        "Interior Minister Karl Wendt said 90 people had been killed in the flood.",
        "Local radio reported that the bridge had collapsed.",
        "The Tarn stood at 9.2 metres, the Water Office said.",
        "The upper dam had held, the Water Office said.",
        "Wendt confirmed that warnings had come too late.",
    ),
    "flood-3.md": (
        "After the flood", "Northern Press Agency", "2025-04-20",
        "Falk acknowledged that warnings had come too late.",
        "Wendt said 82 people had been killed in the flood in Brenholm.",
        "Doctor Ida Storm said 120 people had been killed in the flood in Brenholm.",
        "The Water Office said the Tarn was falling.",
    ),
    "bank-1.md": (
        "Hackers strike Orbis Bank", "Finance Wire", "2025-05-06",
        "Two people with knowledge of the matter said 2 million records had been stolen.",
        "A spokeswoman for Orbis Bank denied that records had been stolen.",
        "It is not known whether customers will lose money.",
    ),
    "bank-2.md": (
        "Orbis Bank admits theft", "Evening Post", "2025-05-19",
        "Orbis Bank confirmed on Monday that records had been stolen in March.",
        "Finance Wire had reported that 2 million records had been stolen.",
        "Chief executive Henrik Dahl said that no customer had lost money.",
        "The consumer union said 400 customers had lost money.",
    ),
}  # fmt: skip


def written(folder: Path) -> Path:
    """The seeds as files with front matter."""
    for name, (title, publisher, published, *sentences) in SEEDS.items():
        front = f"title: {title}\npublisher: {publisher}\npublished: {published}"
        (folder / name).write_text(f"---\n{front}\n---\n{' '.join(sentences)}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def parsed_seeds(tmp_path_factory):
    return analysis.parse(written(tmp_path_factory.mktemp("seeds")))


@pytest.fixture(scope="session")
def assessed_seeds(parsed_seeds):
    return analysis.assess(parsed_seeds)


@pytest.fixture(scope="session")
def relation(assessed_seeds):
    """The relation of two claims, each named by its seed and its words, or some; "" if none."""
    claims = assessed_seeds.claims.to_dict("records")
    links = {
        (row["from_id"], row["to_id"]): row["relation"]
        for row in assessed_seeds.links.to_dict("records")
    }

    def find(one, other):
        ends = [
            [c["claim_id"] for c in claims if c["doc_id"] == seed and c["text"] == words]
            or [c["claim_id"] for c in claims if c["doc_id"] == seed and words in c["text"]]
            for seed, words in (one, other)
        ]
        assert all(ends), "the words must stand in a claim"
        return next((links[a, b] for a in ends[0] for b in ends[1] if (a, b) in links), "")

    return find
