"""Assessment: scored on what a careful reader expects, and timed at growing size.

    python benchmarks/assessment.py [--misses]      precision and recall on sets made by hand
    python benchmarks/assessment.py --held-out      the same on those held out, which wear out by it
    python benchmarks/assessment.py --scale         seconds and memory at 1,000, 10,000 and 100,000
    claims

The sets are ``data/assessment/*.toml`` (see the README there). ``--misses`` lists what is wrong or
missing on the kit's own seeds and on the development sets; what is wrong on the held-out ones is
never listed. Links whose claims the extraction does not find cannot be found either: recall is
given of all and of those within reach.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from made_claims import made_tables

import analysis

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data" / "assessment"
RELATIONS = ("repeats", "corroborates", "conflicts", "denies", "updates", "related")
DIRECTED = {"repeats", "denies", "updates"}
SIZES = (1_000, 10_000, 100_000)
READ = (
    "seeds",
    "development",
    "development2",
    "development3",
    "development4",
    "development5",
    "development6",
    "development7",
)
HELD_OUT = ("heldout", "heldout2", "heldout3", "heldout4", "heldout5")
NEVER_TASTE = {"corroborates", "conflicts", "denies"}


class Golden:
    """A set with the tables that the kit makes of its seeds."""

    def __init__(self, name: str) -> None:
        self.data = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
        self.tables = analysis.assess(self._parsed())
        texts = zip(self.tables.documents["doc_id"], self.tables.documents["text"], strict=True)
        self.texts = dict(texts)
        rows = self.tables.claims.to_dict("records")
        self.claims = {row["claim_id"]: row for row in rows}
        self.meant = {short: self._matching(*where) for short, where in self.data["claims"].items()}

    def _parsed(self) -> analysis.Tables:
        if "seeds" not in self.data:
            return analysis.parse(ROOT / "seeds")
        with TemporaryDirectory() as folder:
            for name, text in self.data["seeds"].items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            return analysis.parse(folder)

    def span(self, seed: str, words: str) -> tuple[int, int]:
        """Where `words` stand in a seed."""
        start = self.texts[seed].index(words)
        return start, start + len(words)

    def _matching(self, seed: str, words: str) -> set[str]:
        start, end = self.span(seed, words)
        return {
            name
            for name, row in self.claims.items()
            if row["doc_id"] == seed
            and 2 * sum(max(0, min(b, end) - max(a, start)) for a, b in row["spans"]) >= end - start
        }

    def shorts(self, claim_id: str) -> set[str]:
        """The short names that may mean a claim."""
        return {short for short, ids in self.meant.items() if claim_id in ids}


Counts = dict[str, list[int]]
"""What was found right, found at all, expected, and expected within reach."""


def share(right: int, of: int) -> str:
    """A part of a whole in per cent."""
    return f"{100 * right / of:5.0f}" if of else "    –"


def links(golden: Golden) -> tuple[Counts, list[str]]:
    """Links by relation."""
    counts: Counts = {relation: [0, 0, 0, 0] for relation in RELATIONS}
    expected = [(a, set(r.split()), b) for a, r, b in golden.data["links"]["expected"]]
    allowed = [(a, set(r.split()), b) for a, r, b in golden.data["links"]["allowed"]]
    wrong, met = [], set()
    for row in golden.tables.links.to_dict("records"):
        ends = golden.shorts(row["from_id"]), golden.shorts(row["to_id"])
        hit = next((n for n, e in enumerate(expected) if _fits(row["relation"], ends, e)), None)
        if hit is not None:
            if hit not in met:
                met.add(hit)
                counts[row["relation"]][0] += 1
                counts[row["relation"]][1] += 1
            continue
        if any(_fits(row["relation"], ends, each) for each in allowed):
            continue
        counts[row["relation"]][1] += 1
        pair = [golden.claims[row[key]]["text"][:70] for key in ("from_id", "to_id")]
        wrong.append(f"wrong {row['relation']}: {pair[0]} | {pair[1]} | {row['why']}")
    for number, (one, relations, other) in enumerate(expected):
        relation = next(r for r in RELATIONS if r in relations)
        reach = bool(golden.meant[one] and golden.meant[other])
        if number in met:
            relation = next(
                row["relation"]
                for row in golden.tables.links.to_dict("records")
                if _fits(
                    row["relation"],
                    (golden.shorts(row["from_id"]), golden.shorts(row["to_id"])),
                    expected[number],
                )
            )
        else:
            wrong.append(f"missed {' or '.join(sorted(relations))}: {one} {other}, reach {reach}")
        counts[relation][2] += 1
        counts[relation][3] += reach
    return counts, wrong


def joined(golden: Golden) -> tuple[int, int]:
    """How many links join claims that the reader links or allows, by any relation, and all."""
    told = {
        frozenset((one, other))
        for kind in ("expected", "allowed")
        for one, _, other in golden.data["links"][kind]
    }
    ends = zip(golden.tables.links["from_id"], golden.tables.links["to_id"], strict=True)
    pairs = [(golden.shorts(one), golden.shorts(other)) for one, other in ends]
    right = sum(
        any(frozenset((a, b)) in told for a in mine for b in theirs) for mine, theirs in pairs
    )
    return right, len(pairs)


def _fits(relation: str, ends: tuple[set[str], set[str]], gold: tuple[str, set[str], str]) -> bool:
    one, relations, other = gold
    taste = "any" in relations and relation not in NEVER_TASTE
    if relation not in relations and not taste:
        return False
    forth = one in ends[0] and other in ends[1]
    either_way = relation not in DIRECTED or taste
    return forth or (either_way and one in ends[1] and other in ends[0])


def merges(golden: Golden) -> tuple[list[int], list[str]]:
    """Pairs of sources that are one."""
    members: dict[str, set[tuple[str, str]]] = {}
    for row in golden.tables.merges.to_dict("records"):
        members.setdefault(row["source_id"], set()).add((row["doc_id"], row["name"]))
    found = {
        frozenset(pair) for group in members.values() for pair in combinations(sorted(group), 2)
    }
    wanted, fine = (_pairs(golden.data["merges"][key]) for key in ("expected", "allowed"))
    there = _named(golden)
    reach = {pair for pair in wanted if pair <= there}
    counted = {pair for pair in found if pair not in fine or pair in wanted}
    wrong = [f"wrong merge: {sorted(pair)}" for pair in sorted(map(sorted, counted - wanted))]
    wrong += [f"missed merge: {pair}" for pair in sorted(map(sorted, wanted - found))]
    return [len(counted & wanted), len(counted), len(wanted), len(reach)], wrong


def _named(golden: Golden) -> set[tuple[str, str]]:
    names = {(row["doc_id"], row["name"]) for row in golden.tables.merges.to_dict("records")}
    for row in golden.tables.sources.to_dict("records"):
        names |= {(mention.rpartition("#")[0], row["name"]) for mention in row["mentions"]}
    return names


def _pairs(groups: Sequence[Sequence[Sequence[str]]]) -> set[frozenset[tuple[str, str]]]:
    return {
        frozenset((tuple(one), tuple(other)))
        for group in groups
        for one, other in combinations(group, 2)
    }


def questions(golden: Golden) -> tuple[dict[str, list[int]], list[str]]:
    """Statuses, and the evidence given for those that are not open."""
    rows = golden.tables.questions.to_dict("records")
    counts = {
        "status": [0, 0, len(golden.data["questions"])],
        "not open": [0, 0, 0],
        "evidence given": [0, 0, 0],
    }
    wrong = []
    for gold in golden.data["questions"]:
        start, end = golden.span(gold["seed"], gold["quote"])
        mine = [
            r for r in rows if r["doc_id"] == gold["seed"] and r["start"] < end and start < r["end"]
        ]
        if not mine:
            wrong.append(f"question not found: {gold['quote']}")
            continue
        right = mine[0]["status"] in gold["status"].split()
        counts["status"][0] += right
        counts["status"][1] += 1
        closed = mine[0]["status"] != "open"
        counts["not open"][0] += right and closed
        counts["not open"][1] += closed
        counts["not open"][2] += "open" not in gold["status"].split()
        fine = {name for short in gold.get("evidence", []) for name in golden.meant[short]}
        counts["evidence given"][0] += len(fine & set(mine[0]["evidence"]))
        counts["evidence given"][1] += len(mine[0]["evidence"])
        counts["evidence given"][2] += len(mine[0]["evidence"])
        if not right or set(mine[0]["evidence"]) - fine:
            texts = [golden.claims[name]["text"][:60] for name in mine[0]["evidence"]]
            wrong.append(f"{gold['quote']}: {mine[0]['status']}, not {gold['status']}; {texts}")
    return counts, wrong


def flags(golden: Golden) -> tuple[dict[str, list[int]], list[str]]:
    """Flags by rule: a flag is right if seed and rule are, and it touches the words."""
    found = golden.tables.flags.to_dict("records")
    expected = [(*flag, False) for flag in golden.data["flags"]["expected"]]
    met: set[int] = set()
    counts: dict[str, list[int]] = {}
    wrong = []
    for row in found:
        hits = [n for n, gold in enumerate(expected) if _touches(golden, row, gold)]
        count = counts.setdefault(row["rule"], [0, 0, 0])
        if hits:
            new = set(hits) - met
            met |= new
            count[0] += len(new)
            count[1] += bool(new)
        elif not any(_touches(golden, row, gold) for gold in golden.data["flags"]["allowed"]):
            count[1] += 1
            words = [golden.texts[row["doc_id"]][a:b][:60] for a, b in row["spans"]]
            wrong.append(f"wrong {row['rule']} in {row['doc_id']}: {words}: {row['message']}")
    for number, gold in enumerate(expected):
        counts.setdefault(gold[0], [0, 0, 0])[2] += 1
        if number not in met:
            wrong.append(f"missed {gold[0]} in {gold[1]}: {gold[2]}")
    return counts, wrong


def _touches(golden: Golden, row: Mapping[str, Any], gold: Sequence[Any]) -> bool:
    rule, seed, words = gold[:3]
    if row["rule"] != rule or row["doc_id"] != seed:
        return False
    if not words:
        return True
    start, end = golden.span(seed, words)
    return any(a < end and start < b for a, b in row["spans"])


def values(golden: Golden) -> Iterator[tuple[str, int, int, list[str]]]:
    """Origins and dates: how many claims have what the reader gives them."""
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "origins": lambda row, gold: gold[0] <= row["n_origins"] <= gold[1],
        "reported": lambda row, gold: row["reported_at"] == gold,
        "events": lambda row, gold: [
            row["event_start"], row["event_end"], row["event_precision"],
        ] == gold,
    }  # fmt: skip
    for part, test in tests.items():
        right, wrong = 0, []
        gold = golden.data[part]
        for short, value in gold.items():
            rows = [golden.claims[name] for name in sorted(golden.meant[short])]
            if rows and any(test(row, value) for row in rows):
                right += 1
            else:
                keys = ("n_origins", "reported_at", "event_start", "event_end", "event_precision")
                told = [[row[key] for key in keys] for row in rows]
                wrong.append(f"{part} of {short}: {value}, not {told}")
        yield part, right, len(gold), wrong


def table(title: str, rows: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Print found-right, found and expected as precision and recall, one line a row."""
    print(f"  {title:<22} precision  recall  within reach  found  expected")
    for name, (right, found, gold, *reach) in rows:
        within = share(right, reach[0]) if reach else "    "
        line = f"    {name:<22} {share(right, found)}   {share(right, gold)}         {within}"
        print(f"{line}  {found:5} {gold:9}")


