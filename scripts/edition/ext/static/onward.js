// On a page that has moved: on to its new address, with what was asked for. Without it the page's refresh leads there.
(() => {
  "use strict";
  const { page, anchor } = document.currentScript.dataset;
  location.replace(page + location.search + (location.hash || (anchor && `#${anchor}`)));
})();
