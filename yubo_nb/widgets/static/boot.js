// Every view begins here. The modules of a widget travel beside this one as text and are loaded the way this one is,
// from a blob, so that no server has to find them. From a single one, each module a function in it: a browser takes its
// time over every blob, and over sixty of them more than over all that is drawn.

/** @import { AnyModel, InitializeProps, RenderProps } from "@anywidget/types" */
/**
 * @typedef {{ _module: string, _parts: Record<string, string> }} Traits
 * @typedef {{
 *   initialize?: (props: { model: AnyModel<any>, signal: AbortSignal }) => void,
 *   render: (props: { model: AnyModel<any>, el: HTMLElement, signal: AbortSignal }) => void
 * }} Widget  one for each model, whatever the number of its views
 */

const IMPORT = /^import (\{[^}]*\}) from "\.\/(\w+)\.js";$/gm;
const EXPORT = /^export ((?:async )?(?:function|class|const) (\w+))/gm;

/** @param {AnyModel<Traits>} model @returns {Promise<Widget>} */
async function load(model) {
  const sources = model.get("_parts");
  /** @type {Map<string, string>} each behind what it imports */ const linked = new Map();
  /** @param {string} name */
  const link = (name) => {
    /** @type {string[]} */ const names = [];
    const source = (sources[name] ?? "")
      .replace(IMPORT, (_all, what, other) => {
        if (!linked.has(other)) link(other);
        return `const ${what.replaceAll(" as ", ": ")} = $${other};`;
      })
      .replace(EXPORT, (_all, declared, exported) => {
        names.push(exported);
        return declared;
      })
      .replace(/^export default /m, "const $default = ");
    if (name === model.get("_module")) names.push("$default");
    linked.set(name, `const $${name} = (() => {\n${source}\nreturn { ${names.join()} };\n})();`);
  };
  link(model.get("_module"));
  const all = [...linked.values(), `export default $${model.get("_module")}.$default;`];
  const url = URL.createObjectURL(new Blob([all.join("\n")], { type: "text/javascript" }));
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ url)).default();
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** @param {AnyModel<Traits>} model @param {AbortSignal} signal */
async function open(model, signal) {
  const widget = await load(model);
  widget.initialize?.({ model, signal });
  return widget;
}

export default () => {
  /** @type {Promise<Widget> | undefined} */ let widget;
  return {
    /** @param {InitializeProps<Traits>} props */
    async initialize({ model, signal }) {
      widget = open(model, signal ?? new AbortController().signal);
      await widget;
    },
    /** @param {RenderProps<Traits>} props */
    async render({ model, el, signal }) {
      // Hosts of older anywidget versions give no signal but call what is returned.
      const own = new AbortController();
      signal?.addEventListener("abort", () => own.abort());
      widget ??= open(model, own.signal);
      (await widget).render({ model, el, signal: own.signal });
      return () => own.abort();
    },
  };
};
