// Building the page. Text of seeds only ever goes in as text nodes: nothing here parses markup.

/** An element with attributes, listeners ("onclick") and children: elements, texts or nothing. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

/** A drop-down list; `options` are [value, label] pairs. */
export function select(label, options, value, onchange, attributes = {}) {
  const items = options.map(([key, text]) => h("option", { value: key }, text));
  const box = h("select", { "aria-label": label, ...attributes, onchange: () => onchange(box.value) }, items);
  box.value = value;
  return box;
}

export function button(label, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

export function plain(word) {
  return String(word).replaceAll("_", " ");
}
