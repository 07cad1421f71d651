#!/usr/bin/env python3
"""Writes the texts that the benchmarks build: case studies in Chinese, the same ones for fanzha and for Hugo.

    benches/corpus.py --pages N --out FOLDER [--seed S] [--hugo]

`content/cases/case-000000.md` and so on, about 5 KB each: front matter with title, date, description, one category and
one tag; headings of two levels, paragraphs with emphasis, a numbered and a plain list, a quotation, a table, a link.
Ten categories, eight tags, dates over 2,000 days. The same seed gives the same bytes. `--hugo` adds the `_index.md` that
gives Hugo the section's title; nothing else differs.
"""
import argparse, datetime, pathlib, random

CATEGORIES = ["刷单返利", "虚假投资", "虚假贷款", "冒充客服", "冒充公检法", "冒充领导", "虚假购物", "虚假征信", "网络交友", "游戏交易"]
TAGS = ["在校学生", "老年人", "财会人员", "全职妈妈", "求职者", "个体商户", "务工人员", "退休人员"]
SENTENCES = [
    "对方先报出姓名和订单号，再说账户有问题，要当事人按提示一步一步操作。",
    "第一笔小任务真的返了钱，当事人便放下了戒心，接着垫付了更大的一笔。",
    "网格员入户时看到老人一直不肯挂电话，当场拨打96110，转账在最后一步停住。",
    "凡是要您共享屏幕、报验证码、把钱转到“安全账户”的，都是骗局。",
    "群里每天有人晒收益截图，后来查明，除了当事人之外全是同一伙人的账号。",
    "转账之前，先用自己存的号码打回去问一句，多等十分钟不会误事。",
    "银行柜员发现取款理由前后不一，请来民警，一起把来龙去脉讲清楚。",
    "发现被骗以后不要删聊天记录，记下收款账户和时间，马上拨打110。",
    "所谓客服不会主动打电话来退款，更不会让人下载不认识的软件。",
    "当事人说，催得最急的时候，正是自己最想找人商量却不敢开口的时候。",
]
FIRST_DAY = datetime.date(2021, 1, 1)
DAYS = 2000


def write_corpus(folder, pages, seed=7, for_hugo=False):
    """Writes `pages` texts below `folder/content/cases`."""
    cases = pathlib.Path(folder) / "content" / "cases"
    cases.mkdir(parents=True, exist_ok=True)
    dice = random.Random(seed)
    for number in range(pages):
        text = front_matter(number, dice) + "\n" + body(number, dice)
        (cases / f"case-{number:06d}.md").write_text(text, encoding="utf-8")
    if for_hugo:
        (cases / "_index.md").write_text('---\ntitle: "典型案例"\n---\n', encoding="utf-8")


def front_matter(number, dice):
    category, tag = CATEGORIES[number % len(CATEGORIES)], TAGS[number % len(TAGS)]
    date = FIRST_DAY + datetime.timedelta(days=number % DAYS)
    lines = ["---", f'title: "案例{number:06d}：{tag}遇到的{category}"', f"date: {date}",
             f'description: "{dice.choice(SENTENCES)}"', f'categories: ["{category}"]', f'tags: ["{tag}"]', "---", ""]
    return "\n".join(lines)


def body(number, dice):
    def some(count):
        return "".join(dice.choice(SENTENCES) for _ in range(count))

    category = CATEGORIES[number % len(CATEGORIES)]
    steps = [f"{step}. {some(1)}" for step in range(1, 6)]
    rows = [f"| 第{row}步 | {some(1)} | {some(1)} |" for row in range(1, 5)]
    hints = [f"- {some(1)}" for _ in range(6)]
    link = f"同类案例见[反诈专题](https://example.org/{number % 50})。"
    blocks = [
        some(3) + f"这类骗局叫**{category}**。",
        "## 案情经过", some(6), some(4),
        "### 诈骗步骤", "\n".join(steps),
        "## 手法分析", some(5), "> " + some(2),
        "\n".join(["| 环节 | 说法 | 真相 |", "| --- | --- | --- |", *rows]),
        "## 防范提醒", "\n".join(hints), some(4) + link,
        "### 民警提示", some(5),
    ]
    return "\n\n".join(blocks) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--hugo", action="store_true")
    options = parser.parse_args()
    write_corpus(options.out, options.pages, options.seed, options.hugo)
