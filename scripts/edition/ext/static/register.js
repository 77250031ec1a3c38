// A field above the finding lists of the register: only the entries stay that hold what is typed, in any form.
// Without this script the lists are whole, and the browser's own search finds every form in them.
(() => {
  "use strict";
  const lists = [...document.querySelectorAll("ul.register-index")];
  if (!lists.length) return;
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const items = lists.flatMap((list) => [...list.children]).map((item) => ({ item, words: plain(item.textContent) }));

  const form = document.createElement("form");
  form.className = "register-search";
  form.setAttribute("role", "search");
  const field = document.createElement("input");
  field.type = "search";
  field.id = "register-search";
  const label = document.createElement("label");
  label.htmlFor = field.id;
  label.textContent = "찾기 · Find in the register";
  const told = document.createElement("output");
  told.htmlFor = field.id;
  form.append(label, field, told);
  lists[0].closest("section").before(form);

  const filter = () => {
    const wanted = plain(field.value.trim());
    const left = items.filter(({ item, words }) => !(item.hidden = !words.includes(wanted)));
    const addresses = new Set(left.map(({ item }) => item.querySelector("a").href));
    told.textContent = wanted ? String(addresses.size) : "";
    for (const list of lists) list.closest("section").hidden = wanted !== "" && list !== lists[0];
  };
  field.addEventListener("input", filter);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = lists[0].querySelector(":scope > li:not([hidden]) a");
    if (field.value.trim() && first) first.click();
  });
})();
