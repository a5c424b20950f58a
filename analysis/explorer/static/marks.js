// From offsets to marked pieces of text. Python counts code points, JavaScript UTF-16 units.

/** A function from code points of `text` to UTF-16 units; one array where they differ. */
export function unitsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (point) => point;
  const units = new Int32Array(text.length + 1);
  let points = 0;
  for (let unit = 0; unit < text.length; points += 1) {
    units[points] = unit;
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  units[points] = text.length;
  return (point) => units[Math.min(point, points)];
}

/** Code points before a UTF-16 offset. */
export function pointsBefore(text, unit) {
  let points = 0;
  for (let at = 0; at < unit; points += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return points;
}

/**
 * Cut `text` where any mark begins or ends. A mark is {start, end, kind, id}, in UTF-16 units; marks
 * may overlap in any way. Gives [{start, end, marks}] that cover the text without a gap.
 */
export function segments(text, marks) {
  const cuts = new Set([0, text.length]);
  const opening = new Map();
  const closing = new Map();
  for (const mark of marks) {
    if (mark.start >= mark.end) continue;
    cuts.add(mark.start).add(mark.end);
    (opening.get(mark.start) ?? opening.set(mark.start, []).get(mark.start)).push(mark);
    (closing.get(mark.end) ?? closing.set(mark.end, []).get(mark.end)).push(mark);
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const open = new Set();
  const found = [];
  for (let n = 0; n + 1 < edges.length; n += 1) {
    for (const mark of closing.get(edges[n]) ?? []) open.delete(mark);
    for (const mark of opening.get(edges[n]) ?? []) open.add(mark);
    found.push({ start: edges[n], end: edges[n + 1], marks: [...open] });
  }
  return found;
}

/** All marks of a seed, in UTF-16 units: claims with their sources, cues, figures, and questions. */
export function marksOf(seed, claims, questions) {
  const unit = unitsOf(seed.text);
  const marks = [];
  const add = (kind, id, spans) => {
    for (const [start, end] of spans) marks.push({ kind, id, start: unit(start), end: unit(end) });
  };
  for (const claim of claims) {
    add("claim", claim.id, claim.spans);
    add("source", claim.id, claim.source_spans);
    add("cue", claim.id, claim.cue_spans);
    add("figure", claim.id, claim.figures.map((figure) => [figure.start, figure.end]));
  }
  for (const question of questions) add("question", question.id, question.spans);
  return marks;
}
