// Small drawings made as elements: icons and outlines.

const SPACE = "http://www.w3.org/2000/svg";

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag @param {Record<string, string | number>} [attributes] @returns {SVGElementTagNameMap[K]}
 */
export function draw(tag, attributes = {}) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

// On a field of 24 by 24, as lines.
const PATHS = {
  brush: "M4 20c2.5 0 4.5-.6 4.5-3a2.5 2.5 0 0 0-5 0c0 1.600-.2 2.400-1 3zM8.500 14.500 18.300 4.700a1.600 1.600 0 0 1 2.300 2.300L10.800 16.800",
  eraser: "M8 20h12M5.200 13.800l8.600-8.600a1.500 1.500 0 0 1 2.100 0l3.900 3.900a1.500 1.500 0 0 1 0 2.100L11 20H8.500l-3.300-3.300a2 2 0 0 1 0-2.900zM10 9l6.500 6.500",
  lasso: "M12 4c5 0 9 2.600 9 6s-4 6-9 6c-1.400 0-2.800-.2-4-.6M3.800 12.500A4.600 4.600 0 0 1 3 10c0-3.400 4-6 9-6M7.500 13.500a2 2 0 1 1-3.900 0 2 2 0 0 1 3.900 0zM6 15.500c.8 1.500.6 3.300-1 4.500",
  box: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M11 4h2M11 20h2M4 11v2M20 11v2",
  move: "M12 3v18M3 12h18M12 3 9.500 5.500M12 3l2.500 2.500M12 21l-2.500-2.500M12 21l2.500-2.500M3 12l2.500-2.500M3 12l2.500 2.500M21 12l-2.500-2.500M21 12l-2.500 2.500",
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  clear: "M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.500 11v5M13.500 11v5",
  invert: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16M14.500 6.500v11M17 8v8",
  in: "M11 5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15.500 15.500 20 20M11 8.500v5M8.500 11h5",
  out: "M11 5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15.500 15.500 20 20M8.500 11h5",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = draw("svg", { viewBox: "0 0 24 24", class: "yb-glyph", "aria-hidden": "true", focusable: "false" });
  svg.append(draw("path", { d: PATHS[name] }));
  return svg;
}
