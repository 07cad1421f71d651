// Reads the pages for displays as a WebView of Android 5 (Chromium 37) would. Usage: old_webview.mjs MODULES SIGNAGE
//
// Scripts with acorn as ECMAScript 5, styles with css-tree; what of both such a WebView knows is looked up in MDN's browser
// compatibility data. A name that the data does not have is a name of the page's own.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , modules, folder] = process.argv;
const load = createRequire(join(modules, "x.js"));
const [acorn, csstree, data] = [load("acorn"), load("css-tree"), load("@mdn/browser-compat-data")];
const WEBVIEW = 37;

/** Whether the WebView has a feature, without prefix and flag; undefined where the data does not have it. */
function has(feature) {
  const support = feature?.__compat?.support.webview_android;
  if (support === undefined) return undefined;
  const plain = [support].flat().filter((it) => !it.prefix && !it.alternative_name && !it.flags);
  return plain.some((it) => parseFloat(it.version_added) <= WEBVIEW);
}

const globals = { ...data.javascript.builtins, ...data.api, window: data.api.Window, document: data.api.Document };

/** All that has this name: which of them a script means, only running it would tell. */
const called = new Map();
for (const [name, group] of Object.entries(globals)) {
  for (const [member, feature] of [[name, group], ...Object.entries(group)]) {
    if (feature.__compat) called.set(member, [...(called.get(member) ?? []), feature]);
  }
}

function* nodesIn(node) {
  if (node === null || typeof node !== "object") return;
  if (node.type) yield node;
  for (const child of Object.values(node)) yield* nodesIn(child);
}

function* faultsOfScript(text) {
  const nodes = [...nodesIn(acorn.parse(text, { ecmaVersion: 5 }))];
  const namesOf = (it) => [it.id, it.key, ...(it.params ?? [])].map((it) => it?.name ?? it?.value);
  const own = new Set(nodes.flatMap(namesOf));
  const names = new Set(nodes.filter((it) => it.type === "Identifier").map((it) => it.name));
  if (!names.has("setTimeout")) yield "no script that changes what is shown";
  for (const name of names) {
    const known = called.get(name);
    if (!own.has(name) && known && !known.some(has)) yield `${name} is younger than the WebView`;
  }
  for (const it of nodes.filter((it) => it.type === "MemberExpression" && !it.computed)) {
    const feature = Object.hasOwn(globals, it.object.name) && globals[it.object.name]?.[it.property.name];
    if (feature && has(feature) === false) yield `${it.object.name}.${it.property.name} is younger than the WebView`;
  }
}

function* faultsOfStyle(text) {
  const errors = [];
  const sheet = csstree.parse(text, { onParseError: (it) => errors.push(it.message) });
  yield* errors;
  const found = [];
  const need = (what, feature) => has(feature) === false && found.push(`${what} is younger than the WebView`);
  csstree.walk(sheet, function (node) {
    if (node.type === "Atrule") need(`@${node.name}`, data.css["at-rules"][node.name]);
    if (node.type === "PseudoClassSelector") need(`:${node.name}`, data.css.selectors[node.name]);
    const property = this.declaration && data.css.properties[this.declaration.property];
    if (node.type === "Declaration" && !node.property.startsWith("-webkit-")) {
      const known = has(data.css.properties[node.property]);
      if (!known) found.push(`${node.property} is ${known === false ? "younger than" : "unknown to"} the WebView`);
    }
    if (node.type === "Identifier") need(`${this.declaration?.property}: ${node.name}`, property?.[node.name]);
    if (node.type === "Dimension" && /^[dsl]v/.test(node.unit)) found.push(`${node.unit} is younger than the WebView`);
    if (node.type === "Dimension") need(node.unit, data.css.types.length[node.unit]);
    if (node.type === "Function") {
      need(`${node.name}()`, data.css.types[node.name] ?? data.css.types["transform-function"]?.[node.name]);
    }
    if (node.type === "Hash" && this.declaration && ![3, 6].includes(node.value.length)) found.push(`#${node.value}`);
  });
  yield* found;
}

const faults = [];
const pages = readdirSync(folder).filter((it) => it.endsWith(".html"));
for (const name of pages) {
  const html = readFileSync(join(folder, name), "utf8");
  const parts = (element) => [...html.matchAll(new RegExp(`<${element}>([^]*?)</${element}>`, "g"))].map((it) => it[1]);
  const [scripts, styles] = [parts("script"), parts("style")];
  const opened = html.match(/<(script|style)\b/g).length;
  if (scripts.length !== 1 || styles.length !== 1 || opened !== 2) faults.push(`${name}: not one script and one style`);
  faults.push(...scripts.flatMap((it) => [...faultsOfScript(it)]).map((it) => `${name}: ${it}`));
  faults.push(...styles.flatMap((it) => [...faultsOfStyle(it)]).map((it) => `${name}: ${it}`));
}
if (pages.length !== 3) faults.push(`${pages.length} pages`);
if (faults.length > 0) throw new Error(faults.join("\n"));
