// The list of rows. Only those in sight are in the page, so that thousands stay fluent.

import { h, plain } from "./dom.js";

const HEIGHT = 66;
const SPARE = 6;
const SIGNS = { accepted: "✓ accepted", rejected: "✗ rejected", corrected: "✎ corrected" };

export function listView(rows, name, onselect) {
  let shown = [];
  const room = h("div", { class: "sx-room", role: "presentation" });
  const scroller = h(
    "div",
    { class: "sx-list", role: "listbox", tabindex: 0, "aria-label": "Rows", onscroll: () => draw() },
    room,
  );
  const count = h("div", { class: "sx-tally", role: "status" });
  const root = h("div", { class: "sx-rows" }, count, scroller);
  new ResizeObserver(() => draw()).observe(scroller);

  function update() {
    shown = rows.shown();
    room.style.height = `${shown.length * HEIGHT}px`;
    const all = rows.table === "decisions" ? shown.length : rows.material[rows.table].length;
    const some = shown.length === all ? `${all}` : `${shown.length} of ${all}`;
    count.textContent = shown.length ? `${some} ${rows.table}` : empty(all);
    draw();
  }

  function empty(all) {
    if (all) return `None of ${all} ${rows.table} passes these filters.`;
    return rows.table === "decisions" ? "Nobody has decided anything yet." : `The seeds hold no ${rows.table}.`;
  }

  function draw() {
    const first = Math.max(0, Math.floor(scroller.scrollTop / HEIGHT) - SPARE);
    const last = Math.min(shown.length, Math.ceil((scroller.scrollTop + (scroller.clientHeight || 600)) / HEIGHT) + SPARE);
    room.replaceChildren(...shown.slice(first, last).map((row, n) => item(row, first + n)));
    const at = index();
    if (at >= first && at < last) scroller.setAttribute("aria-activedescendant", `${name}-${at}`);
    else scroller.removeAttribute("aria-activedescendant");
  }

  function item(row, place) {
    const chosen = row.id === rows.selection;
    const state = rows.table === "decisions" ? "" : rows.state(row.id);
    return h(
      "div",
      {
        class: `sx-item${chosen ? " sx-chosen" : ""}${state === "rejected" ? " sx-rejected" : ""}`,
        id: `${name}-${place}`,
        role: "option",
        "aria-selected": String(chosen),
        "aria-setsize": shown.length,
        "aria-posinset": place + 1,
        "data-id": row.id,
        style: `top: ${place * HEIGHT}px; height: ${HEIGHT}px`,
        onclick: () => {
          onselect(row.id);
          scroller.focus({ preventScroll: true });
        },
      },
      h("div", { class: "sx-said" }, title(row)),
      h("div", { class: "sx-meta" }, SIGNS[state] && h("strong", {}, SIGNS[state]), details(row).filter(Boolean).map((part) => h("span", {}, part))),
    );
  }

  function title(row) {
    if (rows.table === "decisions") return row.problem ?? `${plain(row.field)}: ${row.field === "source" ? rows.namesIn(row.value) : plain(row.value)}`;
    return row.text;
  }

  function details(row) {
    if (rows.table === "claims") {
      const flags = row.flags.length;
      return [rows.sourceNames(row), rows.value(row, "certainty").value, flags ? `⚑ ${flags}` : "", row.links.length ? `⇄ ${row.links.length}` : ""];
    }
    if (rows.table === "questions") return [row.form.replaceAll("_", " "), plain(rows.value(row, "status").value), rows.seedName(row.doc_id)];
    if (rows.table === "sources") return [plain(row.kind), `${row.n_claims} claims`, `${row.seeds.length} seeds`];
    return row.problem ? ["cannot be used"] : [row.reviewer, row.date, row.status === "new" ? "not yet in a build" : row.status, row.about];
  }

  function index() {
    return shown.findIndex((row) => row.id === rows.selection);
  }

  /** Select the next row, or the one before. */
  function move(step) {
    if (!shown.length) return;
    const at = index();
    const to = at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + step));
    onselect(shown[to].id);
  }

  /** Bring the selected row into sight. */
  function reveal() {
    const at = index();
    if (at < 0) return draw();
    const top = at * HEIGHT;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + HEIGHT > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + HEIGHT - scroller.clientHeight;
    draw();
  }

  return { root, update, draw, move, reveal, focus: () => scroller.focus({ preventScroll: true }), page: () => Math.max(1, Math.floor(scroller.clientHeight / HEIGHT) - 1), size: () => shown.length };
}
