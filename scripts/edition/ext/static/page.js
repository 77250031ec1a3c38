// Loaded before anything is painted, and small for that: the reader's choice of light or dark, "/" for the search, and
// the form for corrections, which is loaded when somebody asks for it.
(() => {
  "use strict";
  // The Latin letters stand in the style rules: read them now, before the first line is broken with another face's.
  try { document.fonts.load("1em 'After October Serif'", "a"); } catch { /* the rules name it, too */ }

  // Scripts come from the edition's own folder and nowhere else; the pages' policy holds every script to that.
  const home = new URL("../", document.currentScript.src).href;
  const own = (address) => {
    const { href } = new URL(address, document.baseURI);
    if (!href.startsWith(home)) throw new TypeError(`${href} is no script of the edition`);
    return href;
  };
  const trusted = window.trustedTypes?.createPolicy("edition", { createScriptURL: own });
  window.editionScript = (address) => trusted ? trusted.createScriptURL(address) : own(address);

  const KEY = "after-october.scheme", root = document.documentElement;
  const stored = () => { try { return localStorage.getItem(KEY) ?? ""; } catch { return ""; } };
  const show = (scheme) => { if (scheme) root.dataset.theme = scheme; else delete root.dataset.theme; };
  show(stored());

  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.querySelector(".scheme select");
    if (!choice) return;
    choice.value = stored();
    choice.addEventListener("change", () => {
      try { localStorage.setItem(KEY, choice.value); } catch { /* no memory here */ }
      show(choice.value);
    });
  });

  document.addEventListener("keydown", (event) => { // "/" searches
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    const field = document.querySelector("#edition-search");
    if (field) field.focus();
    else location.href = `${root.dataset.content_root}search.html`;
  });

  const here = document.currentScript.src;
  document.addEventListener("click", (event) => { // a link or button that names what is to be corrected
    const link = event.target.closest?.("[data-correct]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const open = () => window.editionCorrect(link.dataset.correct, link.opener_ ?? link, link.range_ ?? null);
    if (window.editionCorrect) { open(); return; }
    document.head.append(Object.assign(document.createElement("script"), {
      src: window.editionScript(new URL("correct.js", here)), onload: open, onerror: () => { if (link.href) location.href = link.href; },
    }));
  });
})();
