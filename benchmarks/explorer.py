"""The explorer on many claims in Chromium: first paint, filters, steps through the list.

    python benchmarks/explorer.py [CLAIMS] [RUNS]

The page runs without JupyterLab, on what Python would send it, so that the figures are those of the
page itself; the material is made by `made_claims`. Times in milliseconds, each until the page has
painted.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from statistics import median
from typing import Any

from made_claims import made_tables

from analysis.explorer import explore

CLAIMS, RUNS = 5_000, 5

FAKE_MODEL = """
async ([source, state]) => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const { render } = (await import(url)).default;
    const heard = new Map();
    const values = { ...state };
    window.sent = [];
    window.model = {
        get: (name) => values[name],
        set: (name, value) => {
            if (values[name] === value) return;
            values[name] = value;
            for (const then of heard.get(`change:${name}`) ?? []) then();
        },
        on: (name, then) => heard.set(name, [...(heard.get(name) ?? []), then]),
        off: () => {},
        save_changes: () => {},
        send: (message) => window.sent.push(message),
        tell: (message) => (heard.get("msg:custom") ?? []).forEach((then) => then(message)),
    };
    const painted = () => new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
    window.timed = async (act) => {
        const start = performance.now();
        act();
        await painted();
        return performance.now() - start;
    };
    return window.timed(() => render({ model: window.model, el: document.body }));
}
"""
"""What anywidget gives a page, as far as the explorer uses it; `timed` waits for the paint."""

STEPS = {
    "filter by certainty": "model.set('filters', { certainty: 'certain' })",
    "filter by seed": "model.set('filters', { seed: model.get('material').claims.at(-1).doc_id })",
    "search two words": "model.set('filters', { text: 'said dam' })",
    "no filter": "model.set('filters', {})",
    "select the last claim": "model.set('selection', model.get('material').claims.at(-1).id)",
    "select the first claim": "model.set('selection', model.get('material').claims[0].id)",
    "scroll to the middle": (
        "document.querySelector('.sx-list').scrollTop = "
        "document.querySelector('.sx-room').clientHeight / 2"
    ),
}


def page_state(tables: Any) -> list[Any]:
    """The script and the state of an explorer on some tables, as a page gets them."""
    widget = explore(tables)
    names = ("material", "decisions", "lines", "place", "reviewer", "table", "selection")
    state = {name: getattr(widget, name) for name in (*names, "filters", "only")}
    return [widget._esm, state, widget._css]


def open_explorer(browser: Any, tables: Any) -> tuple[Any, float]:
    """A page with the explorer alone, and the milliseconds until its first paint."""
    script, state, css = page_state(tables)
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_content("<!doctype html><body data-jp-theme-light='true'></body>")
    page.add_style_tag(content=str(css))
    return page, page.evaluate(FAKE_MODEL, [script, state])


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("claims", nargs="?", type=int, default=CLAIMS, help=f"claims ({CLAIMS})")
    parser.add_argument("runs", nargs="?", type=int, default=RUNS, help=f"runs ({RUNS})")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is missing: apt install chromium")
    tables = made_tables(options.claims)
    start = time.perf_counter()
    state = page_state(tables)
    made = time.perf_counter() - start
    size = len(json.dumps(state[1])) / 1e6
    times: dict[str, list[float]] = {"first paint": [], **{name: [] for name in STEPS}}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(options.runs):
            page, first = open_explorer(browser, tables)
            times["first paint"].append(first)
            for name, act in STEPS.items():
                times[name].append(page.evaluate(f"timed(() => {{ {act} }})"))
            page.close()
        browser.close()
    print(f"{len(tables.claims):,} claims, {size:.1f} MB, made by Python in {made:.2f} s")
    print(f"{'medians of ' + str(options.runs) + ' runs':<26}{'ms':>6}{'most':>7}")
    for name, found in times.items():
        print(f"{name:<26}{median(found):>6.0f}{max(found):>7.0f}")


if __name__ == "__main__":
    main()
