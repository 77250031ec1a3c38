// The chronology as a line: every event of the list at its date, a slider for the zoom, arrows to go from one to the next.
// The list below stays; the line only leads to it. Without this script the list is all there is, and enough.
(() => {
  "use strict";
  const holder = document.querySelector(".timeline");
  if (!holder) return;
  const items = [...document.querySelectorAll("li.event[data-date]")];
  const at = (date) => {
    const [year, month, day] = date.split("/")[0].split("-").map(Number);
    return year + ((month || 1) - 1) / 12 + ((day || 1) - 1) / 372;
  };
  const events = items.map((item) => ({ item, time: at(item.dataset.date) })).filter((event) => event.time > 1000);
  if (!events.length) return;
  const first = Math.floor(Math.min(...events.map((event) => event.time)));
  const ROOM = 28; // pixels behind the last date, for its mark and half a year's number
  const last = Math.ceil(Math.max(...events.map((event) => event.time))) + 1;

  const zoom = document.createElement("input");
  Object.assign(zoom, { type: "range", min: "0", max: "100", value: "0" });
  zoom.setAttribute("aria-label", "확대 · Zoom");
  const view = document.createElement("div");
  view.className = "timeline-view";
  view.tabIndex = 0;
  view.setAttribute("role", "group");
  view.setAttribute("aria-label", "연표 · Timeline");
  const line = document.createElement("div");
  line.className = "timeline-line";
  view.append(line);
  holder.append(zoom, view);
  holder.hidden = false;

  const marks = events.map(({ item, time }, index) => {
    const mark = document.createElement("button");
    mark.type = "button";
    mark.className = "timeline-event";
    mark.title = item.querySelector("p").textContent;
    mark.setAttribute("aria-label", mark.title);
    mark.addEventListener("click", () => {
      item.setAttribute("tabindex", "-1");
      item.scrollIntoView({ block: "center" });
      item.focus({ preventScroll: true });
    });
    mark.style.setProperty("--lane", index % 5);
    line.append(mark);
    return { mark, item, time };
  });

  const draw = () => {
    const perYear = ((view.clientWidth - ROOM) / (last - first)) * 1.06 ** Number(zoom.value);
    line.style.width = `${(last - first) * perYear}px`;
    for (const { mark, item, time } of marks) {
      mark.style.left = `${(time - first) * perYear}px`;
      mark.hidden = getComputedStyle(item).display === "none";
    }
    line.querySelectorAll(".timeline-year").forEach((old) => old.remove());
    const step = [1, 2, 5, 10, 20, 50, 100].find((years) => years * perYear > 60) || 100;
    for (let year = Math.ceil(first / step) * step; year < last; year += step) {
      const label = document.createElement("span");
      label.className = "timeline-year";
      label.textContent = year;
      label.style.left = `${(year - first) * perYear}px`;
      line.append(label);
    }
  };
  zoom.addEventListener("input", () => {
    const middle = (view.scrollLeft + view.clientWidth / 2) / line.clientWidth;
    draw();
    view.scrollLeft = middle * line.clientWidth - view.clientWidth / 2;
  });
  document.querySelector(".chronology-controls")?.addEventListener("change", draw);
  view.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const seen = marks.filter(({ mark }) => !mark.hidden);
    const here = seen.findIndex(({ mark }) => mark === document.activeElement);
    seen[(here + step + seen.length) % seen.length]?.mark.focus();
    event.preventDefault();
  });
  addEventListener("resize", draw);
  draw();
})();
