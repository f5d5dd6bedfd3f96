// Where the stations are, drawn by us: nothing is asked of anybody else's map.
const kSvg = "http://www.w3.org/2000/svg";
const kWide = 800;
const kEdge = 30;
const kLeastSpan = 0.02; // degrees: one village is not blown up to the whole picture

function shape(name, attributes, ...children) {
  const element = document.createElementNS(kSvg, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function rangeOf(values) {
  // Not Math.min(...values): there may be more stations than a call takes arguments.
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const middle = (least + most) / 2;
  const span = Math.max(most - least, kLeastSpan);
  return { from: middle - span / 2, span };
}

// Form as well as colour, for those who do not see the one.
function markOf(kind, x, y) {
  if (kind === "bad" || kind === "warn")
    return shape("rect", { class: kind, x: x - 9, y: y - 9, width: 18, height: 18 });
  return shape("circle", { class: kind, cx: x, cy: y, r: kind === "idle" ? 7 : 8 });
}

// A degree of longitude is shorter than one of latitude, by the cosine: a province keeps its shape.
export function drawMap(stations, stateOf, choose) {
  const north = rangeOf(stations.map((each) => each.position.latitude));
  const east = rangeOf(stations.map((each) => each.position.longitude));
  const shorter = Math.max(0.1, Math.cos(((north.from + north.span / 2) * Math.PI) / 180));
  const scale = (kWide - 2 * kEdge) / Math.max(east.span * shorter, north.span);
  const width = east.span * shorter * scale + 2 * kEdge;
  const height = north.span * scale + 2 * kEdge;
  const svg = shape("svg", { viewBox: `0 0 ${width.toFixed(0)} ${height.toFixed(0)}`, class: "map", role: "group" });
  for (const station of stations) {
    const x = kEdge + (station.position.longitude - east.from) * shorter * scale;
    const y = height - kEdge - (station.position.latitude - north.from) * scale;
    const title = shape("title", {}, station.name || station.id);
    const point = shape("g", { "data-point": station.id }, title, markOf(stateOf(station), x, y));
    point.addEventListener("click", () => choose(station.id));
    svg.append(point);
  }
  return svg;
}
