// The preview's part in each page: a bar, the site's errors over the page, and a reload when the page has changed.
//
// The server says how things stand (event `state`), and this compares it with the page it stands on; so nothing is lost
// when the connection was. All that is shown lies in a shadow root: the theme's styles and these never touch.
"use strict";
(() => {
  const script = document.currentScript;
  const { page = "", key = "", desk } = script.dataset;
  const place = `fanzha:${location.pathname}`;
  const RECONNECT_MS = 1500;
  // A browser allows six connections to one server; hidden tabs give theirs up for newer ones.
  const NEWER_TABS_MAX = 3;

  // A private window may refuse to remember anything.
  const recall = (name) => {
    try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; }
  };
  const remember = (name, value) => {
    try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* the page works without */ }
  };

  const make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
    }
    return fill(element, children);
  };
  const fill = (element, children) => {
    element.replaceChildren(...children.filter((it) => it != null && it !== false));
    return element;
  };

  // A reload comes back to the same place, with the same things folded out, unless the reader has moved on.

  const left = recall(`${place}:left`);
  if (left) {
    sessionStorage.removeItem(`${place}:left`);
    history.scrollRestoration = "manual";
    const { x, y, open } = left;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    let moved = false;
    const again = () => moved || scrollTo({ left: x, top: y, behavior: "instant" });
    again();
    addEventListener("load", () => {
      again();
      // From now on the browser may come back to where the reader was, as everywhere.
      setTimeout(() => { history.scrollRestoration = "auto"; });
    }, { once: true });
    for (const name of ["wheel", "touchmove", "keydown"]) addEventListener(name, () => { moved = true; }, { once: true, passive: true });
  }

  // A page that a reload has not changed is not loaded over and over.
  if (!recall(`${place}:step`)?.startsWith(`${key} `)) remember(`${place}:step`, null);
  const reload = (wanted) => {
    const step = `${key} ${wanted}`;
    if (recall(`${place}:step`) === step) return false;
    remember(`${place}:step`, step);
    const open = [...document.querySelectorAll("details[id][open]")].map((it) => it.id);
    remember(`${place}:left`, { x: scrollX, y: scrollY, open });
    location.reload();
    return true;
  };

  // Style sheets are exchanged in place.

  let styles = null;
  const decoded = (path) => { try { return decodeURIComponent(path); } catch { return path; } };
  const exchange = (link, hex) => {
    const url = new URL(link.href);
    url.searchParams.set("fanzha", hex.slice(0, 16));
    const fresh = link.cloneNode();
    fresh.href = url.href;
    fresh.addEventListener("load", () => link.remove(), { once: true });
    fresh.addEventListener("error", () => fresh.remove(), { once: true });
    link.after(fresh);
  };
  const restyle = (now) => {
    const before = styles;
    styles = now;
    if (!before) return;
    const links = [...document.querySelectorAll("link[rel~=stylesheet][href]")]
      .filter((it) => new URL(it.href).origin === location.origin);
    for (const [path, hex] of Object.entries(now)) {
      if (before[path] === hex) continue;
      const own = links.filter((it) => decoded(new URL(it.href).pathname).endsWith(`/${path}`));
      // One that no link names is taken in by another one.
      for (const link of own.length ? own : links) exchange(link, hex);
    }
  };

  // A picture that has been replaced by one of the same size is loaded again, without a word in the page's own text.
  let copied = null;
  const repaint = (now) => {
    const before = copied;
    copied = now;
    if (!before || before === now) return;
    for (const image of document.querySelectorAll("img[src]")) {
      const url = new URL(image.src);
      if (url.origin !== location.origin) continue;
      url.searchParams.set("fanzha", now.slice(0, 16));
      // What else it might choose from would be the old ones.
      image.removeAttribute("srcset");
      image.src = url.href;
    }
  };

  // What is shown.

  let state = null;
  let lost = false;
  let folded = recall("fanzha:folded") === true;
  let dismissed = new Set(recall("fanzha:dismissed") ?? []);
  let before = null;
  const host = make("fanzha-preview", { lang: "zh-CN" });
  const root = host.attachShadow({ mode: "open" });
  const bar = make("aside", { class: "bar", "aria-label": "预览" });
  const news = make("p", { class: "news", role: "status", "aria-live": "polite" });
  const panel = make("section", { class: "panel", role: "dialog", "aria-labelledby": "title", tabindex: "-1", hidden: true });
  // Without its styles it would lie at the end of the page as a heap of words.
  host.style.display = "none";
  const sheet = make("link", { rel: "stylesheet", href: "/_fanzha/preview.css", onload: () => { host.style.display = ""; } });
  root.append(sheet, news, panel, bar);
  if (desk === undefined) document.body.append(host);

  const nameOf = (problem) => [problem.code, problem.file, problem.message, problem.drawing].join("\n");
  const errors = () => (state?.problems ?? []).filter((it) => it.severity === "error");

  const item = (problem) => {
    const place = problem.file && `${problem.file}${problem.line ? `，第 ${problem.line} 行` : ""}`;
    return make("li", {},
      make("h2", {}, problem.message),
      place && make("p", { class: "place" }, place, problem.here && make("span", { class: "here" }, "就是这一页")),
      problem.drawing && make("pre", { tabindex: "0" }, problem.drawing),
      ...(problem.help ?? []).map((it) => make("p", { class: "help" }, it)));
  };

  const dismiss = (names) => {
    dismissed = new Set(names);
    remember("fanzha:dismissed", names);
  };
  const close = () => {
    dismiss(errors().map(nameOf));
    hide();
    draw();
  };
  const hide = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    before?.focus?.({ preventScroll: true });
  };
  const show = () => {
    const shown = errors();
    const count = state.errors;
    const hadFocus = panel.contains(root.activeElement);
    fill(panel, [
      make("header", {},
        make("h1", { id: "title" }, `有 ${count} 处错误，改好以后页面会自己更新`),
        make("button", { class: "close", onclick: close, "aria-label": "收起错误（Esc）" }, "收起")),
      make("p", { class: "lead" }, "改好以前，页面尽量保持原来的样子。"),
      make("ol", {}, ...shown.map(item)),
      count > shown.length && make("p", { class: "lead" },
        `这里只列出前 ${shown.length} 处，`, make("a", { href: "/_fanzha/" }, "到工作台看全部"), "。"),
    ]);
    if (panel.hidden) before = document.activeElement;
    else if (!hadFocus) return;
    panel.hidden = false;
    panel.focus({ preventScroll: true });
  };

  const standing = () => {
    if (!state) return null;
    const { standing, label, key: wanted } = state.page;
    if (wanted === null && key) return ["gone", state.errors ? null : "这一页已经删除或改名"];
    return [standing ?? "none", label];
  };
  const fold = () => {
    folded = !folded;
    remember("fanzha:folded", folded);
    draw();
  };
  const draw = () => {
    const [kind, label] = standing() ?? [];
    const hadFocus = root.activeElement?.matches(".name");
    const count = state?.errors ?? 0;
    bar.classList.toggle("folded", folded);
    fill(bar, [
      make("button", { class: `name ${lost ? "lost" : state ? "live" : ""}`, "aria-expanded": `${!folded}`, onclick: fold }, "预览"),
      label && make("span", { class: `standing ${kind}` }, label),
      count > 0 && make("button", { class: "errors", onclick: show }, `${count} 处错误`),
      state?.warnings > 0 && make("a", { class: "warnings", href: "/_fanzha/#problems" }, `${state.warnings} 个提醒`),
      make("a", { class: "desk", href: "/_fanzha/" }, "工作台"),
    ]);
    // Whoever folds the bar with the keyboard stays on it.
    if (hadFocus) bar.firstChild.focus();
    const words = lost ? "预览程序没有回应，正在等它回来……" : "";
    if (news.textContent !== words) news.textContent = words;
  };

  const take = (text) => {
    state = JSON.parse(text);
    lost = false;
    restyle(state.styles);
    repaint(state.copied);
    const wanted = state.page.key;
    if (wanted !== null && wanted !== key && reload(wanted)) return;
    draw();
    if (desk !== undefined) return;
    const names = errors().map(nameOf);
    const isNews = names.some((it) => !dismissed.has(it));
    // One that is mended and made again is news again.
    dismiss(names.filter((it) => dismissed.has(it)));
    if (!names.length) hide();
    else if (isNews || !panel.hidden) show();
  };

  // The connection.

  let source = null;
  let timer = 0;
  const newer = new Set();
  const me = `${Date.now()}-${Math.random()}`;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("fanzha") : null;
  const disconnect = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const connect = () => {
    disconnect();
    newer.clear();
    tabs?.postMessage(me);
    source = new EventSource(`/_fanzha/events?page=${encodeURIComponent(page)}`);
    source.addEventListener("state", (event) => take(event.data));
    source.addEventListener("error", () => {
      lost = true;
      draw();
      disconnect();
      timer = setTimeout(connect, RECONNECT_MS);
    });
  };
  if (tabs) tabs.onmessage = (event) => {
    newer.add(event.data);
    if (document.hidden && newer.size >= NEWER_TABS_MAX) disconnect();
  };
  const look = () => { if (!document.hidden && !source) connect(); };
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", look);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
  draw();
  look();
})();
