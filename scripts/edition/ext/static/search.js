// Search in the browser: a query becomes terms by the rules of edition/search/analysis.py, on the index's own vocabulary.
// Only the parts of the index that a query needs are loaded; each is a script, so that pages work from a disk, too.
(() => {
  "use strict";
  const base = new URL("search/", document.currentScript.src.replace(/_static\/.*$/, ""));
  const form = document.querySelector("form.edition-search");
  if (!form) return;
  const OWN = 1.3; // how much more a document in the query's own language counts
  const PAGE = 10; // results shown at first, and each time more are asked for
  const TIERS = 8; // tiers of a very common term that are loaded without being asked for

  // ---- loading ----------------------------------------------------------------------------------------------------
  const files = new Map();
  const data = {};
  window.editionSearch = (kind, name, content) => { data[`${kind}-${name}`] = content; };
  const script = (name) => new Promise((done, fail) => {
    const tag = document.createElement("script");
    tag.src = window.editionScript(new URL(`${name}.js`, base));
    tag.onload = () => { tag.remove(); done(); };
    tag.onerror = () => { files.delete(name); fail(new Error(`${name} could not be loaded`)); };
    document.head.append(tag);
  });
  const load = (name, kind, key) => {
    if (!files.has(name)) files.set(name, script(name));
    return files.get(name).then(() => data[`${kind}-${key}`]);
  };
  let meta = null, stem = null;
  const start = async () => { meta ??= await load("meta", "m", 0); };
  const stemmer = async () => {
    if (!stem) { await load("stemmer", "", ""); const own = new window.EnglishStemmer(); stem = (word) => own.stemWord(word); }
    return stem;
  };

  // ---- letters ----------------------------------------------------------------------------------------------------
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase();
  const squeezed = (text) => (fold(text).match(/[\p{L}\p{N}]/gu) ?? []).join("");
  const HANGUL = /[가-힣]/;
  const FIRST = 0xac00;
  const bucketOf = (term) => {
    const code = term.charCodeAt(0) - FIRST;
    if (code >= 0 && code < 11172) return `k${Math.floor(code / 588)}`;
    return /[a-z]/.test(term[0]) ? term[0] : /\p{N}/u.test(term[0]) ? "0" : "x";
  };
  const dividedOf = (term) => { // the same where a bucket is divided further
    const bucket = bucketOf(term);
    if (!meta.split.includes(bucket)) return bucket;
    if (/^k.|^x/.test(bucket)) return `${bucket}-${term.charCodeAt(0).toString(16)}`;
    return `${bucket}-${/^[\x00-\x7f]*$/.test(term[1] ?? "") ? term[1] ?? "" : "x"}`;
  };
  const partOf = (term) => {
    let code = 0x811c9dc5;
    for (let at = 0; at < term.length; at++) code = Math.imul(code ^ term.charCodeAt(at), 0x01000193) >>> 0;
    return code % meta.parts;
  };

  // ---- vocabulary -------------------------------------------------------------------------------------------------
  const NOTHING = { terms: new Set(), written: new Map(), names: new Map() };
  const vocabularies = new Map(); // bucket → {terms, written: word → its term, names: name → its entry}
  const vocabulary = async (bucket) => {
    if (!meta.buckets.includes(bucket)) return NOTHING;
    if (!vocabularies.has(bucket)) {
      const [rows, names] = await load(`v-${bucket}`, "v", bucket);
      const terms = new Set(), written = new Map();
      for (const row of rows.split("\n")) {
        const [term, ...words] = row.split(",");
        terms.add(term);
        if (!words.length) written.set(term, term);
        for (const word of words) written.set(word.startsWith("=") ? word.slice(1) : term + word, term);
      }
      vocabularies.set(bucket, { terms, written, names: new Map(names.split("\n").filter(Boolean).map((row) => row.split("="))) });
    }
    return vocabularies.get(bucket);
  };
  const around = (word) => vocabulary(dividedOf(word)); // the part of the vocabulary that *word* would stand in
  const has = async (term) => term !== "" && (await around(term)).terms.has(term);
  const nameOf = async (words) => words.length > 1 ? (await around(words)).names.get(words) : undefined;
  const termOf = async (word) => { // of a word without Hangul: the index knows how its words are written
    const term = (await around(word)).written.get(word) ?? (/^[a-z]+$/.test(word) ? stem(word) : word);
    return await has(term) ? term : null;
  };

  // ---- hanja ------------------------------------------------------------------------------------------------------
  const HAN = /\p{Script=Han}/u;
  const INITIAL = [2, 6, 7, 12, 17, 20]; // the vowels before which ㄹ and ㄴ fall away at the head of a word
  const read = async (word) => { // → how *word* may be read, the likeliest first: 勞動者 → 노동자
    const plain = [];
    for (const sign of word) {
      const code = sign.charCodeAt(0), page = (code >> 8).toString(16);
      const known = HAN.test(sign) && meta.hanja.includes(page) ? (await load(`h-${page}`, "h", page))[code & 255] : " ";
      plain.push(known === " " ? sign : known);
    }
    const softened = (sign, first) => {
      const code = sign.charCodeAt(0) - FIRST, vowel = Math.floor(code % 588 / 28), lead = Math.floor(code / 588);
      if (!first || code < 0 || code > 11171 || (lead !== 5 && !(lead === 2 && INITIAL.includes(vowel)))) return sign;
      return String.fromCharCode(FIRST + (INITIAL.includes(vowel) ? 11 : 2) * 588 + code % 588);
    };
    const signs = [...word];
    const reading = (all) => plain.map((sign, at) => {
      const last = at ? (plain[at - 1].charCodeAt(0) - FIRST) % 28 : -1;
      if (/[렬률]/.test(sign) && (last === 0 || last === 4)) return sign === "렬" ? "열" : "율";
      return softened(sign, HAN.test(signs[at]) && (all || at === 0));
    }).join("");
    return [...new Set([reading(false), reading(true)])];
  };
  const readings = async (words) => Promise.all(words.map(async (word) => {
    if (!HAN.test(word)) return word;
    const found = await read(word);
    for (const reading of found) if (await has(reading) || await nameOf(reading)) return reading;
    return found[0];
  }));

  // ---- Korean -----------------------------------------------------------------------------------------------------
  // what may follow a noun: particles, and what makes it a verb or an adjective
  const VERBAL = /^(?:시키|시킨|시켰|시킬|당하|당한|당했|스럽|스러|로운|로우|하|한|할|함|합|했|해|되|된|될|됨|됩|됐|돼|롭|적|화|들)/;
  // particles after which another may stand
  const OPEN = new Set("들 에 에서 에게 에게서 로 으로 로서 으로서 로써 으로써 과 와 만 까지 부터 보다 처럼 밖에 뿐 께 께서 한테 측 식 간 만큼 라고 이라고".split(" "));
  const isTail = (rest) => {
    if (rest === "") return true;
    const verbal = VERBAL.exec(rest)?.[0];
    if (verbal && (isEnding(rest.slice(verbal.length)) || isTail(rest.slice(verbal.length)))) return true;
    return meta.particles.some((particle) => rest === particle
      || (OPEN.has(particle) && rest.startsWith(particle) && isTail(rest.slice(particle.length))));
  };
  // what may follow the stem of a verb, syllable by syllable
  const ENDING = new Set("다고며면는은을던지게기음어아여서도야니까요네라자세시습겠었았였했려러므로든거나듯수록도록만큼채지만으나런데인가운우울움와워져으며므".split(""));
  const isEnding = (rest) => rest !== "만" && [...rest].every((syllable) => ENDING.has(syllable));
  const stems = (word) => { // dictionary forms that may have become *word*, the longest stem first
    const found = [];
    for (let length = word.length; length > 0; length--) {
      if (!isEnding(word.slice(length))) continue;
      const head = word.slice(0, length), code = head.charCodeAt(length - 1) - FIRST;
      if (code < 0 || code > 11171) continue;
      const [lead, vowel, tail] = [Math.floor(code / 588), Math.floor(code % 588 / 28), code % 28];
      const before = head.slice(0, -1);
      const make = (v, t) => `${before}${String.fromCharCode(FIRST + lead * 588 + v * 28 + t)}다`;
      found.push(`${head}다`);
      if ([4, 8, 16, 17, 20].includes(tail)) found.push(make(vowel, 0)); // 무너진, 갈, 함, 합니다, 갔다
      if ([0, 4, 17].includes(tail)) found.push(make(vowel, 8)); // 만든, 만드는
      if ([0, 4, 8, 16].includes(tail)) found.push(make(vowel, 27)); // 커다란 → 커다랗다
      if ((vowel === 1 || vowel === 3 || vowel === 5) && (tail === 0 || tail === 20)) { // 커다래서, 어때서, 하얘서
        for (const open of vowel === 3 ? [2] : [0, 4]) found.push(make(open, 27));
      }
      if (tail === 8 || tail === 0) found.push(make(vowel, 7)); // 들어 → 듣다
      if (tail === 0 || tail === 20) {
        const open = { 6: 20, 14: 13, 9: 8, 4: 18, 10: 11, 1: 0, 0: 18 }[vowel]; // 져 → 지, 워 → 우, 와 → 오, 꺼 → 끄, 해 → 하
        if (open !== undefined) found.push(make(open, 0));
        const last = length > 1 ? head.charCodeAt(length - 2) - FIRST : -1;
        if (lead === 5 && (vowel === 4 || vowel === 0) && last >= 0 && last % 28 === 8) {
          found.push(`${head.slice(0, -2)}${String.fromCharCode(FIRST + last - 8)}르다`); // 몰라 → 모르다
        }
        if (lead === 11 && last >= 0 && last % 28 === 0) { // 도와 → 돕다, 가까운 → 가깝다
          found.push(`${head.slice(0, -2)}${String.fromCharCode(FIRST + last + 17)}다`);
        }
      }
      if (lead === 11 && [4, 8, 16].includes(tail) && vowel === 13 && length > 1) { // 가까운 → 가깝다
        const last = head.charCodeAt(length - 2) - FIRST;
        if (last >= 0 && last % 28 === 0) found.push(`${head.slice(0, -2)}${String.fromCharCode(FIRST + last + 17)}다`);
      }
      if (lead === 11 && vowel === 4 && length > 1) { // 지어 → 짓다
        const last = head.charCodeAt(length - 2) - FIRST;
        if (last >= 0 && last % 28 === 0) found.push(`${head.slice(0, -2)}${String.fromCharCode(FIRST + last + 19)}다`);
      }
    }
    return [...new Set(found)].filter((form) => form.length > 1);
  };
  const costOf = (pieces) => pieces.reduce((sum, piece) => sum + (piece.length > 1 ? 1 : 2.5), 0);
  const divided = async (word) => { // nouns of the vocabulary that *word* is made of, the fewest; null where it is not
    const best = Array(word.length + 1).fill(null);
    best[0] = [];
    for (let from = 0; from < word.length; from++) {
      if (!best[from]) continue;
      const known = (await around(word.slice(from))).terms;
      for (let to = word.length; to > from; to--) {
        const piece = word.slice(from, to);
        if (piece.endsWith("다") && piece.length > 1 || !known.has(piece)) continue;
        const next = [...best[from], piece];
        if (!best[to] || costOf(next) < costOf(best[to])) best[to] = next;
      }
    }
    let found = null;
    for (let end = word.length; end > 0; end--) {
      if (!best[end] || !isTail(word.slice(end))) continue;
      const price = costOf(best[end]) + (end < word.length ? 0.1 : 0);
      if (!found || price < found.price) found = { pieces: best[end], covered: end, price };
    }
    return found;
  };
  const koreanWord = async (word) => { // → ways to read the word, each a list of terms that must all be there
    if (await has(word)) return [[word]];
    const noun = await divided(word);
    let verb = null;
    for (const form of stems(word)) if (await has(form)) { verb = form; break; }
    const whole = noun && noun.pieces.every((piece) => piece.length > 1);
    if (verb && word === `${verb.slice(0, -1)}지만`) return [[verb], ...(noun ? [Object.assign([...noun.pieces], { weight: 0.5 })] : [])]; // 잡지만
    // pieces that stand side by side somewhere are a compound; others may be a slip
    const attested = whole && (await Promise.all(noun.pieces.slice(1).map((piece, at) => has(noun.pieces[at] + piece)))).every(Boolean);
    if (attested && !(verb && verb.length - 1 >= noun.covered)) return [noun.pieces];
    const ways = verb ? [[verb]] : [];
    const near = !verb && noun && noun.pieces.length > 1 ? (await nearest(word, whole)).map((goal) => [goal]) : [];
    if (noun && (!verb || noun.covered >= verb.length - 1)) ways.push(Object.assign([...noun.pieces], { weight: (verb && !whole) || near.length ? 0.5 : 1 }));
    return ways.length || near.length || word.length < 4 ? [...ways, ...near] : swapped(word);
  };
  const swapped = async (word) => { // a noun of the texts, simple or compound, in which two neighbouring syllables changed places
    for (let at = 1; at < word.length; at++) {
      if (word[at] === word[at - 1]) continue;
      const whole = word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1);
      for (const read of word.length > 4 ? [whole, whole.slice(0, -1)] : [whole]) { // 파견근로·제: the last may be a suffix
        const noun = await divided(read);
        if (!noun || noun.pieces.join("").length < 3) continue;
        const pairs = noun.pieces.slice(1).map((piece, before) => has(noun.pieces[before] + piece));
        if ((await Promise.all(pairs)).every(Boolean)) return [noun.pieces];
      }
    }
    return [];
  };

  // ---- near misses ------------------------------------------------------------------------------------------------
  const letters = (word) => HANGUL.test(word) ? word.normalize("NFD") : word;
  const distance = (one, other, most) => { // Damerau–Levenshtein, neighbours swapped count one
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = null, row = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      let least = i;
      for (let j = 1; j <= other.length; j++) {
        let value = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (before && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) value = Math.min(value, before[j - 2] + 1);
        next[j] = value;
        least = Math.min(least, value);
      }
      if (least > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[other.length];
  };
  const SUFFIX = /^(?:e|s|es|ed|d|ing|ings|ly|y|ies|er|ers|or|ors|ion|ions|ation|ate|ated|ates|al|ally|ment|ments|ity|ive|ous|able|ible|ary)$/;
  const apartFrom = (word, term, most, strict) => { // how far *term* is from *word*, or from its beginning before an ending
    if (!HANGUL.test(word)) {
      if (term.length < 4) return distance(word, term, most);
      most = Math.min(most, term.length >= 7 ? 2 : 1);
      let least = distance(word, term, most);
      for (let cut = 1; cut <= 5 && word.length - cut >= 4 && least > 0; cut++) {
        if (SUFFIX.test(word.slice(-cut))) least = Math.min(least, distance(word.slice(0, -cut), term, most) + 0.01 * cut);
        else if (term.length > 4 && word.slice(0, -cut) === term) least = Math.min(least, 1.1 + 0.01 * cut); // a slip in the ending
      }
      return least < most + 1 ? least : Infinity;
    }
    if (Math.abs(word.length - term.length) > 1) return most + 1;
    const signs = distance(letters(word), letters(term), strict ? 1 : most);
    if (signs <= (strict ? 1 : most) || word.length < 3) return signs;
    if (strict && word.length === term.length && !isSwap(word, term)) return most + 1;
    const syllables = distance(word, term, 1);
    if (syllables > 1 || (word.length <= 3 && word.length === term.length)) return most + 1;
    return word.length === term.length && isSwap(word, term) ? 1.4 : 1.5; // all its syllables are there
  };
  const isSwap = (one, other) => [...one].sort().join("") === [...other].sort().join("");
  const neighbours = (word) => { // the parts of the vocabulary to look for *word* in, the likeliest first
    const likely = [...new Set([dividedOf(word), ...(word.length > 1 ? [dividedOf(word.slice(1))] : [])])];
    if (!meta.split.includes(bucketOf(word))) return [likely];
    if (word.length > 2 && !HANGUL.test(word)) likely.push(dividedOf(word[0] + word[2]));
    const others = meta.buckets.filter((name) => name.startsWith(`${bucketOf(word)}-`) && !likely.includes(name)
      && (!HANGUL.test(word) || distance(letters(word[0]), letters(String.fromCharCode(parseInt(name.split("-")[1], 16))), 1) <= 1));
    return [likely, others];
  };
  const nearest = async (word, strict = false) => { // the terms and names least far from *word*
    const length = letters(word).length, most = length >= 8 ? 2 : length >= 4 ? 1 : 0, head = letters(word[0])[0];
    if (!most) return [];
    let best = most + 0.9, found = [];
    const look = (written, goal, measure) => {
      if (written.length < 2) return;
      let apart = measure(written);
      if (apart > most + 0.5) return;
      if (letters(written[0])[0] !== head) apart += 0.05; // slips are rare at the head of a word
      if (written.length < word.length) apart += 0.02; // a sign is left out more often than put in
      if (apart <= best) { best = apart; found.push([apart, goal]); }
    };
    const seen = [];
    for (const names of neighbours(word)) {
      for (const part of await Promise.all(names.map(vocabulary))) {
        seen.push(part);
        for (const [written, term] of part.written) look(written, term, (other) => HANGUL.test(word) ? apartFrom(word, other, most, strict) : distance(word, other, most));
        for (const [name, slug] of part.names) look(name, `@${slug}`, (other) => HANGUL.test(word) ? apartFrom(word, other, most, strict) : distance(word, other, most));
      }
      if (found.length) break;
    }
    if (!found.length && !HANGUL.test(word)) { // a form that the texts have not
      for (const part of seen) for (const term of part.terms) look(term, term, (other) => Math.min(apartFrom(word, other, most), apartFrom(stem(word), other, most)));
    }
    return [...new Set(found.filter(([apart]) => apart < best + 0.005).map(([, goal]) => goal))];
  };
  const beginning = async (word) => { // terms that begin as the word being typed
    if (word.length < 2) return [];
    const { written, names } = await around(word);
    const begun = new Set([...written].filter(([form, term]) => form.startsWith(word) && !(term.endsWith("다") && HANGUL.test(term))).map(([, term]) => term));
    const slugs = new Set([...names].filter(([name]) => name.startsWith(word)).map(([, slug]) => `@${slug}`));
    return [...[...begun].slice(0, 12), ...[...slugs].slice(0, 6)];
  };

  // ---- from a query to what must be found -------------------------------------------------------------------------
  // A group is one thing asked for: {shown, ways, guessed}; a way is a list of terms that must all be there.
  // It is guessed where a word of it is none that the index knows.
  const analyse = async (query) => {
    await start();
    const found = [...fold(query).matchAll(/([\p{L}\p{N}]+)(['’](?:s|t|re|ll|ve|d|m)?(?![\p{L}\p{N}]))?/gu)];
    const words = found.map((match) => match[1]), spoken = found.map((match) => squeezed(match[0])); // people’s: people, peoples
    await Promise.all([...words.map(around), words.some((word) => /[a-z]/.test(word)) && stemmer()]);
    const read = words.some((word) => HAN.test(word)) ? await readings(words) : words;
    const groups = [];
    for (let at = 0; at < words.length;) {
      const named = await nameAt(spoken, at) ?? await nameAt(words, at) ?? (read === words ? null : await nameAt(read, at));
      const many = named ? named.words : 1;
      const ways = named ? [[`@${named.slug}`]] : [];
      const plain = [];
      for (let place = at; place < at + many; place++) {
        const last = at + many === words.length, own = await wordWays(read[place], last);
        if (read[place] !== words[place] && await has(words[place])) own.unshift([words[place]]); // hanja as they stand
        plain.push(own);
      }
      if (plain.every((list) => list.length)) {
        if (plain.length === 1) ways.push(...plain[0]);
        else {
          const all = plain.map((list) => list[0]).flat();
          ways.push(Object.assign(all, { weight: 0.1 / all.length }));
          const whole = await joined(words.slice(at, at + many));
          if (whole) ways.push([whole]);
        }
      }
      // a word as it stands tells more than its entry's other names; but not one of which a stem is left
      const loose = many > 1 || /^[a-z]+$/.test(words[at]) && stem(words[at]) !== words[at];
      if (named) ways[0].weight = loose ? 1 : 0.5;
      if (named && many === 1 && loose) for (const way of ways.slice(1)) way.weight = 0.5;
      groups.push({ shown: words.slice(at, at + many).join(" "), ways, guessed: plain.some((list) => list.guessed) });
      at += many;
    }
    const telling = groups.filter((group) => !group.ways.every((way) => way.every((term) => meta.stop.includes(term))) || !group.ways.length);
    const asked = telling.length ? telling : groups;
    asked.together = []; // two nouns side by side tell more than both somewhere
    for (let at = 1; at < read.length; at++) {
      const pair = await joined(read.slice(at - 1, at + 1));
      if (pair) asked.together.push(pair);
    }
    return asked;
  };
  const joined = async (words) => { // the one term that Korean *words* are together, without what follows the last
    const run = words.join("");
    if (words.length < 2 || words.some((word) => !/^[가-힣]+$/.test(word))) return null;
    for (let end = run.length; end > run.length - words.at(-1).length; end--) {
      if (isTail(run.slice(end)) && await has(run.slice(0, end))) return run.slice(0, end);
    }
    return null;
  };
  const nameAt = async (words, at) => {
    for (let many = Math.min(30, words.length - at); many > 0; many--) {
      const run = squeezed(words.slice(at, at + many).join(""));
      const whole = await nameOf(run);
      if (whole) return { slug: whole, words: many };
      if (!HANGUL.test(run.at(-1))) continue;
      for (let end = run.length - 1; end > 1; end--) {
        const rest = run.slice(end);
        if (rest.length > 5 || !isTail(rest) || VERBAL.test(rest)) continue;
        const slug = await nameOf(run.slice(0, end));
        if (slug) return { slug, words: many };
      }
    }
    return null;
  };
  const wordWays = async (word, last) => {
    const ways = [];
    const runs = word.match(/[가-힣]+|[^가-힣]+/g) ?? [];
    let all = [[]], guessed = false;
    for (const run of runs) {
      let mine;
      if (HANGUL.test(run)) mine = runs.length > 1 && run !== runs[0] && isTail(run) ? [[]] : await koreanWord(run);
      else {
        const term = await termOf(run);
        mine = term ? [[term]] : [];
      }
      if (!mine.length) { guessed = true; mine = await guesses(run, last && run === runs.at(-1)); }
      all = all.flatMap((way) => mine.map((more) => [...way, ...more]));
    }
    for (const way of all) if (way.length) ways.push(way);
    return Object.assign(ways, { guessed });
  };
  const guesses = async (word, last) => {
    if (last) {
      const begun = await beginning(word);
      if (begun.length) return begun.map((term) => [term]);
    }
    const heads = [word];
    if (HANGUL.test(word)) { // without its particles
      for (let end = word.length - 1; end > 1; end--) if (isTail(word.slice(end)) && !VERBAL.test(word.slice(end))) heads.push(word.slice(0, end));
    }
    for (const head of heads) {
      const near = await nearest(head);
      if (near.length) return near.map((goal) => [goal]);
    }
    return [];
  };

  // ---- finding ----------------------------------------------------------------------------------------------------
  const lists = new Map(); // term → {found: document → weight, total, tiers, loaded, forms}
  const postings = async (term) => {
    if (!lists.has(term)) lists.set(term, { found: new Map(), loaded: 0, tiers: 1, waiting: null });
    const list = lists.get(term);
    if (!list.loaded) await further(term, list);
    return list;
  };
  const further = async (term, list) => { // load the next tier
    if (list.waiting) return list.waiting;
    const key = list.loaded ? `${term} ${list.loaded}` : term, part = partOf(key);
    return list.waiting = load(`p-${part}`, "p", part).then(([listed, forms, tiers]) => {
      if (!list.loaded) [list.forms, [list.total, list.tiers]] = [forms[term] ?? [], tiers?.[term] ?? [(listed[term] ?? []).length / 2, 1]];
      const numbers = listed[key] ?? [];
      for (let at = 0, number = 0; at < numbers.length; at += 2) { number += numbers[at]; list.found.set(number, numbers[at + 1] / meta.scale); }
      list.loaded += 1;
    }).finally(() => { list.waiting = null; });
  };
  const rarity = (list) => Math.log(1 + (meta.count - list.total + 0.5) / (list.total + 0.5));
  const scored = (groups, listOf) => { // → document → score, of those that have all that is asked for
    let total = null;
    for (const group of groups) {
      const scores = new Map();
      for (const way of group.ways) {
        const terms = way.map(listOf).sort((one, other) => one.found.size - other.found.size);
        for (const number of terms[0]?.found.keys() ?? []) {
          let score = 0;
          for (const list of terms) {
            const weight = list.found.get(number);
            if (weight === undefined) { score = null; break; }
            score += weight * rarity(list);
          }
          if (score !== null) scores.set(number, (scores.get(number) ?? 0) + score * (way.weight ?? 1));
        }
      }
      if (total === null) total = scores;
      else for (const [number, score] of total) if (scores.has(number)) total.set(number, score + scores.get(number)); else total.delete(number);
    }
    for (const pair of groups.together) {
      const list = listOf(pair);
      for (const [number, weight] of list.found) if (total?.has(number)) total.set(number, total.get(number) + weight * rarity(list));
    }
    return total ?? new Map();
  };
  const termsOf = (groups) => [...new Set([...groups.flatMap((group) => group.ways.flat()), ...groups.together])];
  const lacking = (terms) => new Set(terms.map((term) => `p-${partOf(term)}`).filter((name) => !files.has(name))).size;
  // *query* → documents with their scores, best first. Of very common terms the heaviest tiers come first; more are
  // loaded until *least* results are had that *wanted* lets through, or a limit is reached: then `whole` is false.
  const find = async (query, wanted = () => true, least = PAGE) => {
    const groups = await analyse(query), language = HANGUL.test(query) || HAN.test(query) ? "ko" : "en";
    const terms = termsOf(groups);
    const held = new Map(await Promise.all(terms.map(async (term) => [term, await postings(term)])));
    const limit = TIERS * Math.ceil(least / PAGE);
    for (;;) {
      const total = scored(groups, (term) => held.get(term));
      for (const [number, score] of total) if (kindOf(number).language === language) total.set(number, score * OWN);
      const results = [...total].sort((one, other) => other[1] - one[1] || one[0] - other[0]).map(([number, score]) => ({ number, score, ...kindOf(number) }));
      const open = [...held].filter(([, list]) => list.loaded < list.tiers), whole = !open.length;
      const next = open.filter(([, list]) => list.loaded < limit);
      if (next.length && results.filter(wanted).length < least) { await Promise.all(next.map(([term, list]) => further(term, list))); continue; }
      const marks = terms.map((term) => term.startsWith("@") ? { forms: held.get(term).forms.map(fold) } : { term });
      return { groups, marks, results, whole };
    }
  };
  const kindOf = (number) => {
    let low = 0, high = meta.ranges.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (meta.ranges[middle][0] <= number) low = middle; else high = middle - 1; }
    const [, layer, text, language] = meta.ranges[low];
    return { layer, text, language };
  };
  const fetched = async (number) => (await load(`d-${Math.floor(number / meta.run)}`, "d", Math.floor(number / meta.run)))[number % meta.run];

  // ---- showing ----------------------------------------------------------------------------------------------------
  const spans = (words, marks) => { // [from, to] of what was found in *words*
    const plain = [...words].map((sign) => { const folded = fold(sign); return folded.length === sign.length ? folded : sign; }).join("");
    const found = [];
    for (const { forms } of marks) for (const form of forms ?? []) {
      for (let at = form.length > 1 ? plain.indexOf(form) : -1; at >= 0; at = plain.indexOf(form, at + 1)) {
        const bound = HANGUL.test(form) || !/[\p{L}\p{N}]/u.test((plain[at - 1] ?? " ") + (plain[at + form.length] ?? " "));
        if (bound) found.push([at, at + form.length]);
      }
    }
    const terms = marks.filter((mark) => mark.term).map((mark) => mark.term);
    for (const match of plain.matchAll(/[\p{L}\p{N}]+/gu)) for (const term of terms) {
      const word = match[0], at = match.index;
      if (HANGUL.test(term)) {
        if (term.endsWith("다") && term.length > 1 && stems(word).includes(term)) found.push([at, at + word.length]);
        else { const inside = word.indexOf(term); if (inside >= 0) found.push([at + inside, at + inside + term.length]); }
      } else if (word === term || (/^[a-z]+$/.test(word) && stem && stem(word) === term)) found.push([at, at + word.length]);
    }
    found.sort((one, other) => one[0] - other[0]);
    const merged = [];
    for (const span of found) {
      const last = merged.at(-1);
      if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]); else merged.push([...span]);
    }
    return merged;
  };
  const excerpt = (words, marks) => {
    const WIDTH = 260, node = document.createElement("p"), found = spans(words, marks);
    let from = found.length ? Math.max(0, found[0][0] - 80) : 0, to = Math.min(words.length, from + WIDTH);
    if (from > 0) from = Math.max(0, words.lastIndexOf(" ", from) + 1);
    if (to < words.length) to = words.lastIndexOf(" ", to) > from ? words.lastIndexOf(" ", to) : to;
    if (from > 0) node.append("… ");
    let at = from;
    for (const [start, end] of found) {
      if (start < at || end > to) continue;
      const mark = document.createElement("mark");
      mark.textContent = words.slice(start, end);
      node.append(words.slice(at, start), mark);
      at = end;
    }
    node.append(words.slice(at, to), to < words.length ? " …" : "");
    return node;
  };
  const told = document.querySelector(".search-told"), list = document.querySelector(".search-results");
  const root = new URL("../", base);
  let turn = 0;
  const show = async (least = PAGE) => {
    const mine = ++turn, query = form.q.value.trim();
    list.removeAttribute("data-query");
    if (!query) { told.textContent = ""; list.replaceChildren(); return; }
    const layers = new Set([...form.querySelectorAll("[name=layer]:checked")].map((box) => box.value));
    let found;
    const passes = (item) => layers.has(item.layer) && (!form.lang.value || item.language === form.lang.value) && (!form.text.value || item.text === form.text.value);
    try { found = await find(query, passes, least); } catch (error) { if (mine === turn) told.textContent = `${error.message} · 다시 시도하기 바란다.`; return; }
    if (mine !== turn) return;
    const wanted = found.results.filter(passes);
    const missing = found.groups.filter((group) => !group.ways.length).map((group) => group.shown);
    const count = wanted.length.toLocaleString("en");
    told.textContent = wanted.length ? found.whole ? `${count}곳 · ${count} found` : `${count}곳 이상 · more than ${count} found` : `찾지 못했다 · Nothing found${missing.length ? ` (${missing.join(", ")})` : ""}`;
    list.replaceChildren();
    for (let from = 0; from < Math.max(1, Math.min(least, wanted.length)); from += PAGE) await more(wanted, from, found, mine);
    if (mine === turn) list.dataset.query = query; // all of its answer stands here: for the tests and for scripts/bench
  };
  const titleOf = (item) => item.text ? meta.texts[item.text] : meta.layers[item.layer];
  const more = async (wanted, from, found, mine) => {
    const slice = wanted.slice(from, from + PAGE);
    const documents = await Promise.all(slice.map((item) => fetched(item.number)));
    if (mine !== turn) return;
    list.querySelector("button")?.remove();
    slice.forEach((item, index) => {
      const [address, label, words] = documents[index];
      const title = titleOf(item);
      let section = [...list.children].find((part) => part.dataset.title === title);
      if (!section) {
        section = document.createElement("section");
        section.dataset.title = title;
        const heading = document.createElement("h2");
        heading.textContent = title;
        section.append(heading);
        list.append(section);
      }
      const entry = document.createElement("article"), link = document.createElement("a");
      link.href = new URL(address, root);
      link.textContent = item.text ? `${meta.layers[item.layer].split(" · ")[item.language === "ko" ? 0 : 1]} ${label}` : label;
      const context = excerpt(words, found.marks);
      context.lang = item.language;
      entry.append(link, context);
      section.append(entry);
    });
    const rest = wanted.length - from - PAGE;
    if (rest > 0 || !found.whole) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = rest > 0 ? `더 보기 · More (${rest})` : "더 찾기 · Search further";
      button.addEventListener("click", async () => {
        const shown = list.querySelectorAll("article").length;
        await (rest > 0 ? more(wanted, from + PAGE, found, mine) : show(wanted.length + PAGE));
        links()[shown]?.focus();
      });
      list.append(button);
    }
  };

  // ---- keys: arrows go through the results, Escape back to the field --------------------------------------------
  const links = () => [...list.querySelectorAll("article a")];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const all = links(), at = all.indexOf(document.activeElement), field = document.activeElement === form.q;
    if (event.key === "Escape" && at >= 0) { form.q.focus(); form.q.select(); }
    else if (event.key === "ArrowDown" && all.length && (field || at >= 0)) all[Math.min(at + 1, all.length - 1)].focus();
    else if (event.key === "ArrowUp" && at >= 0) (at ? all[at - 1] : form.q).focus();
    else return;
    event.preventDefault();
  });

  const remember = () => {
    const address = new URL(location.href);
    if (form.q.value.trim()) address.searchParams.set("q", form.q.value.trim()); else address.searchParams.delete("q");
    try { history.replaceState(null, "", address); } catch { /* opened from a disk in a browser that forbids it */ }
  };
  // What is typed is answered when the typing rests; but at once where little must be loaded for it, so that the parts
  // of a whole word are there before its last letter is.
  const REST = 200; // milliseconds without a key
  const WHOLE = 4, HALF = 1; // parts of postings that are loaded for words that the index knows, and for others
  const MOST = 30; // files, with which a query has cost enough for nothing more to be guessed
  let wait = 0, begun = "", paid = 0;
  const state = () => new URLSearchParams(new FormData(form)).toString();
  const answer = () => { begun = state(); show(); };
  const eager = async () => {
    const asked = state(), query = form.q.value.trim();
    if (!query || /[ㄱ-ㅣ]$/.test(query)) return; // nothing, or a syllable not yet one
    try {
      const groups = await analyse(query);
      const most = !groups.some((group) => group.guessed) ? WHOLE : files.size - paid < MOST ? HALF : 0;
      if (asked === state() && lacking(termsOf(groups)) <= most) answer();
    } catch { /* told when the typing rests */ }
  };
  form.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => { remember(); paid = files.size; if (begun !== state()) answer(); }, REST);
    eager();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(wait); remember(); answer(); });
  window.editionFind = find; // for the tests and for scripts/bench
  window.editionDocument = fetched;
  start().then(() => form.text.append(...Object.entries(meta.texts).map(([ident, title]) => new Option(title, ident))));
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) { form.q.value = asked; show(); }
  form.q.focus();
})();
