"""Makes one HTML page of a Markdown file, for readers without a Markdown program: python3 handbook.py FILE > PAGE.

Needs Debian's python3-markdown. Anchors are those of GitHub: letters and digits, with `-` for blanks.
"""

import pathlib
import re
import sys

import markdown

STYLE = """
body { font: 1.05rem/1.8 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0 auto; max-width: 46rem;
  padding: 1rem; color: #1b1f24; background: #fff }
h1, h2, h3 { line-height: 1.4; margin-top: 2em }
pre { background: #f3f5f7; padding: .8rem; overflow-x: auto }
code { font-family: Consolas, monospace; background: #f3f5f7 }
table { border-collapse: collapse; display: block; overflow-x: auto }
th, td { border: 1px solid #c5cbd2; padding: .3rem .6rem; text-align: left; vertical-align: top }
@media print { body { max-width: none } pre { white-space: pre-wrap } }
"""


def anchor(text, separator):
    kept = re.sub(r"[^\w\- ]", "", text.strip().lower())
    return kept.replace(" ", separator)


text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
title = re.search(r"^# (.+)$", text, re.MULTILINE).group(1)
body = markdown.markdown(
    text,
    extensions=["fenced_code", "tables", "sane_lists", "toc"],
    extension_configs={"toc": {"slugify": anchor}},
)
# Links into the repository lead nowhere from here.
body = re.sub(r'<a href="(?!#|https?:)[^"]*">(.*?)</a>', r"\1", body)
print(f"""<!DOCTYPE html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{STYLE}</style>
{body}
</html>""")
