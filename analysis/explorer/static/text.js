// The text of the selected row's seed, with its marks.

import { button, h, select } from "./dom.js";
import { marksOf, pointsBefore, segments } from "./marks.js";

const KINDS = ["claim", "question", "source", "cue", "figure"];

export function textView(rows, onselect, onadd) {
  let docId = "";
  let pieces = [];
  let marked = null;
  const hidden = new Set();
  const body = h("div", { class: "sx-text", tabindex: 0, role: "region", onclick: choose, onmouseup: markWords, onkeyup: markWords });
  const head = h("div", { class: "sx-seed" });
  const adding = h("div", { class: "sx-adding", role: "status" });
  const legend = h(
    "div",
    { class: "sx-legend", role: "group", "aria-label": "Marks shown" },
    KINDS.map((kind) => h("label", {}, h("input", { type: "checkbox", checked: true, onchange: (event) => toggle(kind, event.target.checked) }), h("span", { class: `sx-${kind}` }, kind))),
  );
  const root = h("section", { class: "sx-reader", "aria-label": "Seed" }, head, legend, adding, body);

  function toggle(kind, on) {
    if (on) hidden.delete(kind);
    else hidden.add(kind);
    body.classList.toggle(`sx-no-${kind}`, !on);
  }

  /** Show the seed of the selection, or another one. */
  function update(wanted = "") {
    const row = rows.byId.get(rows.selection);
    const next = wanted || row?.doc_id || row?.seeds?.[0] || docId || rows.material.seeds[0].doc_id;
    if (next !== docId) draw(next);
    point(row);
  }

  function draw(next) {
    docId = next;
    const seed = rows.seeds.get(docId);
    const held = rows.bySeed.get(docId);
    const seeds = rows.material.seeds.map((each) => [each.doc_id, rows.seedName(each.doc_id)]);
    head.replaceChildren(
      select("Seed", seeds, docId, (value) => update(value), { class: "sx-seed-name" }),
      h("span", { class: "sx-muted" }, [seed.publisher || seed.author, seed.published].filter(Boolean).join(", ") || "no author or date"),
    );
    body.setAttribute("aria-label", `Text of ${rows.seedName(docId)}`);
    pieces = segments(seed.text, marksOf(seed, held.claims, held.questions)).map((piece) => {
      const kinds = KINDS.filter((kind) => piece.marks.some((mark) => mark.kind === kind));
      const leaf = h("span", { class: "sx-leaf" }, seed.text.slice(piece.start, piece.end));
      const element = kinds.reduceRight((inner, kind) => h("span", { class: `sx-${kind}` }, inner), leaf);
      return { ...piece, leaf, element };
    });
    body.replaceChildren(...pieces.map((piece) => piece.element));
    body.scrollTop = 0;
    forget();
  }

  /** Set off the selected row's marks, each kind labelled where it begins. */
  function point(row) {
    const labelled = new Set();
    let first = null;
    for (const piece of pieces) {
      const now = row ? piece.marks.filter((mark) => mark.id === row.id).map((mark) => mark.kind) : [];
      piece.leaf.className = ["sx-leaf", ...now.map((kind) => `sx-now-${kind}`)].join(" ");
      const fresh = KINDS.filter((kind) => now.includes(kind) && !labelled.has(kind));
      fresh.forEach((kind) => labelled.add(kind));
      if (fresh.length) piece.leaf.dataset.label = fresh.join(" · ");
      else delete piece.leaf.dataset.label;
      if (now.length) first ??= piece.leaf;
    }
    if (first) {
      const at = first.offsetTop - body.offsetTop;
      if (at < body.scrollTop + 20 || at > body.scrollTop + body.clientHeight - 60) body.scrollTop = Math.max(0, at - 60);
    }
  }

  function choose(event) {
    if (!getSelection().isCollapsed) return;
    const leaf = event.target.closest(".sx-leaf");
    const piece = pieces.find((each) => each.leaf === leaf);
    const marks = (piece?.marks ?? []).filter((mark) => mark.kind === "claim" || mark.kind === "question");
    const lengths = (id) => pieces.filter((each) => each.marks.some((mark) => mark.id === id)).reduce((sum, each) => sum + each.end - each.start, 0);
    marks.sort((one, other) => lengths(one.id) - lengths(other.id));
    const at = marks.findIndex((mark) => mark.id === rows.selection);
    if (marks.length) onselect(marks[(at + 1) % marks.length].id); // a second click: the one around it
  }

  function markWords() {
    const selection = getSelection();
    if (selection.isCollapsed || !body.contains(selection.anchorNode) || !body.contains(selection.focusNode)) return;
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.setStart(body, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const said = range.toString();
    const words = said.trim();
    if (!words) return;
    const start = before.toString().length + said.indexOf(words);
    offer(words, pointsBefore(rows.seeds.get(docId).text, start));
  }

  /** Offer to add words as a row; without words, ask for them: they need not be marked by mouse. */
  function offer(words, start) {
    const input = h("input", { "aria-label": "Exact words of the seed", placeholder: "Exact words of the seed", class: "sx-words" });
    input.value = words;
    marked = { words, start };
    const add = (table) => {
      const at = input.value === marked.words ? marked.start : -1;
      onadd({ table, doc_id: docId, words: input.value, start: at }, forget);
    };
    adding.replaceChildren(
      h("span", {}, "Missed by the machine? "),
      input,
      button("Add as claim", () => add("claims")),
      button("Add as question", () => add("questions")),
      button("Cancel", forget),
    );
    if (!words) input.focus();
  }

  function forget() {
    marked = null;
    adding.replaceChildren();
  }

  return { root, update, offer, forget, isOffering: () => adding.childElementCount > 0 };
}
