// Keeps a page of the preview up to date.
"use strict";
{
  const { page, key } = document.currentScript.dataset;
  const events = new EventSource("/_fanzha/events?page=" + encodeURIComponent(page));
  events.addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    if (state.page.key !== null && state.page.key !== key) {
      location.reload();
    }
  });
}
