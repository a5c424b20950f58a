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

  function update() {
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
    facets.replaceChildren(...names.map((name) => facetView(name)), names.length > 0 && clearView());
    const only = rows.model.get("only");
    notice.replaceChildren(
      ...(only === null ? [] : [`Only the ${only.length} rows that were asked for. `, button("Show all", () => rows.set({ only: null }))]),
    );
  }

  function facetView(name) {
    const label = (value) => (name === "seed" ? rows.seedName(value) : plain(value));
    const cut = (text) => (text.length > SHORT ? `${text.slice(0, SHORT - 1)}…` : text);
    const options = rows.values(name).map(([value, count]) => [value, `${cut(label(value))} (${count})`]);
    const value = rows.filters[name] ?? "";
    if (value && !options.some(([key]) => key === value)) options.push([value, label(value)]);
    return h(
      "label",
      { class: value ? "sx-facet sx-on" : "sx-facet" },
      h("span", {}, plain(name)),
      select(plain(name), [["", "any"], ...options], value, (chosen) => change(name, chosen), { "data-facet": name }),
    );
  }

  function clearView() {
    const some = Object.values(rows.filters).some(Boolean);
    return button("Clear", () => rows.set({ filters: {} }), { class: "sx-clear", disabled: !some });
  }

  return { root, update, focus: () => search.focus() };
}
