// The form that suggests a correction: words as they stand, words as they should be, what supports it. It makes a patch
// and a message in the browser and sends nothing. Loaded by page.js when somebody asks for it; what a correction does to
// a file is in correction.js, where things are written in correct/<page>.js.
(() => {
  "use strict";
  const { content_root: base, page } = document.documentElement.dataset;
  const here = new URL(document.currentScript.src);
  const make = (name, props = {}, ...children) => {
    const node = Object.assign(document.createElement(name), props);
    node.append(...children);
    return node;
  };
  const fill = (template, ...values) => values.reduce((made, value) => typeof value === "object"
    ? made.replace(/\{(\w+)\}/g, (all, key) => value[key] ?? all) : made.replace("{}", value), template);
  const script = (src) => new Promise((done, failed) => {
    document.head.append(make("script", { src: window.editionScript(src), onload: done, onerror: () => failed(new Error(src)) }));
  });

  // Data: where things are written, and the files

  let index = null, tools = null;
  const files = new Map();
  window.editionPlaces = (data) => { index = data; };
  window.editionFile = ({ path, text }) => files.set(path, text);
  const loadIndex = async () => {
    if (!document.querySelector("link[href$='correct.css']"))
      document.head.append(make("link", { rel: "stylesheet", href: new URL("correct.css", here) }));
    if (!index) await script(`${base}correct/${page}.js`);
    const offered = Object.keys(index.words); // a page in both languages speaks the browser's
    language = offered.length === 1 ? offered[0] : navigator.language.startsWith("ko") ? "ko" : "en";
    if (!tools) { await script(new URL("correction.js", here)); tools = window.editionCorrection; }
  };
  const file = async (path) => {
    if (!files.has(path)) await script(`${base}correct/files/${path}.js`);
    return files.get(path);
  };

  // What is selected: its words, and how much of the block stands before them

  const clean = (fragment) => {
    const part = make("div", {}, fragment);
    const ours = ".editorial:not(p), .number, .footnote-reference, .label, [hidden], .mark-card, .witness, .to-pair";
    for (const extra of part.querySelectorAll(ours)) extra.remove();
    return part.textContent;
  };
  const selection = (range, block) => {
    if (!range || range.collapsed || !block?.contains(range.commonAncestorContainer)) return {};
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(range.startContainer, range.startOffset);
    return { words: tools.squeezed(clean(range.cloneContents())), before: tools.count(clean(before.cloneContents())) };
  };

  // The form

  let dialog = null, state = null, language = "en";
  const W = (key, ...values) => fill(index.words[language][key], ...values);
  const field = (label, control, hint) => {
    control.id = `correct-${control.name}`;
    const parts = [make("label", { htmlFor: control.id, textContent: label }), control];
    if (hint) {
      parts.push(make("p", { className: "correct-hint", id: `${control.id}-hint`, textContent: hint }));
      control.setAttribute("aria-describedby", `${control.id}-hint`);
    }
    return make("div", { className: "correct-field" }, ...parts);
  };
  const select = (name, options) => {
    const node = make("select", { name });
    for (const [value, textContent] of options) node.append(make("option", { value, textContent }));
    return node;
  };
  const button = (label, act, className = "") => {
    const node = make("button", { type: "button", textContent: label, className });
    node.addEventListener("click", act);
    return node;
  };

  const nameOf = (id) => {
    const [, note] = /\.(n\d+|e\d+[a-z]?)$/.exec(id) ?? [];
    if (note) return W(note[0] === "n" ? "author note" : "edition note", note[0] === "n" ? note.slice(1) : note);
    const heading = document.getElementById(id)?.querySelector("h2, h3, .work-head");
    const short = heading?.firstChild?.textContent?.replace(/[\s·(]+$/, "").trim().slice(0, 60) || id;
    if (id.startsWith("reg-")) return W("entry", short);
    if (id.startsWith("work-")) return W("work", short);
    return W("paragraph", id.split(".").at(-1));
  };
  const isEntry = (id) => id.startsWith("reg-");
  const isText = (id) => index.places[id]?.[0][0].startsWith("docs/texts/") && !index.places[id][0][0].endsWith(".toml");

  const notesOf = (id) => { // the notes beside the block, of both series
    const block = document.getElementById(id), found = [];
    const holder = block?.closest(".noted");
    for (const note of holder?.querySelectorAll("aside.footnote[id]") ?? []) if (index.places[note.id]) found.push(note.id);
    return found;
  };

  const build = (id, range) => {
    dialog?.remove();
    const targets = [id, ...notesOf(id)];
    const chosen = targets.find((one) => one !== id && document.getElementById(one)?.contains(range?.commonAncestorContainer ?? null)) ?? id;
    const given = selection(range, document.getElementById(chosen));
    const form = make("form", { method: "dialog", className: "correct-form", noValidate: true });
    const where = select("where", targets.map((one) => [one, one === id && isText(id) ? W("the words", id.split(".").at(-1)) : nameOf(one)]));
    where.value = chosen;
    const words = make("textarea", { name: "words", rows: 2, value: given.words ?? "", autocomplete: "off", spellcheck: false });
    const wanted = make("textarea", { name: "wanted", rows: 2, value: given.words ?? "", autocomplete: "off", spellcheck: false });
    const kind = select("kind", []), sure = select("sure", ["certain", "probable", "possible"].map((key) => [key, W(key)]));
    sure.value = "probable";
    const support = make("textarea", { name: "support", rows: 2, autocomplete: "off" });
    const name = make("input", { name: "name", type: "text", autocomplete: "name" });
    const mail = make("input", { name: "mail", type: "email", autocomplete: "email" });
    const told = make("div", { className: "correct-told" });
    told.setAttribute("role", "status");
    const preview = make("pre", { className: "correct-line", hidden: true });
    const sections = {
      where: field(W("where"), where), words: field(W("words"), words, W("words hint")),
      wanted: field(W("wanted"), wanted, W("wanted hint")), kind: field(W("what"), kind, " "),
      sure: field(W("sure"), sure), support: field(W("support"), support, W("support hint")),
    };
    sections.where.hidden = targets.length < 2;
    const title = make("h2", { id: "correct-title", textContent: W("title", nameOf(id)) });
    const download = button(W("download"), () => save(), "correct-main");
    const copy = button(W("copy message"), async () => {
      say((await copied(message())) ? W("copied") : W("failed"));
    });
    const links = make("p", { className: "correct-links" });
    const leave = make("button", { value: "close", textContent: W("close") });
    const pair = (...parts) => make("div", { className: "correct-pair" }, ...parts);
    form.append(title, pair(sections.where, sections.kind), pair(sections.words, sections.wanted),
      pair(sections.support, sections.sure),
      make("fieldset", { className: "correct-who" },
        pair(field(W("name"), name), field(W("mail"), mail)),
        make("p", { className: "correct-hint", textContent: W("sign hint") })),
      told, preview, make("div", { className: "correct-actions" }, download, copy, leave), links);
    dialog = make("dialog", { className: "edition-dialog editorial" }, form);
    dialog.lang = language;
    dialog.setAttribute("aria-labelledby", "correct-title");
    document.body.append(dialog);
    state = { id, form, sections, told, preview, download, links, kind, before: given.before, given: given.words, made: null };
    where.addEventListener("change", () => { kinds(); update(); });
    kind.addEventListener("change", () => { labels(); update(); });
    form.addEventListener("input", update);
    dialog.addEventListener("close", () => { const back = state?.opener; dialog.remove(); dialog = state = null; back?.focus(); });
    kinds();
  };

  const ending = (id) => index.places[id][0][0].split(".").at(-1);
  const kinds = () => { // what can be wrong, by where it is
    const id = state.form.elements.where.value;
    const options = isText(id) ? ["copy", "slip"] : isEntry(id) ? ["exchange", "form"] : ["exchange"];
    state.kind.replaceChildren(...options.map((value) => make("option", { value, textContent: W(value) })));
    state.sections.kind.hidden = options.length < 2 && ending(id) !== "toml";
    state.kind.disabled = options.length < 2;
    state.sections.sure.hidden = !isText(id);
    labels();
  };
  const labels = () => {
    const kind = state.kind.value;
    state.sections.words.hidden = kind === "form";
    state.sections.kind.querySelector(".correct-hint").textContent = index.words[language][`${kind} hint`] ?? "";
    state.sections.wanted.querySelector("label").textContent = W(kind === "form" ? "new form" : "wanted");
    state.sections.wanted.querySelector(".correct-hint").hidden = kind === "form" || kind === "slip";
    state.sections.support.querySelector(".correct-hint").textContent = W(kind === "slip" ? "support slip" : "support hint");
  };

  const asked = () => {
    const { where, words, wanted, kind, sure, support, name, mail } = state.form.elements;
    const before = state.given && tools.squeezed(words.value) === state.given ? state.before : undefined;
    return {
      id: where.value, words: tools.squeezed(words.value), wanted: tools.squeezed(wanted.value), kind: kind.value,
      sure: sure.value, support: tools.squeezed(support.value), name: name.value, mail: mail.value, before,
    };
  };
  const say = (text, ready = false) => {
    state.told.textContent = text;
    state.told.classList.toggle("ready", ready);
  };

  // What the correction makes of the files: [{ path, before, after }]
  const correct = async (given) => {
    for (const words of [given.support, given.name, given.mail]) tools.visibleIn(words); // of the rest the file's kind says more
    const spans = index.places[given.id], [path] = spans[0], text = await file(path);
    if (!isText(given.id)) {
      const [, first, last] = spans[0];
      const made = given.kind === "form" ? tools.addForm(text, given) : tools.correctRecord(text, [first, last], given, path);
      return [{ path, before: text, after: made.text }];
    }
    let made = null, refused = null;
    for (const [, first, last] of spans) { // a note may have several paragraphs
      try { made = tools.correctText(text, [first, last], given); break; }
      catch (error) { if (!(error instanceof tools.Refused)) throw error; refused ??= error; if (error.key !== "absent") throw error; }
    }
    if (!made) throw refused;
    const changed = [{ path, before: text, after: made.text }];
    for (const [note, words] of index.notes[given.id] ?? []) {
      if (made.before === made.after || !made.before.includes(words)) continue;
      const now = tools.moved(words, made.before, made.after);
      if (now === words) continue;
      const [file2, first, last] = index.places[note][0], held = changed[1]?.after ?? await file(file2);
      const quoted = (part) => `words = "${part.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
      const lines = held.split("\n"), spot = lines.findIndex((line, at) => at >= first - 1 && at < last && line === quoted(words));
      if (spot < 0) throw new tools.Refused("note");
      lines[spot] = quoted(now);
      if (changed[1]) changed[1].after = lines.join("\n");
      else changed.push({ path: file2, before: held, after: lines.join("\n"), words: now });
    }
    return changed;
  };

  let turn = 0;
  async function update() {
    const mine = ++turn, given = asked();
    let files2 = null, problem = "";
    try { files2 = await correct(given); }
    catch (error) {
      problem = error instanceof tools.Refused ? W(error.key, error.values) : W("not loaded");
      if (!(error instanceof tools.Refused)) console.error(error);
    }
    if (mine !== turn || !state) return;
    const blank = !given.wanted && given.kind !== "copy" || (given.words === given.wanted && given.kind !== "slip") || (!given.words && given.kind !== "form");
    state.made = files2;
    state.download.disabled = !files2;
    state.preview.hidden = !files2;
    if (files2) {
      const { path, before, after } = files2[0], old = before.split("\n"), now = after.split("\n");
      const first = now.findIndex((line, at) => line !== old[at]);
      state.preview.textContent = around(before, after);
      say([W("ready"), W("becomes", { path, line: first + 1 }),
        files2[1] ? W("becomes too", files2[1].words) : ""].filter(Boolean).join(" "), true);
    } else say(blank && !["same", "no words", "no form"].includes(problem) && !given.wanted && !given.support ? "" : problem);
    ways(given);
  }

  const around = (before, after) => { // what is new, with a few words of its lines
    const most = Math.min(before.length, after.length);
    let head = 0, tail = 0;
    while (head < most && before[head] === after[head]) head++;
    while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
    let from = Math.max(after.lastIndexOf("\n", head - 1) + 1, head - 24), to = after.length - tail;
    const mark = after.lastIndexOf("{", head), end = after.indexOf("\n", to);
    if (mark >= from - 24 && mark > after.lastIndexOf("\n", head - 1)) from = Math.max(after.lastIndexOf("\n", head - 1) + 1, mark - 24);
    const close = after.indexOf("`", to);
    if (after[to - 1] !== "`" && close >= 0 && (end < 0 || close < end) && /\{\w+\}`[^`]*$/.test(after.slice(from, to))) to = close + 1;
    to = Math.min(end < 0 ? after.length : end, to + 24);
    return `${after[from - 1] === "\n" ? "" : "…"}${after.slice(from, to)}${to === end ? "" : "…"}`;
  };
  const line = (id) => index.places[id][0][1];
  function ways(given) { // links that need an address of ours
    const { host, contact, help } = index, found = [];
    const subject = subjectOf(given), body = message();
    if (host) {
      const [path] = index.places[given.id][0];
      const edit = fill(host.edit, { path: path.split("/").map(encodeURIComponent).join("/"), line: line(given.id) });
      found.push([W("edit", host.name), edit], [W("as issue", host.name),
        fill(host.issue, { title: encodeURIComponent(subject), body: encodeURIComponent(body) })]);
    }
    if (contact) found.push([W("by mail"), `mailto:${contact}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`]);
    if (help[language]) found.push([W("help"), help[language]]);
    state.links.replaceChildren(...found.flatMap(([textContent, href], at) => [at ? " · " : "", make("a", { textContent, href })]));
  }

  const subjectOf = ({ id, words, wanted, kind }) => {
    const cut = (text) => ([...text].length > 40 ? `${[...text].slice(0, 38).join("")}…` : text);
    if (kind === "form") return `${id}: form ${cut(wanted)}`;
    if (kind === "slip") return `${id}: sic ${cut(words)}`;
    return `${id}: ${cut(wanted) || "(out)"} for ${cut(words)}`;
  };
  const message = () => {
    const given = asked(), [path, first] = index.places[given.id][0];
    const rows = [["message place", `${given.id} (${location.href.split(/[?#]/)[0]}#${state.id})`], ["message file", `${path}:${first}`],
      given.kind === "form" ? null : ["message words", given.words], ["message wanted", given.wanted || W("nothing")],
      ["message kind", W(given.kind)], isText(given.id) ? ["message sure", W(given.sure)] : null,
      ["message support", given.support || W("nothing")], ["message version", `${index.version} ${index.commit}`],
      given.name ? ["message name", `${given.name} ${given.mail}`] : null];
    return rows.filter(Boolean).map(([key, value]) => `${W(key)}: ${value}`).join("\n");
  };
  const copied = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* not allowed here: the old way */ }
    const area = make("textarea", { value: text, className: "cite-away" });
    dialog.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  const save = () => {
    const given = asked();
    if (!state.made) return;
    const body = [["Place", given.id], ["Kind", given.kind], ...(isText(given.id) ? [["Certainty", given.sure]] : []),
      ["Support", given.support || "none given"], ["Made from", `version ${index.version}, commit ${index.commit || "unknown"}`]];
    const text = tools.patch({ subject: subjectOf(given), body, name: given.name, mail: given.mail, files: state.made });
    const address = URL.createObjectURL(new Blob([text], { type: "text/x-patch;charset=utf-8" }));
    const name = `${given.id.replace(/[^\w.-]/g, "-")}.patch`;
    const link = make("a", { href: address, download: name });
    dialog.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    say(`${W("downloaded", name)} ${W("how")}`, true);
  };

  window.editionCorrect = async (id, opener, range) => {
    try { await loadIndex(); } catch (error) { console.error(error); if (opener?.href) location.href = opener.href; return; }
    if (!index.places[id]) return;
    build(id, range);
    state.opener = opener;
    dialog.showModal();
    const { words, wanted } = state.form.elements;
    (words.value ? wanted : words).focus();
    if (words.value) wanted.select();
    update();
  };
})();
