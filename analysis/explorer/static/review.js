// Deciding: accept, reject, correct, take back; and what became of it.

import { button, h, plain, select } from "./dom.js";

export function reviewView(rows, name, ondone, onleave) {
  const waiting = new Map();
  let number = 0;
  const said = h("div", { class: "sx-said-so", role: "status" });
  const form = h("form", { class: "sx-form", hidden: true, onsubmit: save });
  const note = h("input", { placeholder: "Note: why", "aria-label": "Note", class: "sx-note" });
  const who = h("input", {
    placeholder: "Your name",
    "aria-label": "Reviewer",
    class: "sx-who",
    onchange: () => rows.set({ reviewer: who.value.trim() }),
  });
  const buttons = h("div", { class: "sx-buttons", role: "group", "aria-label": "Decide" });
  const root = h("div", { class: "sx-review" }, form, buttons, h("div", { class: "sx-signed" }, note, who), said);

  rows.model.on("msg:custom", (message) => {
    const then = waiting.get(message.done ?? message.failed);
    if (!then) return;
    waiting.delete(message.done ?? message.failed);
    if (message.message) tell(message.message, true);
    else then(message);
  });

  function tell(words, wrong = false) {
    said.textContent = words;
    said.classList.toggle("sx-wrong", wrong);
    said.setAttribute("role", wrong ? "alert" : "status");
  }

  /** Ask Python to keep something; the answer says whether it did. */
  function ask(content, then) {
    if (!who.value.trim()) {
      tell("Say who decides: a name or initials. It is kept beside each decision.", true);
      who.focus();
      return;
    }
    if (rows.model.get("reviewer") !== who.value.trim()) rows.set({ reviewer: who.value.trim() });
    number += 1;
    waiting.set(`${name}-${number}`, then);
    tell("Saving…");
    // With the name: a message can come before a trait that was set earlier.
    rows.model.send({ ...content, number: `${name}-${number}`, note: note.value, reviewer: who.value.trim() });
    setTimeout(() => said.textContent === "Saving…" && tell("Still waiting: the kernel is busy or gone. Nothing counts as saved yet.", true), 8000);
  }

  function decide(decisions, words = "Saved") {
    ask({ do: "decide", decisions }, () => {
      note.value = "";
      tell(`${words} to ${rows.model.get("place")}. It is applied on the next build.`);
      ondone();
    });
  }

  function add(content, then) {
    ask({ do: "add", ...content }, () => {
      note.value = "";
      tell(`Added to ${rows.model.get("place")}: a row of its own from the next build on.`);
      then();
      ondone();
    });
  }

  function selected() {
    return rows.byId.get(rows.selection);
  }

  function verdict(value) {
    const row = selected();
    if (!row || row.table === "sources") return tell("Select a claim or a question first.", true);
    const words = { accepted: "Accepted, saved", rejected: "Rejected, saved" }[value];
    return decide([{ row_id: row.id, field: "verdict", value }], words);
  }

  function withdraw() {
    const row = selected();
    const fields = row ? Object.keys(rows.decided(row.id)).filter((field) => !/^added$|same_as|linked/.test(field)) : [];
    if (!fields.length) return tell("Nothing was decided on this row.", true);
    return decide(fields.map((field) => ({ row_id: row.id, field, value: "withdrawn" })), "Taken back, saved");
  }

  function update() {
    const row = selected();
    const judged = row && row.table !== "sources";
    if (document.activeElement !== who) who.value = rows.model.get("reviewer");
    buttons.replaceChildren(
      key("✓ Accept", "a", () => verdict("accepted"), !judged),
      key("✗ Reject", "r", () => verdict("rejected"), !judged),
      key(row?.table === "sources" ? "✎ Merge" : "✎ Correct", "e", edit, !row),
      key("↶ Take back", "z", withdraw, !row),
    );
    if (form.dataset.row !== rows.selection) close();
  }

  function key(label, letter, onclick, disabled) {
    return button([label, h("kbd", { "aria-hidden": "true" }, letter)], onclick, { disabled, "aria-keyshortcuts": letter });
  }

  function field(label, control) {
    return h("label", {}, h("span", {}, label), control);
  }

  function edit() {
    const row = selected();
    if (!row) return;
    const seed = row.doc_id && rows.seeds.get(row.doc_id);
    const fields = { claims: ["certainty", "kind", "stance", "verification", "credibility"], questions: ["status"], sources: [] }[row.table];
    const drop = (column, target) => {
      const value = String(rows.value(target, column).value ?? "");
      const options = rows.material.choices[column].map((each) => [each, plain(each)]);
      return field(column, select(column, value ? options : [["", "not set"], ...options], value, () => {}, { name: column, "data-before": value }));
    };
    form.replaceChildren(
      ...(row.table === "sources" ? sameAs() : fields.map((column) => drop(column, row))),
      ...(row.table === "claims" ? sourceFields(row) : []),
      ...(seed ? [drop("reliability", { id: seed.doc_id, reliability: seed.reliability })] : []),
      h("div", { class: "sx-buttons" }, h("button", { type: "submit" }, "Save"), button("Cancel", () => (close(), onleave()))),
    );
    form.dataset.row = row.id;
    form.hidden = false;
    form.querySelector("select, input").focus();
  }

  function names() {
    return h("datalist", { id: `${name}-sources` }, h("option", { value: "author" }), rows.material.sources.map((source) => h("option", { value: source.text })));
  }

  function sourceFields() {
    const kinds = rows.material.source_kinds.filter((kind) => kind !== "author").map((kind) => [kind, plain(kind)]);
    return [
      field("source", h("input", { name: "source", list: `${name}-sources`, placeholder: "unchanged; a name, or: author", autocomplete: "off" })),
      field("if new, its kind", select("Kind of a new source", [["", "a source listed"], ...kinds], "", () => {}, { name: "source_kind" })),
      names(),
    ];
  }

  function sameAs() {
    return [field("the same as", h("input", { name: "same_as", list: `${name}-sources`, placeholder: "another source, by name", autocomplete: "off" })), names()];
  }

  function sourceNamed(words) {
    return rows.material.sources.find((source) => source.text === words || source.name === words)?.id ?? "";
  }

  function save(event) {
    event.preventDefault();
    const row = selected();
    const found = [];
    for (const box of form.querySelectorAll("select[data-before]")) {
      const target = box.name === "reliability" ? row.doc_id : row.id;
      if (box.value !== box.dataset.before) found.push({ row_id: target, field: box.name, value: box.value });
    }
    const named = (form.elements.source ?? form.elements.same_as)?.value.trim();
    if (named && form.elements.source) {
      const kind = form.elements.source_kind.value;
      const value = named === "author" ? named : kind ? `${kind}: ${named}` : sourceNamed(named);
      if (!value) return tell(`No source here is called ${named}. If it is a new one, say of which kind.`, true);
      found.push({ row_id: row.id, field: "source", value });
    } else if (named) {
      const other = sourceNamed(named);
      if (!other || other === row.id) return tell(`Name another source of the list, not ${named}.`, true);
      found.push({ row_id: row.id, field: "same_as", value: other });
    }
    if (!found.length) return tell("Nothing was changed.", true);
    decide(found, "Corrected, saved");
    close();
    return onleave();
  }

  function close() {
    form.hidden = true;
    form.replaceChildren();
    form.dataset.row = rows.selection;
  }

  return { root, update, decide, verdict, withdraw, edit, add, close, isEditing: () => !form.hidden };
}
