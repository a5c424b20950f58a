// What to show: the table, a search, a value of each facet.

import { button, h, plain, select } from "./dom.js";
import { TABLES } from "./rows.js";

const SHORT = 46;

export function filtersView(rows, onkeys) {
  const tabs = h("div", { class: "sx-tabs", role: "tablist", "aria-label": "What to list" });
  const search = h("input", {
    type: "search",
    placeholder: "Search words (press /)",
    "aria-label": "Search words",
    class: "sx-search",
    oninput: () => change("text", search.value),
  });
  const facets = h("div", { class: "sx-facets" });
  const notice = h("div", { class: "sx-only" });
  const clear = button("Clear", () => rows.set({ filters: {} }), { class: "sx-clear" });
  const root = h(
    "div",
    { class: "sx-filters", role: "search", "aria-label": "Filters" },
    h("div", { class: "sx-top" }, tabs, search, button("?", onkeys, { class: "sx-help", "aria-label": "Keys" })),
    facets,
    notice,
  );

  function change(name, value) {
    rows.set({ filters: { ...rows.filters, [name]: value } });
  }

  function choose(table) {
    rows.set({ table, filters: { text: rows.filters.text ?? "" }, only: null, selection: "" });
  }

  function turn(event, table) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    choose(TABLES[(TABLES.indexOf(table) + step + TABLES.length) % TABLES.length]);
    tabs.querySelector("[aria-selected=true]").focus();
  }

  let built = "";

  /** Show the filters as they are; their choices are made anew only for another table, or if asked. */
  function update(anew = false) {
    const sizes = (table) => (table === "decisions" ? rows.lines().length : rows.material[table].length);
    tabs.replaceChildren(
      ...TABLES.map((table) =>
        button([plain(table)[0].toUpperCase(), table.slice(1), h("span", { class: "sx-count" }, ` ${sizes(table)}`)], () => choose(table), {
          role: "tab",
          "data-table": table,
          "aria-selected": String(table === rows.table),
          tabindex: table === rows.table ? 0 : -1,
          onkeydown: (event) => turn(event, table),
        }),
      ),
    );
    if (document.activeElement !== search) search.value = rows.filters.text ?? "";
    const names = rows.material.facets[rows.table] ?? [];
    if (anew || built !== rows.table) {
      facets.replaceChildren(...names.map(facetView), ...(names.length ? [clear] : []));
      built = rows.table;
    }
    for (const box of facets.querySelectorAll("select")) point(box);
    clear.disabled = !Object.values(rows.filters).some(Boolean);
    const only = rows.model.get("only");
    notice.replaceChildren(
      ...(only === null ? [] : [`Only the ${only.length} rows that were asked for. `, button("Show all", () => rows.set({ only: null }))]),
    );
  }

  function facetView(name) {
    const label = (value) => (name === "seed" ? rows.seedName(value) : plain(value));
    const cut = (text) => (text.length > SHORT ? `${text.slice(0, SHORT - 1)}…` : text);
    const options = rows.values(name).map(([value, count]) => [value, `${cut(label(value))} (${count})`]);
    const box = select(plain(name), [["", "any"], ...options], "", (chosen) => change(name, chosen), { "data-facet": name });
    return h("label", { class: "sx-facet" }, h("span", {}, plain(name)), box);
  }

  /** Show the value that is wanted of a facet, also one that no row has. */
  function point(box) {
    const value = rows.filters[box.dataset.facet] ?? "";
    box.value = value;
    if (box.value !== value) {
      box.append(h("option", { value }, plain(value)));
      box.value = value;
    }
    box.parentElement.classList.toggle("sx-on", value !== "");
  }

  return { root, update, focus: () => search.focus() };
}
