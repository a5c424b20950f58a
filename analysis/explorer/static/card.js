// The card of the selected row: everything known of it, each with what people decided.

import { button, h, plain } from "./dom.js";

// Decisions on two rows: each takes its opposite back.
const OPPOSITES = { same_as: "not_same_as", not_same_as: "same_as", linked: "not_linked", not_linked: "linked" };

export function cardView(rows, onselect, ondecide) {
  const root = h("div", { class: "sx-facts" });

  function update() {
    const row = rows.byId.get(rows.selection);
    const line = rows.table === "decisions" && rows.lines().find((each) => each.id === rows.selection);
    const parts = line ? decisionCard(line) : row ? CARDS[row.table](row) : [hint()];
    root.replaceChildren(...parts.flat().filter(Boolean));
  }

  function hint() {
    return h("p", { class: "sx-muted" }, "Select a row in the list, or click on marked words. Press ? for the keys.");
  }

  const CARDS = {
    claims: (row) => [
      heading("Claim", row),
      h("blockquote", {}, row.text),
      facts([
        ["Source", reviewed(row, "source", rows.sourceNames(row))],
        ["Attribution", row.cue ? [plain(row.attribution), ", by ", h("q", {}, row.cue)] : plain(row.attribution)],
        ["Certainty", [reviewed(row, "certainty"), row.markers.length > 0 && h("span", { class: "sx-muted" }, ` hedged by “${row.markers.join("”, “")}”`)]],
        ["Likelihood", row.likelihood],
        ["Kind", reviewed(row, "kind")],
        ["Stance", reviewed(row, "stance")],
        ["Verification", reviewed(row, "verification")],
        ["Condition", row.condition],
        ["Negated", row.negated ? "yes" : ""],
        ["Happened", row.happened],
        ["Said", row.reported_at],
        ["Origins", row.origins.length ? `${row.origins.length} independent: ${row.origins.join(", ")}` : "none known"],
        ["Credibility", reviewed(row, "credibility")],
        ["Reliability", reliability(row.doc_id)],
        ...row.figures.map((figure) => ["Figure", [h("q", {}, figure.text), ` ${bounds(figure)} ${figure.counted || figure.unit}`]]),
      ]),
      section("Flags", row.flags.map(flag)),
      section("Links", row.links.map((each) => link(row, each))),
      made(row),
    ],
    questions: (row) => [
      heading("Open question", row),
      h("blockquote", {}, row.text),
      facts([
        ["Asked as", row.as_question],
        ["Form", plain(row.form)],
        ["Raised by", row.raised_by],
        ["Status", [reviewed(row, "status"), row.why && h("span", { class: "sx-muted" }, ` ${row.why}`)]],
        ["Reliability", reliability(row.doc_id)],
      ]),
      section("Claims that bear on it", row.evidence.map((id) => jump(id))),
      made(row),
    ],
    sources: (row) => [
      heading("Source", row),
      h("p", { class: "sx-name" }, row.name),
      facts([
        ["Role", row.role],
        ["Affiliation", row.affiliation],
        ["Kind", plain(row.kind)],
        ["Sourcing", plain(row.sourcing)],
        ["Resolved", row.resolved ? "" : "no: the text does not say who this is"],
        ["Claims", String(row.n_claims)],
        ["Same as", pairs(row, "same_as")],
        ["Not the same as", pairs(row, "not_same_as")],
      ]),
      section("Called in the seeds", row.members.map((member) => memberView(row, member))),
      section("Claims", claimsOf(row).slice(0, 30).map((claim) => jump(claim.id))),
      made(row),
    ],
  };

  function decisionCard(line) {
    if (line.problem) return [h("h3", {}, "A line of the reviews that cannot be used"), h("p", {}, line.problem)];
    const known = rows.byId.get(line.row_id);
    return [
      h("h3", {}, "Decision"),
      line.about && h("blockquote", {}, line.about),
      facts([
        [plain(line.field), line.field === "source" ? rows.namesIn(line.value) : (rows.byId.get(line.value)?.text ?? plain(line.value))],
        ["Reviewer", line.reviewer],
        ["Date", line.date],
        ["Note", line.note],
        ["In the tables", line.status === "new" ? "from the next build on" : line.status],
        ["Row", line.row_id],
      ]),
      h(
        "p",
        {},
        known && button("Show the row", () => onselect(line.row_id)),
        " ",
        OPPOSITES[line.field]
          ? button("Decide the opposite", () => ondecide([{ row_id: line.row_id, field: OPPOSITES[line.field], value: line.value }]))
          : button("Withdraw", () => ondecide([{ row_id: line.row_id, field: line.field, value: "withdrawn", about: line.about }])),
      ),
    ];
  }

  function heading(kind, row) {
    const state = rows.state(row.id);
    const signs = { accepted: "✓ accepted", rejected: "✗ rejected", corrected: "✎ corrected", "not reviewed": "not reviewed" };
    return h("h3", {}, kind, h("span", { class: `sx-badge sx-${state.replace(" ", "-")}` }, signs[state]));
  }

  function facts(pairs) {
    const shown = pairs.filter(([, value]) => value && (!Array.isArray(value) || value.length));
    return h("dl", {}, shown.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  }

  /** A value with who decided it and what the machine had. */
  function reviewed(row, field, shown = "") {
    const { value, decision, machine } = rows.value(row, field);
    const text = shown || plain(value ?? "");
    if (!decision) return text;
    const before = field === "source" ? (rows.material.machine[row.id]?.source ?? rows.machineSource(row)) : machine;
    const was = before === value ? "confirmed" : before ? `machine: ${plain(before)}` : "set";
    const by = [decision.reviewer, decision.date].filter(Boolean).join(", ");
    return [h("strong", {}, text), h("span", { class: "sx-by" }, `✎ ${was} (${by})${decision.note ? `: ${decision.note}` : ""}`)];
  }

  function reliability(docId) {
    const seed = rows.seeds.get(docId);
    return reviewed({ id: docId, reliability: seed.reliability }, "reliability");
  }

  function bounds({ low, high }) {
    const number = (value) => value.toLocaleString("en");
    if (low === null) return high === null ? "" : `up to ${number(high)}`;
    if (high === null) return `from ${number(low)}`;
    return low === high ? number(low) : `${number(low)} to ${number(high)}`;
  }

  function section(title, items) {
    return items.length > 0 && [h("h4", {}, title), h("ul", {}, items.map((item) => h("li", {}, item)))];
  }

  function flag(each) {
    const verdict = rows.decided(each.id).verdict?.value;
    const dismissed = verdict === "rejected";
    return [
      h("strong", {}, `${plain(each.rule)}, ${each.severity}. `),
      dismissed ? h("s", {}, each.message) : each.message,
      " ",
      button(dismissed ? "Restore" : "Dismiss", () => ondecide([{ row_id: each.id, field: "verdict", value: dismissed ? "withdrawn" : "rejected" }]), {
        class: "sx-small",
        "aria-label": `${dismissed ? "Restore" : "Dismiss"} the flag ${plain(each.rule)}`,
      }),
    ];
  }

  function link(row, each) {
    const words = { repeats: "repeats", corroborates: "corroborates", conflicts: "conflicts with", denies: "denies", updates: "updates", related: "is related to" };
    const turned = { repeats: "is repeated by", corroborates: "is corroborated by", denies: "is denied by", updates: "is updated by" };
    const relation = (each.turned && turned[each.relation]) || words[each.relation];
    const last = pairLines(row, each.to, ["linked", "not_linked"]).at(-1);
    const refused = last?.field === "not_linked";
    const field = OPPOSITES[refused ? "not_linked" : "linked"];
    return [
      h("strong", {}, `${relation} `),
      jump(each.to),
      " ",
      button(refused ? "Restore" : "Refuse", () => ondecide([{ row_id: row.id, field, value: each.to, about: row.text.slice(0, 160) }]), {
        class: "sx-small",
        "aria-label": `${refused ? "Restore" : "Refuse"} the link: ${relation} “${rows.byId.get(each.to)?.text ?? "a claim that is not shown"}”`,
      }),
      h("div", { class: "sx-muted" }, refused ? `refused by ${last.reviewer}, ${last.date}; gone from the next build on` : each.why),
    ];
  }

  function jump(id) {
    const row = rows.byId.get(id);
    if (!row) return "a claim that is not shown";
    return [button(`“${row.text}”`, () => onselect(id), { class: "sx-jump" }), h("span", { class: "sx-muted" }, ` ${rows.sourceNames(row)}, ${rows.seedName(row.doc_id)}`)];
  }

  function memberView(row, member) {
    return [
      h("q", {}, member.name),
      ` in ${rows.seedName(member.doc_id)} `,
      h("span", { class: "sx-muted" }, `${member.why} `),
      button("Not the same", () => ondecide([{ row_id: member.id, field: "not_same_as", value: row.id, about: `${member.name} (${member.doc_id})` }]), {
        class: "sx-small",
        "aria-label": `${member.name} in ${member.doc_id} is not the same`,
      }),
    ];
  }

  function pairLines(row, other, fields) {
    return rows.model.get("lines").filter(
      (line) => fields.includes(line.field) && [line.row_id, line.value].includes(row.id) && [line.row_id, line.value].includes(other),
    );
  }

  function pairs(row, field) {
    const found = [];
    for (const line of rows.model.get("lines")) {
      if (line.field !== field) continue;
      const other = line.row_id === row.id ? line.value : line.value === row.id ? line.row_id : "";
      if (other) found.push(`${rows.byId.get(other)?.text ?? line.about} (${line.reviewer}, ${line.date})`);
    }
    return found.join("; ");
  }

  function claimsOf(row) {
    return rows.material.claims.filter((claim) => claim.source_ids.includes(row.id));
  }

  function made(row) {
    const place = row.doc_id ? `${row.doc_id}, characters ${row.start}–${row.end}` : "";
    return h("p", { class: "sx-made" }, [place, row.rule && `made by ${row.rule}`, row.id].filter(Boolean).join(" · "));
  }

  return { root, update };
}
