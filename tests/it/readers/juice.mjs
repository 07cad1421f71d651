// Puts the WeChat articles of a written site through juice, which inlines styles before pasting. Usage: juice.mjs NODE_MODULES ARTICLES
//
// An article with inline styles only comes out as it went in, but for what says the same in HTML: how a void element is closed,
// which characters are entities, a semicolon at a style's end and spaces in it.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , modules, folder] = process.argv;
const juice = createRequire(join(modules, "x.js"))("juice");

function normal(html) {
  return html
    .replace(/\s*\/>/g, ">")
    .replace(/&nbsp;|\u00a0/g, " ")
    .replace(/&quot;/g, '"')
    .replace(/&gt;/g, ">")
    .replace(/style="([^"]*)"/g, (_, style) => `style="${style.replace(/\s*([:;])\s*/g, "$1").replace(/;$/, "")}"`);
}

let count = 0;
for (const name of readdirSync(folder).filter((it) => it.endsWith(".html") && !it.endsWith(".preview.html"))) {
  const html = readFileSync(join(folder, name), "utf8");
  const once = juice(html);
  if (juice(once) !== once) throw new Error(`${name}: juice is not at rest`);
  if (normal(once) !== normal(html)) {
    const at = [...normal(html)].findIndex((it, index) => it !== [...normal(once)][index]);
    throw new Error(`${name}: differs at ${at}: ${normal(html).slice(at - 40, at + 60)} / ${normal(once).slice(at - 40, at + 60)}`);
  }
  count += 1;
}
if (count === 0) throw new Error("no article");
