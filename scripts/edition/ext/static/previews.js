// Previews of notes, entries of the register and works cited: on hover, on focus, and on the first tap.
// Where there is no preview to show, a link does what links do.
(() => {
  "use strict";
  const LINKS = "main a.footnote-reference, main a.register, main a[href*='bibliography.html#work-']";
  const MORE = document.documentElement.lang === "ko" ? "자세히" : "More";
  const WAIT = 180, LINGER = 250; // milliseconds before a preview opens, and before it closes behind the pointer
  const source = document.querySelector("meta[name='edition-previews']")?.content;
  let data = null, asked = null, shown = null, timer = 0, last = "mouse";

  const load = () => (asked ??= new Promise((done) => {
    if (!source) return done({}); // a note of another page, too, has its words there
    window.editionPreviews = (found) => { data = found; };
    const script = document.createElement("script");
    script.src = window.editionScript(source);
    script.onload = script.onerror = () => done(data ?? {});
    document.head.append(script);
  }));

  const box = document.createElement("div");
  box.className = "edition-preview editorial";
  box.id = "edition-preview";
  box.hidden = true;
  box.setAttribute("role", "tooltip");
  document.body.append(box);

  const languageOf = (link) => link.closest(".side, section[lang]")?.lang || document.documentElement.lang;
  const anchorOf = (link) => decodeURIComponent(link.hash.slice(1));
  const noteBody = (link) => {
    const note = document.getElementById(anchorOf(link));
    if (!note) return null;
    const parts = [...note.children].filter((part) => part.matches("p")).map((part) => part.cloneNode(true));
    for (const part of parts) {
      for (const inner of [part, ...part.querySelectorAll("[id]")]) inner.removeAttribute("id");
      for (const extra of part.querySelectorAll(".mark-card, .witness")) extra.remove();
    }
    return parts.length ? parts : null;
  };
  const entryBody = async (link) => {
    const found = (await load())[anchorOf(link)];
    if (!found) return null;
    const [head, words] = (found[2]?.[languageOf(link)] ?? found.slice(0, 2)).map((text) => { const p = document.createElement("p"); p.textContent = text; return p; });
    head.className = "head";
    return [head, words].filter((p) => p.textContent);
  };

  const close = () => {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };
  const place = (link) => {
    const edge = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    box.style.left = `${Math.max(8, Math.min(edge.left, width - box.offsetWidth - 8))}px`;
    const below = edge.bottom + 6;
    const above = edge.top - box.offsetHeight - 6;
    const up = link.closest(".editor-mark") ? above > 8 : below + box.offsetHeight > height; // a mark's card is below it
    box.style.top = `${up ? Math.max(8, above) : below}px`;
  };
  const open = async (link, touch) => {
    const body = (link.matches(".footnote-reference") && noteBody(link)) || await entryBody(link);
    if (!body || !link.isConnected) return false;
    close();
    box.replaceChildren(...body);
    box.lang = languageOf(link);
    if (touch) {
      const more = document.createElement("a");
      more.href = link.href;
      more.textContent = `${MORE} →`;
      more.className = "more";
      more.addEventListener("click", close);
      box.append(more);
    }
    shown = link;
    link.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    box.scrollTop = 0;
    place(link);
    return true;
  };

  const linkAt = (target) => {
    const link = target.closest?.(LINKS);
    return link && !box.contains(link) ? link : null;
  };
  document.addEventListener("pointerdown", (event) => {
    last = event.pointerType;
    if (!box.contains(event.target) && linkAt(event.target) !== shown) close();
  });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = linkAt(event.target);
    if (box.contains(event.target) || (link && link === shown)) return clearTimeout(timer);
    clearTimeout(timer);
    if (link) timer = setTimeout(() => open(link, false), WAIT);
    else if (shown) timer = setTimeout(close, LINGER);
  });
  document.addEventListener("focusin", (event) => {
    const link = linkAt(event.target);
    if (link && link.matches(":focus-visible")) open(link, false);
    else if (!box.contains(event.target)) close();
  });
  document.addEventListener("click", (event) => {
    const link = linkAt(event.target);
    if (!link || last !== "touch" || link === shown || event.defaultPrevented) return;
    const ready = (link.matches(".footnote-reference") && noteBody(link)) || source;
    if (!ready) return;
    event.preventDefault();
    open(link, true).then((opened) => { if (!opened) location.href = link.href; });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  window.addEventListener("scroll", () => { if (shown) place(shown); }, { passive: true, capture: true });
  window.addEventListener("resize", close);
})();
