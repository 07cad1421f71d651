/*
 * Finds entries of the site's own index, in the reader's browser; nothing that is typed leaves it.
 *
 * In: the words in the address, and the files beside the page (src/channel/search): names.js, words/N.js, entries/N.js.
 * Out: results in groups. Only the files that a search needs are loaded, as scripts, so that a copy of the site in a
 * folder can be searched too. What is a word is decided as in src/channel/search/words.rs, by no dictionary.
 */
(function () {
  "use strict";
  const place = document.getElementById("search");
  if (!place) return;
  const form = document.getElementById("search-form");
  const input = document.getElementById("search-words");
  const status = document.getElementById("search-status");
  const results = document.getElementById("search-results");
  const ways = document.getElementById("search-ways");
  const count = Number(place.dataset.count), partSize = Number(place.dataset.part);
  const shards = Number(place.dataset.shards);
  // What a place is worth (src/channel/search/words.rs, Weight).
  const WORTH = [0, 1, 1.5, 2, 3, 4, 6, 7];
  /* So many results of a group are shown first, and one press more. */
  const SHOWN = 5, MORE = 20;
  // An entry needs so much of what the best one has of the query's words.
  const ENOUGH = 0.6;
  // A query of which less is known has no result.
  const KNOWN_MIN = 0.3;
  // Words of a question that say nothing of its matter.
  const EMPTY = /怎么办|怎么回事|怎么|是什么|什么|如何|请问|[吗呢了我您你他她]/g;
  // Of groups that are about equally good, what to do comes before what happened.
  const LEAD = 1.6;

  let first = 0;
  const groups = place.dataset.groups.split(",").map(it => {
    const [name, size] = it.split(":");
    const group = { name, first, end: first + Number(size) };
    first = group.end;
    return group;
  });

  /* The files of the index. */
  const given = new Map(), asked = new Map();
  window.fanzhaSearch = (kind, number, content) => given.set(kind + number, content);

  function load(kind, number) {
    const key = kind + number;
    if (!asked.has(key)) {
      const file = kind === "names" ? "names.js" : kind + "/" + number + ".js";
      asked.set(key, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        const fail = () => { asked.delete(key); script.remove(); reject(new Error(file)); };
        script.onload = () => given.has(key) ? resolve(given.get(key)) : fail();
        script.onerror = fail;
        script.src = file + "?" + place.dataset.version;
        document.head.append(script);
      }));
    }
    return asked.get(key);
  }

  /* Words, as in the index. */
  function fold(character) {
    const code = character.codePointAt(0);
    const half = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : character;
    return half >= "A" && half <= "Z" ? half.toLowerCase() : half;
  }
  const folded = text => Array.from(text, fold);
  const isRun = character => /^[a-z0-9]$/.test(character);
  function isHan(character) {
    const code = character.codePointAt(0);
    return code >= 0x3400 && code <= 0x4dbf || code >= 0x4e00 && code <= 0x9fff || code >= 0xf900 && code <= 0xfaff
      || code >= 0x20000 && code <= 0x323af || character === "〇";
  }
  const bare = text => folded(text).filter(it => isRun(it) || isHan(it)).join("");

  function wordsOf(text) {
    const words = new Set(), single = new Set();
    let han = [], run = "";
    const end = () => {
      if (run) words.add(run.slice(0, 32));
      if (han.length === 1) single.add(han[0]);
      for (let at = 1; at < han.length; at++) words.add(han[at - 1] + han[at]);
      han = [];
      run = "";
    };
    for (const character of folded(text)) {
      if (isRun(character)) {
        if (han.length) end();
        run += character;
      } else if (isHan(character)) {
        if (run) end();
        han.push(character);
      } else {
        end();
      }
    }
    end();
    // A single character says little, and is looked for where there is nothing else.
    return Array.from(words.size ? words : single);
  }

  function wordsIn(query) {
    const words = wordsOf(query.replace(EMPTY, " "));
    return words.length ? words : wordsOf(query);
  }

  function shardOf(word) {
    let hash = 0x811c9dc5;
    for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
    return ((hash ^ (hash >>> 15)) >>> 0) % shards;
  }

  /* The search: each entry's worth, the best first, by group. */
  async function find(query) {
    const words = wordsIn(query);
    const files = Promise.all(words.map(it => load("words", shardOf(it))));
    const [names, lists] = await Promise.all([load("names", 0), files]);
    const worth = new Map(), mass = new Map();
    let known = 0;
    words.forEach((word, index) => {
      // Not `toString` and the like.
      const list = Object.prototype.hasOwnProperty.call(lists[index], word) ? lists[index][word] : null;
      if (!list) return;
      known++;
      const rarity = Math.log(1 + count / list[0]) * Math.max(list[1], 1) / 9;
      let before = 0;
      for (let at = 2; at < list.length; at++) {
        const number = before + list[at], entry = number >> 3;
        before = entry << 3;
        worth.set(entry, (worth.get(entry) || 0) + rarity * WORTH[number & 7]);
        mass.set(entry, (mass.get(entry) || 0) + rarity);
      }
    });
    if (known < words.length * KNOWN_MIN) return [];
    const whole = bare(query);
    for (const name of Object.keys(names)) {
      if (!whole.includes(name)) continue;
      const share = name === whole ? 3 : 1;
      for (const entry of names[name]) {
        const more = share * Array.from(name).length * 4 * Math.log(1 + count);
        if (worth.has(entry)) worth.set(entry, worth.get(entry) + more);
      }
    }
    const best = Math.max(0, ...mass.values()), bestWorth = Math.max(0, ...worth.values());
    const found = groups.map(group => ({ name: group.name, entries: [], best: 0 }));
    for (const [entry, own] of mass) {
      // Few of the words in its name are as good as many somewhere in its text.
      if (own < best * ENOUGH && worth.get(entry) < bestWorth * ENOUGH) continue;
      const value = worth.get(entry) * Math.sqrt(own / best);
      const index = groups.findIndex(it => entry < it.end);
      found[index].entries.push({ entry, value });
      found[index].best = Math.max(found[index].best, value);
    }
    for (const group of found) group.entries.sort((a, b) => b.value - a.value || a.entry - b.entry);
    found[0].best *= LEAD;
    return found.filter(it => it.entries.length).sort((a, b) => b.best - a.best);
  }

  /* The results on the page. */
  function element(name, className, text) {
    const it = document.createElement(name);
    if (className) it.className = className;
    if (text) it.textContent = text;
    return it;
  }

  /* `text` with the words of the query marked. */
  function marked(parent, text, words) {
    const characters = Array.from(text), plain = characters.map(fold);
    const hit = characters.map(() => false);
    for (const word of words) {
      const letters = Array.from(word);
      for (let at = 0; at + letters.length <= plain.length; at++) {
        if (letters.every((it, step) => plain[at + step] === it)) letters.forEach((_, step) => { hit[at + step] = true; });
      }
    }
    for (let at = 0; at < characters.length;) {
      let end = at + 1;
      while (end < characters.length && hit[end] === hit[at]) end++;
      const part = characters.slice(at, end).join("");
      parent.append(hit[at] ? element("mark", "", part) : part);
      at = end;
    }
    return parent;
  }

  function row([title, href, summary, date], words) {
    const item = element("li", "row");
    const link = element("a");
    link.href = place.dataset.root + href;
    const head = element("p", "row-title");
    head.append(marked(link, title, words));
    item.append(head);
    if (summary) item.append(marked(element("p", "row-summary"), summary, words));
    if (date) item.append(element("p", "row-date", date));
    return item;
  }

  const rows = (entries, words) => Promise.all(entries.map(({ entry }) =>
    load("entries", Math.floor(entry / partSize)).then(part => row(part[entry % partSize], words))));

  async function section(group, words, index) {
    const part = element("section", "search-group");
    const title = element("h2", "search-group-title", group.name + " ");
    title.id = "search-group-" + index;
    title.append(element("small", "", group.entries.length + " 条"));
    part.setAttribute("aria-labelledby", title.id);
    const list = element("ul", "rows");
    list.append(...await rows(group.entries.slice(0, SHOWN), words));
    part.append(title, list);
    let shown = SHOWN;
    if (group.entries.length > shown) {
      const more = element("button", "search-more");
      more.type = "button";
      const label = () => { more.textContent = "再看" + Math.min(MORE, group.entries.length - shown) + "条" + group.name; };
      label();
      more.addEventListener("click", async () => {
        const next = await rows(group.entries.slice(shown, shown + MORE), words);
        shown += next.length;
        list.append(...next);
        next[0].querySelector("a").focus();
        if (shown < group.entries.length) label(); else more.remove();
      });
      part.append(more);
    }
    return part;
  }

  function say(...parts) {
    status.textContent = "";
    status.append(...parts);
  }

  let turn = 0;
  async function search(query) {
    const own = ++turn;
    input.value = query;
    place.hidden = !query;
    ways.hidden = false;
    results.textContent = "";
    if (!query) return;
    say("正在找……");
    place.setAttribute("aria-busy", "true");
    try {
      const found = await find(query);
      const words = wordsIn(query);
      const sections = await Promise.all(found.map((it, index) => section(it, words, index)));
      if (own !== turn) return;
      results.append(...sections);
      const total = found.reduce((sum, it) => sum + it.entries.length, 0);
      const asked = element("strong", "", query);
      if (total) say("“", asked, "”找到 " + total + " 条");
      else say("没有找到“", asked, "”。换个短一点的词试试，如“退款”“安全账户”；也可以从下面的列表里找。");
      ways.hidden = total > 0;
    } catch (_) {
      if (own === turn) say("搜索要用的文件没有下载下来。请检查网络，再按一次“搜索”；也可以从下面的列表里找。");
    }
    if (own === turn) place.setAttribute("aria-busy", "false");
  }

  const askedFor = () => (new URLSearchParams(location.search).get("q") || "").trim().slice(0, 80);
  form.addEventListener("submit", event => {
    const query = input.value.trim();
    if (location.protocol === "file:" || !query) return;
    event.preventDefault();
    history.pushState(null, "", "?q=" + encodeURIComponent(query));
    search(query);
  });
  window.addEventListener("popstate", () => search(askedFor()));
  search(askedFor());
})();
