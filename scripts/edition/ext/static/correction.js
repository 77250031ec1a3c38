// What a correction does to a source file, without a page: words are found in the lines of a block, changed by a mark,
// and the changed lines written as a patch. It mirrors edition/marks.py and edition/markup.py as far as a block needs
// them; what it cannot read it refuses (`Refused`, with the key of a message), and it reads every block that it has
// changed once more: unless the witness's words are the same and the reading is the wanted one, there is no patch.
(() => {
  "use strict";
  class Refused extends Error {
    constructor(key, values = {}) { super(key); this.key = key; this.values = values; }
  }

  // Marks

  const MARK = /\{(corr|supplied|surplus|gap|sic)\}(`+)/y;
  const unescape = (text) => {
    let made = "";
    for (let i = 0; i < text.length; i++) {
      if (text[i] === "\\") made += text[++i] ?? "";
      else made += text[i] === "¶" ? "\n" : text[i] === "␣" ? " " : text[i];
    }
    return made;
  };
  const escape = (text) =>
    text.replace(/[\\<>|¶␣]/g, "\\$&").replace(/\n/g, "¶").replace(/^ | $/g, "␣");
  const bare = (text, sign) => { // where an unescaped sign stands
    for (let i = 0; i < text.length; i++) if (text[i] === "\\") i++; else if (text[i] === sign) return i;
    return -1;
  };
  const parseMark = (sign, content) => {
    if (content.length > 1 && content[0] === " " && content.at(-1) === " " && content.trim()) content = content.slice(1, -1);
    const bar = bare(content, "|");
    const head = bar < 0 ? content : content.slice(0, bar).replace(/ $/, "");
    const tail = bar < 0 ? "" : content.slice(bar + 1).trim();
    if (sign === "corr") {
      const open = bare(head, "<"), close = bare(head, ">");
      if (open < 1 || close !== head.length - 1) throw new Refused("unread");
      return { sign, tail, reading: unescape(head.slice(0, open - 1)), witness: unescape(head.slice(open + 1, close)) };
    }
    const text = unescape(head);
    const reading = { supplied: text, surplus: "", gap: "[…]", sic: text }[sign];
    return { sign, tail, reading, witness: sign === "surplus" || sign === "sic" ? text : "" };
  };
  const writeMark = (sign, reading, witness, tail) => {
    let content = sign === "corr" ? `${escape(reading)} <${escape(witness)}>` : escape(reading || witness);
    if (tail) content += ` | ${tail}`;
    const fence = "`".repeat(Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length)) + 1);
    if (/^[` ]|[` ]$/.test(content)) content = ` ${content} `;
    return `{${sign}}${fence}${content}${fence}`;
  };

  // A block as its source has it: characters of the reading, each with its place

  const DRESSING = /(?:> |    |  |[-*] |#+ |\[\^n\d+\]: )/y;
  const BELONGS = /^(?:> )?\{[.#].*\}$|^\(.*\)=$/;
  const CALL = /\[\^n(\d+)\]/y;
  const at = (pattern, text, place) => { pattern.lastIndex = place; return pattern.exec(text); };
  const starts = (text) => {
    const found = [0];
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) found.push(i + 1);
    return found;
  };

  // Returns { chars: [{ c, start, end, mark }], calls: [{ at, start, end, number, mark }], marks, witness }.
  const read = (text, first, last) => {
    const lines = starts(text), chars = [], calls = [], marks = [];
    const stop = (lines[last] ?? text.length + 1) - 1;
    let place = lines[first - 1], witness = "", fresh = true;
    const callsIn = (words, mark, start, end) => { // of a mark's reading: its characters, and calls that it holds
      for (let i = 0; i < words.length; i++) {
        const call = at(CALL, words, i);
        if (call) { calls.push({ at: chars.length, start, end, number: call[1], mark }); i += call[0].length - 1; }
        else chars.push({ c: words[i], start, end, mark });
      }
    };
    while (place < stop) {
      if (fresh) {
        fresh = false;
        const end = text.indexOf("\n", place) < 0 ? stop : Math.min(text.indexOf("\n", place), stop);
        if (BELONGS.test(text.slice(place, end))) { place = end + 1; fresh = true; continue; }
        const dressing = at(DRESSING, text, place);
        if (dressing) {
          if (chars.length && chars.at(-1).c === " ") chars.at(-1).end = DRESSING.lastIndex;
          place = DRESSING.lastIndex;
          continue;
        }
      }
      const call = at(CALL, text, place), mark = at(MARK, text, place);
      if (call) {
        calls.push({ at: chars.length, start: place, end: place + call[0].length, number: call[1], mark: -1 });
        witness += `[^n${call[1]}]`;
        place += call[0].length;
      } else if (mark) {
        const from = place + mark[0].length, fence = mark[2];
        let to = from;
        do to = text.indexOf(fence, to + 1);
        while (to > 0 && (text[to + fence.length] === "`" || text[to - 1] === "`"));
        if (to < 0 || to > stop) throw new Refused("unread");
        const content = text.slice(from, to).replace(/\n(?:> |    |  )?/g, " ");
        const end = to + fence.length;
        const made = { ...parseMark(mark[1], content), start: place, end, at: chars.length };
        callsIn(made.reading, marks.length, place, end);
        made.stop = chars.length;
        marks.push(made);
        witness += made.witness;
        place = end;
      } else if (text[place] === "\n") {
        if (text[place + 1] === "\n" || /^(?:> )?\n/.test(text.slice(place + 1, place + 4))) throw new Refused("unread");
        chars.push({ c: " ", start: place, end: place + 1, mark: -1 });
        witness += " ";
        place++;
        fresh = true;
      } else if (text[place] === "\\") {
        chars.push({ c: text[place + 1], start: place, end: place + 2, mark: -1 });
        witness += text[place + 1];
        place += 2;
      } else {
        if ("`*_[<{".includes(text[place]) || /^&#?\w+;/.test(text.slice(place, place + 32))) throw new Refused("unread");
        const pair = text.codePointAt(place) > 0xffff ? 2 : 1;
        for (let i = 0; i < pair; i++) chars.push({ c: text[place + i], start: place, end: place + 1, mark: -1 });
        if (pair === 2) { chars.at(-2).end = chars.at(-1).end = place + 2; chars.at(-1).start = place; }
        witness += text.slice(place, place + pair);
        place += pair;
      }
    }
    return { chars, calls, marks, witness, reading: chars.map(({ c }) => c).join("") };
  };

  // Finding words, and what of them is to be changed

  const flat = (text) => text.replace(/\s/g, " ");
  const squeezed = (text) => text.replace(/\s+/g, " ").trim();
  const count = (text) => text.replace(/\s/g, "").length;
  const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\u2028\u2029\u034f\u115f\u1160\u3164\uffa0]/u;

  // Where `words` stand in `text`; `before`, the characters other than white space before them, chooses among several.
  const find = (text, words, before) => {
    const within = flat(text), found = [];
    for (let i = within.indexOf(words); i >= 0; i = within.indexOf(words, i + 1)) found.push(i);
    if (!found.length) throw new Refused("absent");
    const chosen = before === undefined ? [] : found.filter((place) => count(text.slice(0, place)) === before);
    if (found.length > 1 && chosen.length !== 1) throw new Refused("several", { n: found.length });
    return chosen.length === 1 ? chosen[0] : found[0];
  };

  const tokens = (text) => [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ word, start: index, end: index + word.length }));

  // Runs of words that differ: [[start, end), [start, end)] of both texts, by the longest common subsequence of words.
  const differing = (old, made) => {
    const a = tokens(old), b = tokens(made), size = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--)
      for (let j = b.length - 1; j >= 0; j--)
        size[i][j] = a[i].word === b[j].word ? size[i + 1][j + 1] + 1 : Math.max(size[i + 1][j], size[i][j + 1]);
    const runs = [];
    let i = 0, j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i].word === b[j].word) { i++; j++; continue; }
      const from = [i, j];
      while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i].word === b[j].word)) {
        if (j >= b.length || (i < a.length && size[i + 1][j] >= size[i][j + 1])) i++; else j++;
      }
      runs.push({ a: a.slice(from[0], i), b: b.slice(from[1], j), next: a[i], last: a[from[0] - 1] });
    }
    return runs;
  };

  const core = (old, made) => { // the part that differs, as letters
    let head = 0, tail = 0;
    while (head < Math.min(old.length, made.length) && old[head] === made[head]) head++;
    while (tail < Math.min(old.length, made.length) - head && old.at(-1 - tail) === made.at(-1 - tail)) tail++;
    return { head, tail };
  };

  // The changes that turn `block` so that `words`, at `place`, read `wanted`: [{ start, end, text }] in the source.
  const changes = (block, place, words, wanted, tail) => {
    const { chars, marks } = block, { reading } = block;
    let first = place, last = place + words.length;
    while (first && !/\s/.test(reading[first - 1])) first--;
    while (last < reading.length && !/\s/.test(reading[last])) last++;
    const old = reading.slice(first, last);
    const made = squeezed(reading.slice(first, place) + wanted + reading.slice(place + words.length, last));
    const source = (from, to) => {
      if (from < to) return { start: chars[from].start, end: chars[to - 1].end };
      const spot = from < chars.length ? chars[from].start : chars.at(-1).end;
      return { start: spot, end: spot };
    };
    const inside = (from, to) => marks.filter((mark) => mark.at === mark.stop
      ? mark.at > from && mark.at < to : mark.at < to && mark.stop > from);
    const withCalls = (from, to, text) => { // the calls of notes that stand within, in both readings
      const calls = block.calls.filter((call) => call.at > from && call.at < to && call.mark < 0);
      let ours = text, theirs = reading.slice(from, to);
      const { head, tail: end } = core(theirs, text);
      for (const call of calls.reverse()) {
        const spot = call.at - from;
        if (spot > head && theirs.length - spot > end) throw new Refused("call", { n: call.number });
        const ourSpot = spot <= head ? spot : text.length - (to - from - spot);
        ours = `${ours.slice(0, ourSpot)}[^n${call.number}]${ours.slice(ourSpot)}`;
        theirs = `${theirs.slice(0, spot)}[^n${call.number}]${theirs.slice(spot)}`;
      }
      return [ours, theirs];
    };
    const edits = [];
    for (const run of differing(old, made)) {
      if (!run.a.length || !run.b.length) { // whole words lost, or too many
        const text = (run.a.length ? run.a : run.b).map(({ word }) => word).join(" ");
        if (run.a.length) {
          let from = first + run.a[0].start, to = first + run.a.at(-1).end;
          if (to < reading.length) to++; else if (from) from--;
          if (inside(from, to).length || block.calls.some((call) => call.at > from && call.at < to)) throw new Refused("marked");
          edits.push({ ...source(from, to), text: writeMark("surplus", "", reading.slice(from, to), tail) });
        } else if (run.next) {
          const spot = first + run.next.start;
          if (chars[spot].mark >= 0) throw new Refused("marked");
          edits.push({ ...source(spot, spot), text: writeMark("supplied", `${text} `, "", tail) });
        } else {
          const spot = first + run.last.end;
          if (chars[spot - 1].mark >= 0) throw new Refused("marked");
          const end = chars[spot - 1].end;
          edits.push({ start: end, end, text: writeMark("supplied", ` ${text}`, "", tail) });
        }
        continue;
      }
      let from = first + run.a[0].start, to = first + run.a.at(-1).end;
      let text = run.b.map(({ word }) => word).join(" ");
      const touched = inside(from, to);
      if (touched.length) {
        const { head, tail: end } = core(reading.slice(from, to), text);
        const spot = [from + head, to - end];
        const mark = touched.find(({ at: start, stop }) => start < stop && start <= spot[0] && stop >= spot[1]);
        const crossed = touched.filter(({ at: start, stop }) => start < spot[1] && stop > spot[0]);
        if (crossed.length > 1 || (crossed.length && crossed[0] !== mark)) throw new Refused("marked");
        if (mark && (crossed.length || spot[0] > mark.at || spot[0] === spot[1])) { // the editor's own reading is changed
          if (mark.reading.includes("[^n") || mark.sign === "gap") throw new Refused("marked");
          const reread = reading.slice(mark.at, spot[0]) + text.slice(head, text.length - end) + reading.slice(spot[1], mark.stop);
          if (!reread.trim()) throw new Refused("marked");
          const why = tail || mark.tail;
          const sign = mark.witness ? "corr" : "supplied";
          const written = reread === mark.witness ? escapeWords(reread) : writeMark(sign, reread, mark.witness, why);
          edits.push({ start: mark.start, end: mark.end, text: written });
          continue;
        }
        for (const { at: start, stop } of touched) { // beside marks: up to them
          if (stop <= spot[0]) { text = text.slice(stop - from); from = stop; }
          else if (start >= spot[1]) { text = text.slice(0, text.length - (to - start)); to = start; }
        }
        if (from >= to || !text) throw new Refused("marked");
      }
      const [ours, theirs] = withCalls(from, to, text);
      edits.push({ ...source(from, to), text: writeMark("corr", ours, theirs, tail) });
    }
    if (!edits.length) throw new Refused("same");
    return { edits, expected: reading.slice(0, first) + made + reading.slice(last) };
  };

  const escapeWords = (text) => text.replace(/[\\`*_<>[\]{}~|#$]|&(?=#?\w+;)/g, "\\$&");

  const apply = (text, edits) => {
    for (const { start, end, text: made } of [...edits].sort((a, b) => b.start - a.start))
      text = text.slice(0, start) + made + text.slice(end);
    return text;
  };

  const visible = (words) => {
    if (HIDDEN.test(words)) throw new Refused("hidden");
    if (/\{(?:corr|supplied|surplus|gap|sic)\}/.test(words)) throw new Refused("mark in words");
  };
  const visibleIn = (words) => { if (HIDDEN.test(squeezed(words ?? ""))) throw new Refused("hidden"); };
  const same = (a, b) => squeezed(a) === squeezed(b);

  const tailOf = ({ sure, support }) => {
    const reason = squeezed(support ?? "");
    return [sure, reason && `: ${reason}`].filter(Boolean).join("").replace(/^: /, ": ");
  };

  // A correction of a text's words. Returns the file's new text, the block's reading before and after, the new lines.
  const correctText = (text, span, asked) => {
    const [first, last] = span, block = read(text, first, last);
    const words = squeezed(asked.words), wanted = squeezed(asked.wanted ?? "");
    if (!words) throw new Refused("no words");
    for (const given of [words, wanted, asked.support ?? ""]) visible(squeezed(given));
    const place = find(block.reading, words, asked.before);
    let made;
    if (asked.kind === "slip") {
      let from = place, to = place + words.length;
      while (from && !/\s/.test(block.reading[from - 1])) from--;
      while (to < block.reading.length && !/\s/.test(block.reading[to])) to++;
      if (block.marks.some((mark) => mark.at < to && mark.stop > from || (mark.at > from && mark.at < to))) throw new Refused("marked");
      if (!squeezed(asked.support ?? "")) throw new Refused("no reason");
      const calls = block.calls.filter((call) => call.at > from && call.at < to).reverse();
      let held = block.reading.slice(from, to);
      for (const call of calls) held = `${held.slice(0, call.at - from)}[^n${call.number}]${held.slice(call.at - from)}`;
      const support = wanted ? `${wanted}: ${asked.support}` : asked.support;
      const tail = tailOf({ sure: asked.sure, support });
      const edit = { start: block.chars[from].start, end: block.chars[to - 1].end, text: writeMark("sic", held, held, tail) };
      made = { edits: [edit], expected: block.reading };
    } else {
      if (words === wanted) throw new Refused("same");
      made = changes(block, place, words, wanted, tailOf(asked));
    }
    const after = apply(text, made.edits);
    const grown = text.split("\n").length - after.split("\n").length;
    const reread = read(after, first, last - grown);
    if (reread.witness !== block.witness && !same(reread.witness, block.witness)) throw new Refused("unread");
    if (reread.witness.replace(/\s/g, " ") !== block.witness.replace(/\s/g, " ")) throw new Refused("unread");
    if (!same(reread.reading, made.expected)) throw new Refused("unread");
    return { text: after, before: block.reading, after: reread.reading };
  };

  // Where `words` stand once in the lines of a record that readers see: no key of a work, no words that a note names.
  const SEEN = { bib: /^\s/, toml: /^(?:en|ko|sources)\b/, md: /^(?!kind|sort)/ };
  const findIn = (part, words, path) => {
    const found = [];
    for (let i = part.indexOf(words); i >= 0; i = part.indexOf(words, i + 1))
      if (SEEN[path.split(".").at(-1)].test(part.slice(part.lastIndexOf("\n", i) + 1))) found.push(i);
    if (found.length !== 1) throw new Refused(found.length ? "several" : "absent", { n: found.length });
    return found[0];
  };

  // A correction of our own words: they are exchanged where they stand once in the lines of a record.
  const correctRecord = (text, span, asked, path) => {
    const words = squeezed(asked.words), wanted = squeezed(asked.wanted ?? "");
    for (const given of [words, wanted]) visible(given);
    const lines = starts(text), start = lines[span[0] - 1], end = lines[span[1]] ?? text.length;
    const quoted = (part) => part.replace(/\\/g, "\\\\").replace(/"/g, '\\"');
    const part = text.slice(start, end);
    if (!words) throw new Refused("no words");
    if (words === wanted) throw new Refused("same");
    const toml = path.endsWith(".toml");
    const written = toml ? quoted(words) : words;
    const found = findIn(part, written, path);
    const inHead = !toml && path.endsWith(".md") && part.lastIndexOf("\n---", found) < 1;
    const given = toml || inHead ? quoted(wanted) : path.endsWith(".md") ? escapeWords(wanted) : wanted;
    if (path.endsWith(".bib") && /[{}"@%\\#]/.test(wanted)) throw new Refused("signs");
    if (!wanted && !part.slice(0, found).trim()) throw new Refused("no words");
    return { text: text.slice(0, start + found) + given + text.slice(start + found + written.length) };
  };

  // A form of a name, added to the head of an entry of the register.
  const addForm = (text, asked) => {
    const form = squeezed(asked.wanted ?? "");
    if (!form) throw new Refused("no form");
    visible(form);
    const quoted = `"${form.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
    const head = /^---\n([\s\S]*?)\n---\n/.exec(text);
    if (!head) throw new Refused("unread");
    if (head[1].includes(quoted)) throw new Refused("same");
    const forms = /^forms: \[(.*)\]$/m.exec(head[1]);
    if (forms) {
      const spot = 4 + forms.index + "forms: [".length + forms[1].length;
      return { text: text.slice(0, spot) + (forms[1].trim() ? ", " : "") + quoted + text.slice(spot) };
    }
    if (/^forms:/m.test(head[1])) throw new Refused("unread");
    const before = /^(?:wikidata|viaf|seen|sources):/m.exec(head[1]);
    const spot = before ? 4 + before.index : 4 + head[1].length + 1;
    return { text: `${text.slice(0, spot)}forms: [${quoted}]\n${text.slice(spot)}` };
  };

  // The words that a note of the edition names, once the words of its paragraph are changed; the same if they still stand.
  const moved = (words, before, after) => {
    if (squeezed(after).split(words).length === 2) return words;
    const place = before.indexOf(words);
    if (place < 0) throw new Refused("note");
    const { head, tail } = core(before, after);
    const [from, to] = [head, before.length - tail], grown = after.length - before.length;
    let start = place, end = place + words.length;
    if (end > from) end = end >= to ? end + grown : to + grown;
    if (start > from) start = start >= to ? start + grown : from;
    while (end < after.length && !/\s/.test(after[end]) && /\s/.test(before[place + words.length] ?? " ")) end++;
    const made = after.slice(start, end).trim();
    if (!made || after.split(made).length !== 2) throw new Refused("note");
    return made;
  };

  // Patches

  const diff = (path, before, after) => {
    if (HIDDEN.test(path) || /["\\]/.test(path)) throw new Refused("unread"); // git would write such a name in quotes
    const a = before.split("\n"), b = after.split("\n"), CONTEXT = 3;
    let head = 0, tail = 0;
    while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
    while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
    const from = Math.max(0, head - CONTEXT), end = Math.min(CONTEXT, tail);
    const part = (all) => all.slice(from, all.length - tail + end);
    const whole = before.endsWith("\n") && after.endsWith("\n");
    if (!whole) throw new Refused("unread");
    const trim = (lines, all) => lines.length && from + lines.length === all.length ? lines.slice(0, -1) : lines;
    const [old, made] = [trim(part(a), a), trim(part(b), b)];
    const lines = [
      ...old.slice(0, head - from).map((line) => ` ${line}`),
      ...a.slice(head, a.length - tail).map((line) => `-${line}`),
      ...b.slice(head, b.length - tail).map((line) => `+${line}`),
      ...old.slice(a.length - tail - from).map((line) => ` ${line}`),
    ];
    return [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`,
      `@@ -${from + 1},${old.length} +${from + 1},${made.length} @@`, ...lines].join("\n");
  };

  // What stands in a header: no sign that mail gives a meaning there, no more bytes than git takes for a name's; encoded
  // (RFC 2047) where it looks encoded.
  const NAME_BYTES = 60;
  const bytes = (text) => new TextEncoder().encode(text);
  const clean = (text) => {
    let name = squeezed((text ?? "").replace(/[<>"\\()]/g, " ").replace(/@/g, " at "));
    while (bytes(name).length > NAME_BYTES) name = [...name].slice(0, -1).join("");
    return name.replace(/^[\s.,:;']+|[\s.,:;']+$/g, "");
  };
  const ADDRESS = /^[^\s<>()[\],;:"\\?@]+@[^\s<>()[\],;:"\\?@]+$/u;
  const header = (text) => {
    if (!text.includes("=?")) return text;
    return text.match(/[^]{1,10}/gu).map((part) => `=?UTF-8?B?${btoa(String.fromCharCode(...bytes(part)))}?=`).join(" ");
  };
  const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const two = (number) => String(number).padStart(2, "0");
  const stamp = (date) => `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ` +
    `${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;

  // A patch as `git format-patch` writes one: for `git am --keep-non-patch`, or `git apply`.
  const patch = ({ subject, body, name, mail, files, date }) => {
    const given = [subject, name, mail, ...body.map(([, text]) => text)];
    for (const words of given) visibleIn(words);
    const who = clean(name), post = ADDRESS.test(squeezed(mail ?? "")) ? squeezed(mail) : "reader@invalid";
    const person = `${who || "A reader"} <${post}>`;
    return [
      `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001`, `From: ${header(who || "A reader")} <${post}>`, `Date: ${stamp(date ?? new Date())}`,
      `Subject: [PATCH] ${header(`[Editorial] ${squeezed(subject)}`)}`, "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit", "",
      ...body.map(([label, text]) => `${label}: ${squeezed(text)}`), "",
      ...(who ? [`Signed-off-by: ${person}`] : []), "---", "",
      ...files.map(({ path, before, after }) => diff(path, before, after)), "-- ", "After October", "",
    ].join("\n");
  };

  window.editionCorrection = {
    Refused, read, correctText, correctRecord, addForm, moved, diff, patch, visibleIn, parseMark, writeMark, squeezed, count,
  };
})();
