// Every view begins here. The modules of a widget travel beside this one as text and are loaded the way this one is:
// from a blob, so that no server has to find them, and each import is led to the blob of the other module.

/** @import { AnyModel, InitializeProps, RenderProps } from "@anywidget/types" */
/**
 * @typedef {{ _module: string, _parts: Record<string, string> }} Traits
 * @typedef {{
 *   initialize?: (props: { model: AnyModel<any>, signal: AbortSignal }) => void,
 *   render: (props: { model: AnyModel<any>, el: HTMLElement, signal: AbortSignal }) => void
 * }} Widget  one for each model, whatever the number of its views
 */

const IMPORT = /^(import [^"]*)"\.\/(\w+)\.js";$/gm;

/** @param {AnyModel<Traits>} model @returns {Promise<Widget>} */
async function load(model) {
  const sources = model.get("_parts");
  /** @type {Map<string, string>} */ const urls = new Map();
  /** @param {string} name @returns {string} */
  const link = (name) => {
    const source = (sources[name] ?? "").replace(IMPORT, (_all, what, other) => `${what}"${urls.get(other) ?? link(other)}";`);
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    urls.set(name, url);
    return url;
  };
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ link(model.get("_module")))).default();
  } finally {
    for (const url of urls.values()) URL.revokeObjectURL(url);
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