def total(counts: Counts) -> list[int]:
    """The sums over all kinds."""
    return [sum(column) for column in zip(*counts.values(), strict=True)]


def report(name: str, *, misses: bool) -> None:
    """Print the figures of one set."""
    golden = Golden(name)
    print(f"{name}: {len(golden.texts)} seeds, {len(golden.claims)} claims")
    linked, wrong = links(golden)
    merged, more = merges(golden)
    wrong += more
    table("links", [*linked.items(), ("all links", total(linked)), ("merges", merged)])
    print("  {} of {} links join claims that the reader links or allows".format(*joined(golden)))
    asked, more = questions(golden)
    wrong += more
    table("questions", list(asked.items()))
    raised, more = flags(golden)
    wrong += more
    table("flags", [*sorted(raised.items()), ("all flags", total(raised))])
    for part, right, of, more in values(golden):
        wrong += more
        print(f"  {part}: {right} of {of} right")
    if misses:
        print(*wrong, sep="\n")


def scale() -> None:
    """Time the assessment of tables of growing size, each in a process of its own."""
    print("   claims  seconds of processor  peak memory  links")
    for size in SIZES:
        command = [sys.executable, __file__, "--assess", str(size)]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")


def assess_made(size: int) -> None:
    """Assess invented tables and print a line of the scale table."""
    tables = made_tables(size)
    begun = time.process_time()
    assessed = analysis.assess(tables)
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(tables.claims):9,} {spent:21.1f} {peak:9,} MB {len(assessed.links):6,}")


def main() -> None:
    """Score the sets, or time the growth."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--misses", action="store_true", help="list what is wrong or missing on the sets read"
    )
    parser.add_argument(
        "--held-out", nargs="*", choices=HELD_OUT, metavar="SET", help="totals of the sets unread"
    )
    parser.add_argument("--scale", action="store_true", help="time the growth")
    parser.add_argument("--assess", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.assess:
        assess_made(options.assess)
    elif options.scale:
        scale()
    elif options.held_out is not None:
        for name in options.held_out or HELD_OUT:
            report(name, misses=False)
    else:
        for name in READ:
            report(name, misses=options.misses)


if __name__ == "__main__":
    main()
