// Light or dark, as the notebook around us is; for what --jp-* variables do not say.

/** A notebook hides its theme in one of these places. @param {HTMLElement} root @param {string} wanted @param {AbortSignal} signal */
export function followTheme(root, wanted, signal) {
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  const look = () => {
    const { body, documentElement: html } = document;
    const named = body.dataset.jpThemeLight ?? body.dataset.vscodeThemeKind ?? html.dataset.theme ?? body.dataset.theme;
    let dark = media.matches;
    if (named !== undefined) dark = named === "false" || /dark|contrast$/.test(named);
    else if (html.classList.contains("dark") || body.classList.contains("dark")) dark = true;
    root.dataset.theme = wanted === "auto" ? (dark ? "dark" : "light") : wanted;
  };
  const observer = new MutationObserver(look);
  const attributeFilter = ["class", "data-theme", "data-jp-theme-light", "data-vscode-theme-kind"];
  for (const element of [document.body, document.documentElement]) observer.observe(element, { attributeFilter });
  media.addEventListener("change", look, { signal });
  signal.addEventListener("abort", () => observer.disconnect());
  look();
}
