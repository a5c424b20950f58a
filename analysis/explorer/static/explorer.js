// The explorer's page: the views, the keys, and what is kept for the next time.

import { button, h } from "./dom.js";
import { Rows } from "./rows.js";
import { filtersView } from "./filters.js";
import { listView } from "./list.js";
import { textView } from "./text.js";
import { cardView } from "./card.js";
import { reviewView } from "./review.js";

const KEYS = [
  ["↓ or j, ↑ or k", "next row, row before"],
  ["Page ↓, Page ↑, Home, End", "further, in the list"],
  ["a", "accept the row"],
  ["r", "reject it: it leaves the tables on the next build"],
  ["e", "correct its values; Enter saves, Esc leaves"],
  ["z", "take back what was decided on it"],
  ["n", "add a claim or question that the machine missed"],
  ["/", "search words"],
  ["Esc", "back to the list"],
];

function render({ model, el }) {
  const started = performance.now();
  // Two pages on one widget hear each other's answers: each knows its own by this name.
  const name = `sx${Math.random().toString(36).slice(2, 8)}`;
  const rows = new Rows(model);
  const list = listView(rows, name, choose);
  const filters = filtersView(rows, () => toggleKeys());
  const review = reviewView(rows, name, refresh, () => list.focus());
  const text = textView(rows, choose, review.add);
  const card = cardView(rows, choose, (decisions) => review.decide(decisions));
  const keys = h("dialog", { class: "sx-keys", "aria-label": "Keys" }, h("h3", {}, "Keys"), h("dl", {}, KEYS.map(([key, what]) => h("div", {}, h("dt", {}, key), h("dd", {}, what)))), button("Close", () => keys.close()));
  const root = h(
    "div",
    // JupyterLab's own keys stay out: here "a" accepts and does not add a cell.
    { class: "sx", "data-lm-suppress-shortcuts": "true", role: "application", "aria-label": "Explorer of claims, questions and sources", onkeydown: press },
    filters.root,
    h("div", { class: "sx-panes" }, list.root, text.root, h("section", { class: "sx-card", "aria-label": "Card" }, card.root, review.root)),
    keys,
  );

  function toggleKeys() {
    if (keys.open) keys.close();
    else keys.showModal();
  }

  /** Select a row, whatever table it is of. */
  function choose(id) {
    const home = rows.byId.get(id)?.table ?? rows.table;
    const moved = home !== rows.table && { table: home, filters: {}, only: null };
    rows.set({ ...moved, selection: id });
  }

  function refresh() {
    list.update();
    card.update();
    review.update();
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape") {
      event.preventDefault();
      review.close();
      text.forget();
      list.focus();
    } else if (!typing) {
      const act = ACTS[event.key];
      const reading = event.target.closest(".sx-text, .sx-facts") && !/^[a-z/?]$/.test(event.key);
      if (!act || reading || (event.target.closest("button, [role=tab]") && !/^[a-z/?]$/.test(event.key))) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  }

  const go = (step) => () => {
    list.move(step);
    list.focus();
  };
  const ACTS = {
    j: go(1),
    ArrowDown: go(1),
    k: go(-1),
    ArrowUp: go(-1),
    PageDown: () => list.move(list.page()),
    PageUp: () => list.move(-list.page()),
    Home: () => list.move(-list.size()),
    End: () => list.move(list.size()),
    a: () => review.verdict("accepted"),
    r: () => review.verdict("rejected"),
    e: () => review.edit(),
    z: () => review.withdraw(),
    n: () => text.offer("", -1),
    "/": () => filters.focus(),
    "?": toggleKeys,
  };

  const memory = `seedbrief ${model.get("place")}`;
  restore(model, rows, memory);
  const heard = {
    "change:table change:filters change:only": () => {
      filters.update();
      list.update();
      card.update();
      review.update();
      list.reveal();
    },
    "change:selection": () => {
      list.reveal();
      text.update();
      card.update();
      review.update();
    },
    // Not the list: a click on it leaves the name's box, and must find its row still there.
    "change:reviewer": () => review.update(),
    "change:decisions change:lines": () => {
      filters.update(true);
      refresh();
    },
  };
  const keep = () => remember(model, memory);
  for (const [names, then] of Object.entries(heard)) {
    for (const name of names.split(" ")) {
      model.on(name, then);
      model.on(name, keep);
    }
  }
  el.append(root);
  filters.update();
  refresh();
  text.update();
  list.reveal();
  requestAnimationFrame(() => root.setAttribute("data-painted", Math.round(performance.now() - started)));
  return () => {
    for (const [names, then] of Object.entries(heard)) {
      for (const name of names.split(" ")) {
        model.off(name, then);
        model.off(name, keep);
      }
    }
  };
}

/** What was chosen here before, where nothing is chosen yet: a kernel may have been restarted. */
function restore(model, rows, memory) {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(memory)) ?? {};
  } catch {
    return;
  }
  if (!model.get("reviewer") && typeof kept.reviewer === "string") model.set("reviewer", kept.reviewer);
  const untouched = !model.get("selection") && model.get("only") === null && !Object.keys(model.get("filters")).length;
  // Another project's seeds may lie in a folder of the same name: a filter by a seed or source of
  // those would hide every row here.
  const known = ([facet, value]) => !value || facet === "text" || facet === "review" || rows.material[kept.table]?.some((row) => row.facets[facet]?.includes(value));
  const filters = kept.filters ?? {};
  if (untouched && model.get("table") === "claims" && kept.table && Object.entries(filters).every(known)) {
    model.set("table", kept.table);
    model.set("filters", filters);
    model.set("selection", kept.selection ?? "");
  }
  model.save_changes();
}

function remember(model, memory) {
  const kept = Object.fromEntries(["reviewer", "table", "filters", "selection"].map((name) => [name, model.get(name)]));
  try {
    localStorage.setItem(memory, JSON.stringify(kept));
  } catch {
    // A browser without storage forgets.
  }
}

export default { render };
