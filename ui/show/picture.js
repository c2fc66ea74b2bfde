// Puts an SVG into the page, so that its words are text: they can be selected, found and read aloud. Of the drawings made for
// several widths it shows the widest that fits, and changes it when the place changes.
// The SVG is made by our own renderer, which escapes every word; parsed as XML it runs no script.
const observers = new WeakMap();

function fitting(drawings, room) {
  return drawings.find(({ width }) => width <= 1.1 * room) ?? drawings[drawings.length - 1];
}

function show(frame, data) {
  const { width, svg } = fitting(data.drawings, frame.clientWidth);
  const name = `${data.key} ${width}`;
  if (frame.dataset.picture === name) return;
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (parsed.nodeName !== "svg") return frame.replaceChildren();
  parsed.style.minWidth = `${Math.round(0.85 * width)}px`;
  frame.dataset.picture = name;
  frame.replaceChildren(document.importNode(parsed, true));
}

export default function (component) {
  const { data, parentElement } = component;
  const frame = parentElement.querySelector("[data-picture]");
  frame.setAttribute("aria-label", `Picture: ${data.title}`);
  observers.get(frame)?.disconnect();
  const observer = new ResizeObserver(() => show(frame, data));
  observers.set(frame, observer);
  observer.observe(frame);
  show(frame, data);
  return () => observer.disconnect();
}
