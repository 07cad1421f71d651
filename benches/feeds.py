#!/usr/bin/env python3
"""What it costs to bring many slogans to many screens: `fanzha export` of 10,000 slogans for 200 screens.

    benches/feeds.py [--slogans 10000] [--screens 200] [--limit N] [--profile dist]

Needs a build (`cargo build --profile dist`). Prints time, peak memory, files and bytes of a first export, of one with
nothing changed, and of one with a single slogan changed; beside them, in the same run, how long `cp -r` takes for the
same files.

Method. The site is made by a seeded generator: groups of a hundred slogans of 8 to 24 characters, one in three with a
wording for screens; a third of the groups is for one audience, a third about one scam type. Screens have the usual sizes
of door, hall and outdoor screens in turn; two in three ask for an audience. `--limit` is written into each feed.
Peak memory is the kernel's for the process (`ru_maxrss`).
"""
import argparse, os, pathlib, random, resource, shutil, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target"))
SIZES = [(352, 16), (256, 32), (192, 16), (768, 192), (320, 16), (160, 16), (512, 32), (384, 64)]
AUDIENCES = ["老年人", "青少年", "在校学生", "财会人员", "个体商户", "宝妈", "求职者", "单身人士"]
TYPES = ["刷单返利", "虚假投资理财", "虚假购物", "冒充客服", "虚假贷款", "虚假征信", "冒充领导", "冒充公检法"]
HEADS = ["陌生来电", "网上兼职", "高额返利", "低价门票", "安全账户", "屏幕共享", "内部消息", "免息贷款", "注销网贷", "退款理赔"]
MIDDLES = ["先别着急", "多半有诈", "千万别信", "不要转账", "问问家人", "不点链接", "不给密码", "先挂电话"]
TAILS = ["拨打96110问一问", "守住自己的钱袋子", "转账之前先核实", "天上不会掉馅饼", "警察不会要你转账", "有事当面说清楚"]


def write_site(folder, options):
    chance = random.Random(1)
    named = lambda words: ", ".join(words)
    screens, feeds = [], []
    for number in range(options.screens):
        width, height = SIZES[number % len(SIZES)]
        size = 48 if height >= 192 else 16
        screens.append(f"  - {{id: s{number}, name: 屏{number}, width_px: {width}, height_px: {height}, font_px: {size}}}")
        asked = "" if number % 3 == 0 else f", audiences: [{chance.choice(AUDIENCES)}]"
        limit = f", limit: {options.limit}" if options.limit else ""
        feeds.append(f"  - {{id: f{number}, channel: led, name: 屏{number}, screen: s{number}{asked}{limit}}}")
    settings = ["title: 测试站", "base_url: https://www.example.gov.cn/zt/fanzha/", "taxonomies:",
                f"  - {{name: audiences, title: 人群, terms: [{named(AUDIENCES)}]}}",
                f"  - {{name: scam_types, title: 诈骗类型, terms: [{named(TYPES)}]}}",
                "screens:", *screens, "feeds:", *feeds, ""]
    (folder / "site.yaml").write_text("\n".join(settings), encoding="utf-8")
    slogans = folder / "content" / "slogans"
    slogans.mkdir(parents=True)
    (slogans / "_index.md").write_text("---\n标题: 警示语\n内容类型: 警示语\n---\n", encoding="utf-8")
    for group in range(0, options.slogans, 100):
        front = [f"标题: 第{group // 100}组", "性质: 公益广告", "失效日期: 2099-12-31"]
        if group // 100 % 3 == 1:
            front.append(f"人群: [{chance.choice(AUDIENCES)}]")
        if group // 100 % 3 == 2:
            front.append(f"诈骗类型: [{chance.choice(TYPES)}]")
        lines = []
        for number in range(group, min(group + 100, options.slogans)):
            lines.append(f"- {chance.choice(HEADS)}，{chance.choice(MIDDLES)}，{chance.choice(TAILS)} {{#n{number}}}")
            if number % 3 == 0:
                lines.append(f"  - led: {chance.choice(HEADS)}，{chance.choice(MIDDLES)}")
        text = "---\n" + "\n".join(front) + "\n---\n\n" + "\n".join(lines) + "\n"
        (slogans / f"g{group // 100:03}.md").write_text(text, encoding="utf-8")


def run(program, folder):
    before = time.monotonic()
    child = subprocess.Popen([program, "export"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _, told = child.communicate()
    seconds = time.monotonic() - before
    if child.returncode != 0:
        sys.exit(told[-3000:])
    return seconds


def peak_mb(program, folder):
    """A process of its own for each run, since the kernel keeps the highest of all children."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], cwd=%r, capture_output=True); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)" % str(folder))
    told = subprocess.run([sys.executable, "-c", code, str(program), "export", "--no-cache"], capture_output=True, text=True)
    return int(told.stdout) / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--slogans", type=int, default=10_000)
    parser.add_argument("--screens", type=int, default=200)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--profile", default="dist", help="of Cargo, with which the program was built")
    parser.add_argument("--folder", type=pathlib.Path, help="where to work; a new temporary folder if not given")
    options = parser.parse_args()
    program = TARGET / options.profile / "fanzha"
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = pathlib.Path(name) / "site"
        folder.mkdir()
        write_site(folder, options)
        cold = run(program, folder)
        again = run(program, folder)
        group = folder / "content" / "slogans" / "g000.md"
        group.write_text(group.read_text(encoding="utf-8").replace("{#n1}", "啊 {#n1}", 1), encoding="utf-8")
        edited = run(program, folder)
        files = [it for it in (folder / "export").rglob("*") if it.is_file()]
        size = sum(it.stat().st_size for it in files)
        before = time.monotonic()
        subprocess.run(["cp", "-r", folder / "export", folder / "copy"], check=True)
        copied = time.monotonic() - before
        print(f"{options.slogans} slogans, {options.screens} screens: {len(files)} files, "
              f"{size / 1e6:.1f} MB; profile {options.profile}")
        for title, seconds in [("first export", cold), ("no change", again), ("one slogan edited", edited), ("cp -r", copied)]:
            print(f"  {title:<18} {seconds:8.2f} s {seconds / copied:8.2f} × cp -r")
        print(f"  peak memory        {peak_mb(program, folder):8.0f} MB")


main()
