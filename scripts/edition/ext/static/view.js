// What style rules cannot do: remember the view for every page, keep a card in the window, close it with Escape,
// and put the rows of an apparatus in their order for the keyboard and for screen readers. Without it all else works.
(() => {
  "use strict";
  const store = (key, value) => {
    try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* no memory here */ }
  };
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keyOf = (radio) => `after-october.${radio.name.replace("edition-", "")}`;

  const box = document.querySelector(".edition-view form");
  if (box) {
    const radios = [...box.querySelectorAll("input[type=radio]")];
    const keep = box.querySelector(".keep input");
    for (const radio of radios) {
      if (radio.value !== stored(keyOf(radio))) continue;
      radio.checked = keep.checked = true;
    }
    box.addEventListener("change", () => {
      for (const radio of radios) if (radio.checked) store(keyOf(radio), keep.checked ? radio.value : "");
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
      const rank = (row) => Number(getComputedStyle(row).getPropertyValue(`--by-${event.target.value}`));
      const ranks = new Map([...body.rows].map((row) => [row, rank(row)]));
      body.append(...[...body.rows].sort((one, other) => ranks.get(one) - ranks.get(other)));
    });
  }
})();
