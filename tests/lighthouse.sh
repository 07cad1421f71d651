#!/usr/bin/env bash
# Lighthouse (mobile) on a home page, a scam type and a case of the sample: at least 98 in each category.
# Not part of the tests: its figure for speed hangs on what else the machine does. Needs npm and Chromium; leaves the
# reports in target/lighthouse.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=target/lighthouse
mkdir -p "$folder"
version=$(node -p 'require("./.ci/tools/package.json").config.lighthouse')
npm install --silent --no-audit --no-fund --prefix "$folder" "lighthouse@$version"
cargo run --quiet --locked -- build --no-cache --output "$folder/public"
python3 -m http.server --bind 127.0.0.1 --directory "$folder/public" 8749 >/dev/null 2>&1 &
server=$!
trap 'kill $server' EXIT

export CHROME_PATH=${CHROME_PATH:-$(command -v chromium)}
for page in index.html types/shuadan-fanli/index.html cases/2025-12-kefu-nianhuo/index.html; do
    report="$folder/$(echo "$page" | tr / -).json"
    "$folder/node_modules/.bin/lighthouse" "http://127.0.0.1:8749/$page" --quiet --output json --output-path "$report" \
        --chrome-flags="--headless --no-sandbox --disable-gpu"
    node -e '
        const { categories } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
        const scores = Object.values(categories).map(it => [it.title, Math.round(it.score * 100)]);
        console.log(process.argv[2], scores.map(it => it.join(" ")).join(", "));
        if (scores.some(it => it[1] < 98)) process.exitCode = 1;
    ' "$report" "$page"
done
