// The rows: looking them up, filtering, what people decided on them.

export const TABLES = ["claims", "questions", "sources", "decisions"];

/** Everything that the views need of the model, and one place to change it. */
export class Rows {
  constructor(model) {
    this.model = model;
    this.material = model.get("material");
    this.byId = new Map();
    this.seeds = new Map(this.material.seeds.map((seed) => [seed.doc_id, seed]));
    this.bySeed = new Map(this.material.seeds.map((seed) => [seed.doc_id, { claims: [], questions: [] }]));
    for (const table of ["claims", "questions", "sources"]) {
      for (const row of this.material[table]) {
        this.byId.set(row.id, { ...row, table });
        if (row.doc_id) this.bySeed.get(row.doc_id)[table].push(row);
      }
    }
  }

  get table() {
    return this.model.get("table");
  }

  get filters() {
    return this.model.get("filters");
  }

  get selection() {
    return this.model.get("selection");
  }

  set(values) {
    for (const [name, value] of Object.entries(values)) this.model.set(name, value);
    this.model.save_changes();
  }

  /** The rows of the table shown that pass the filters, in order. */
  shown() {
    if (this.table === "decisions") return this.lines();
    const only = this.model.get("only");
    const wanted = only === null ? null : new Set(only);
    const words = (this.filters.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const facets = Object.entries(this.filters).filter(([name, value]) => name !== "text" && value);
    return this.material[this.table].filter(
      (row) =>
        (wanted === null || wanted.has(row.id)) &&
        facets.every(([name, value]) =>
          name === "review" ? this.state(row.id) === value : (row.facets[name] ?? []).includes(value),
        ) &&
        words.every((word) => row.words.includes(word)),
    );
  }

  lines() {
    return this.model
      .get("lines")
      .map((line, n) => ({ ...line, id: line.problem ? `problem-${n}` : `${line.row_id} ${line.field} ${line.value}` }));
  }

  /** How often each value of a facet occurs: [value, number], in order of the seeds or by name. */
  values(facet) {
    const counts = new Map();
    for (const row of this.material[this.table]) {
      const found = facet === "review" ? [this.state(row.id)] : (row.facets[facet] ?? []);
      for (const value of found) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  decided(id) {
    return this.model.get("decisions")[id] ?? {};
  }

  state(id) {
    const found = this.decided(id);
    return found.verdict?.value ?? (Object.keys(found).length ? "corrected" : "not reviewed");
  }

  /** The value of a field that holds now; with the decision that set it and the machine's value. */
  value(row, field) {
    const decision = this.decided(row.id)[field];
    const machine = this.material.machine[row.id]?.[field] ?? row[field];
    if (decision) return { value: decision.value, decision, machine };
    // A decision that was applied when the tables were made, and has been withdrawn since.
    return { value: machine, machine };
  }

  sourceNames(row) {
    const decision = this.decided(row.id).source;
    if (decision) return this.namesIn(decision.value);
    return this.material.machine[row.id]?.source ?? this.machineSource(row);
  }

  machineSource(row) {
    return row.source_ids.map((id) => this.byId.get(id)?.text ?? id).join(", through ") || "nobody named";
  }

  namesIn(value) {
    return value
      .split(";")
      .map((part) => part.trim())
      .map((part) => this.byId.get(part)?.text ?? (part === "author" ? "the text itself" : part.replace(/^\w+:\s*/, "")))
      .join(", through ");
  }

  seedName(docId) {
    return this.seeds.get(docId)?.title || docId;
  }
}
