// Citing: the menu of a paragraph's number, the copy buttons, and what has changed since the release that a link names
// (?v=0.1.0). Without it a number is a link to its paragraph, and the block at the page's end can be read and copied.
(() => {
  "use strict";
  const source = document.getElementById("cite-data");
  if (!source) return;
  const { styles, link, text, since, releases, words } = JSON.parse(source.textContent);
  const KEY = "after-october.style";
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (value) => { try { localStorage.setItem(KEY, value); } catch { /* no memory here */ } };
  const make = (name, props = {}, ...children) => {
    const node = Object.assign(document.createElement(name), props);
    node.append(...children);
    return node;
  };
  const SIGNS = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&" };
  const written = (html) => html.split(/<em>(.*?)<\/em>/s).map((part, index) => { // a citation: words, some in italics
    const words = part.replace(/&(?:lt|gt|quot|#x27|amp);/g, (sign) => SIGNS[sign]);
    return index % 2 ? make("em", { textContent: words }) : words;
  });
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);

  const copy = async (plain, html) => {
    try {
      if (html && window.ClipboardItem && navigator.clipboard?.write) {
        const parts = { "text/plain": plain, "text/html": html };
        for (const type in parts) parts[type] = new Blob([parts[type]], { type });
        await navigator.clipboard.write([new ClipboardItem(parts)]);
      } else await navigator.clipboard.writeText(plain);
      return true;
    } catch { /* not allowed here: the old way */ }
    const area = make("textarea", { value: plain, className: "cite-away" });
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return done;
  };

  for (const button of document.querySelectorAll(".cite-copy")) {
    button.hidden = false;
    const label = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const from = button.parentElement.querySelector(".cite-words");
      const done = await copy(from.textContent, from.matches("pre") ? "" : from.innerHTML);
      button.textContent = done ? words.copied : words.failed;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  // The menu

  let open = null;
  const box = make("div", { className: "cite-menu editorial", id: "cite-menu", hidden: true });
  const told = make("p", { className: "cite-told" });
  told.setAttribute("role", "status");
  box.setAttribute("role", "dialog");
  const close = (back) => {
    if (!open) return;
    const { number } = open;
    number.setAttribute("aria-expanded", "false");
    box.hidden = true;
    open = null;
    if (back) number.focus();
  };
  const select = make("select");
  for (const [key, name] of styles) select.append(make("option", { value: key, textContent: name }));
  if (styles.some(([key]) => key === stored())) select.value = stored();
  select.addEventListener("change", () => { store(select.value); show(); });
  const preview = make("p", { className: "cite-preview" });
  const current = () => {
    const { id, n } = open;
    const html = fill(styles.find(([key]) => key === select.value)[2], { id, n });
    return { html, plain: make("p", {}, ...written(html)).textContent };
  };
  const show = () => { preview.replaceChildren(...written(current().html)); preview.lang = select.value === "korean" ? "ko" : "en"; };
  const say = (done) => { told.textContent = done ? words.copied : words.failed; };
  const button = (label, act) => {
    const made = make("button", { type: "button", textContent: label });
    made.addEventListener("click", async () => say(await act()));
    return made;
  };
  const address = (id) => link ? fill(link, { id }) : `${location.href.split(/[?#]/)[0]}#${id}`;
  const quoting = button(words.quotation, () => {
    const { plain, html } = current();
    const inner = make("p", { textContent: `“${open.quotation}” ` }).innerHTML;
    return copy(`“${open.quotation}” ${plain}`, inner + html);
  });
  const correct = words.correct ? make("button", { type: "button", textContent: words.correct }) : "";
  if (correct) correct.addEventListener("click", () => close(false));
  const leave = make("button", { type: "button", textContent: words.close });
  leave.addEventListener("click", () => close(true));
  box.append(
    make("div", { className: "cite-actions" },
      button(words.link, () => copy(address(open.id))),
      button(words.citation, () => { const { plain, html } = current(); return copy(plain, html); }),
      quoting, correct, leave),
    make("label", {}, `${words.style} `, select), preview, told);
  document.body.append(box);

  const clean = (range) => { // words of the text only: no numbers, notes' calls, or witness readings
    const part = make("div", {}, range.cloneContents());
    for (const extra of part.querySelectorAll(".editorial, .number, .footnote-reference, [hidden], .mark-card, .witness"))
      extra.remove();
    return part.textContent.replace(/\s+/g, " ").trim();
  };
  const selected = (paragraph) => {
    const found = getSelection();
    if (!found.rangeCount || found.isCollapsed) return "";
    const range = found.getRangeAt(0);
    return paragraph.contains(range.commonAncestorContainer) ? clean(range) : "";
  };
  const show_at = (number) => {
    const paragraph = number.parentElement, id = decodeURIComponent(number.hash.slice(1));
    const quotation = selected(paragraph);
    if (correct) { // page.js opens the form; what is selected now may not be so then
      correct.dataset.correct = id;
      correct.opener_ = number;
      correct.range_ = getSelection().rangeCount ? getSelection().getRangeAt(0).cloneRange() : null;
    }
    const n = number.textContent.trim();
    open = { number, id, n, quotation };
    quoting.hidden = !quotation;
    box.setAttribute("aria-label", fill(words.menu.replace("{}", "{n}"), { n }));
    told.textContent = "";
    show();
    box.hidden = false;
    number.setAttribute("aria-expanded", "true");
    const edge = number.getBoundingClientRect();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const up = edge.bottom + box.offsetHeight + 8 > height && edge.top > box.offsetHeight + 8;
    box.style.top = `${scrollY + (up ? edge.top - box.offsetHeight - 4 : edge.bottom + 4)}px`;
    box.style.left = `${Math.max(8, Math.min(edge.left, width - box.offsetWidth - 8)) + scrollX}px`;
    box.querySelector("button").focus({ preventScroll: true });
  };
  for (const number of document.querySelectorAll("a.number")) {
    number.setAttribute("role", "button");
    number.setAttribute("aria-haspopup", "dialog");
    number.setAttribute("aria-expanded", "false");
    number.addEventListener("mousedown", (event) => event.preventDefault()); // keeps what is selected
    number.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const again = open?.number === number;
      close(again);
      if (again) return;
      history.replaceState(history.state, "", number.href);
      show_at(number);
    });
    number.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); number.click(); }
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(true); });
  document.addEventListener("pointerdown", (event) => {
    if (open && !box.contains(event.target) && event.target !== open.number) close(false);
  });
  box.addEventListener("keydown", (event) => { // past either end, back to the number: the menu stands at the page's end
    if (event.key !== "Tab") return;
    const stops = [...box.querySelectorAll("button, select")].filter((stop) => !stop.hidden);
    if (document.activeElement !== stops.at(event.shiftKey ? 0 : -1)) return;
    event.preventDefault();
    close(true);
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget) && event.relatedTarget !== open?.number) close(false);
  });

  // Changed since cited

  const asked = new URLSearchParams(location.search).get("v");
  if (!asked) return;
  const article = document.querySelector("article section") ?? document.querySelector("section");
  const notice = make("div", { className: "cite-since editorial" });
  notice.setAttribute("role", "status");
  article.querySelector("h1, h2")?.after(notice);
  const tell = (key, values = {}) => notice.append(make("p", { textContent: fill(words[key], values) }));
  if (!releases.includes(asked)) { tell("unknown", { v: asked }); return; }
  const reading = (label, pieces, sign) => make("p", {}, make("b", { textContent: `${label} ` }),
    ...pieces.filter(([kind]) => kind === "=" || kind === sign)
      .map(([kind, part]) => kind === "=" ? part : make(kind === "-" ? "del" : "ins", { textContent: part })));
  const both = (pieces) => make("div", { className: "cite-change" },
    reading(words.then, pieces, "-"), reading(words.now, pieces, "+"));
  window.editionSince = ({ version: v, date: d, changed, gone, added }) => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id in changed) { tell("changed", { v, d }); notice.append(both(changed[id])); }
    else if (id in gone) {
      tell("gone", { v, d });
      notice.append(both([["-", gone[id][0]]]).firstChild);
      if (gone[id][1] !== "removed") notice.append(make("p", { textContent: `${words.instead}: ${gone[id][1]}` }));
    } else if (added.includes(id)) tell("added", { v, d });
    else if (/\.n?\d+[a-z]?$/.test(id) && document.getElementById(id)) tell("unchanged", { v, d });
    else {
      const here = Object.keys(changed).filter((key) => document.getElementById(key));
      tell("page", { v, d, n: here.length });
      for (const key of here) {
        const name = make("a", { href: `${location.search}#${key}`, textContent: key });
        notice.append(make("details", {}, make("summary", {}, name), both(changed[key])));
      }
    }
    document.getElementById(id)?.scrollIntoView();
    notice.classList.toggle("cite-fixed", Boolean(id));
  };
  document.head.append(make("script", { src: window.editionScript(`${since}${asked}/${text}.js`) }));
})();
