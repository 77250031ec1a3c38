// What style rules cannot do: remember the view for every page, keep a card in the window, close it with Escape,
// and put the rows of an apparatus in their order for the keyboard and for screen readers. Without it all else works.
(() => {
  "use strict";
  const KEY = "after-october.view";
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (value) => {
    try { value ? localStorage.setItem(KEY, value) : localStorage.removeItem(KEY); } catch { /* no memory here */ }
  };

  const box = document.querySelector(".edition-view form");
  if (box) {
    const radios = [...box.querySelectorAll("input[type=radio]")];
    const keep = box.querySelector(".keep input");
    const wanted = radios.find((radio) => radio.value === stored());
    if (wanted) { wanted.checked = true; keep.checked = true; }
    box.querySelector(".keep").hidden = false;
    box.addEventListener("change", (event) => {
      if (keep.checked) store(radios.find((radio) => radio.checked).value);
      else if (event.target === keep) store("");
    });
  }

  const place = (mark) => {
    const card = mark.querySelector(":scope > .mark-card");
    if (!card) return;
    mark.classList.remove("dismissed");
    card.classList.remove("flipped");
    if (card.getBoundingClientRect().right > document.documentElement.clientWidth) card.classList.add("flipped");
  };
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const mark = event.target.closest?.(".editor-mark");
      if (mark && !mark.contains(event.relatedTarget)) place(mark);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const mark of document.querySelectorAll(".editor-mark:hover, .editor-mark:focus-within")) {
      mark.classList.add("dismissed");
    }
  });

  const orders = document.querySelector(".apparatus-controls");
  const body = document.querySelector("table.apparatus tbody");
  if (orders && body) {
    orders.addEventListener("submit", (event) => event.preventDefault());
    orders.addEventListener("change", (event) => {
      if (event.target.name !== "order") return;
      const rank = (row) => Number(row.style.getPropertyValue(`--by-${event.target.value}`));
      body.append(...[...body.rows].sort((one, other) => rank(one) - rank(other)));
    });
  }

  document.addEventListener("keydown", (event) => { // "/" searches
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    const field = document.querySelector("#edition-search");
    if (field) field.focus();
    else location.href = `${document.documentElement.dataset.content_root}search.html`;
  });
})();
