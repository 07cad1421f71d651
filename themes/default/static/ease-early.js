/* Before the first paint: what the reader has chosen on an earlier page. Nothing here may fail or wait. */
(function (root) {
  "use strict";
  root.classList.add("js");
  try {
    var kept = JSON.parse(localStorage.getItem("fanzha-ease") || "{}");
    ["elder", "text", "palette", "cursor", "ruler"].forEach(function (name) {
      if (typeof kept[name] === "string" && /^[a-z]{1,10}$/.test(kept[name])) {
        root.setAttribute("data-" + name, kept[name]);
      }
    });
  } catch (refused) {
    /* No storage here: the page is shown as for anybody. */
  }
})(document.documentElement);
