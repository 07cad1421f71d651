//! The functions on which a build spends its time, each alone: `cargo bench --profile dist --features bench`.
//!
//! The text is like a page of the corpus of `corpus.py`: 5 KB of Chinese with headings, a table, lists and a
//! link.

use divan::{Bencher, black_box, counter::BytesCount};
use fanzha::bench;

fn main() {
    divan::main();
}

const SLOGAN: &str = "先垫资、再返利的兼职，都是刷单诈骗，拿不准就拨打96110";

/// A body like those of the corpus.
fn body() -> String {
    let sentence =
        "接到自称客服的电话后，请先挂断，再通过官方渠道核实。**刷单返利**是当前高发的诈骗类型。";
    let mut text = String::new();
    for heading in ["案情经过", "诈骗步骤", "手法分析", "防范提醒", "民警提示"]
    {
        text.push_str(&format!("## {heading}\n\n{}\n\n", sentence.repeat(5)));
        text.push_str(&format!("1. {sentence}\n2. {sentence}\n3. {sentence}\n\n"));
        text.push_str(&format!(
            "| 环节 | 做法 |\n| --- | --- |\n| 一 | {sentence} |\n\n"
        ));
    }
    text.push_str("更多内容见[反诈中心网站](https://example.org/1)。\n");
    text
}

fn page() -> String {
    format!(
        "---\n标题: 典型案例\n发布时间: 2026-05-01 09:30\n摘要: 一句话\n---\n\n{}",
        body()
    )
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let text = page();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| bench::parse(black_box(&text)));
}

#[divan::bench]
fn outline(bencher: Bencher<'_, '_>) {
    let text = body();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| bench::outline(black_box(&text)));
}

#[divan::bench]
fn html(bencher: Bencher<'_, '_>) {
    let text = body();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| bench::html(black_box(&text)));
}

#[divan::bench]
fn fingerprint(bencher: Bencher<'_, '_>) {
    let text = body();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| bench::fingerprint(black_box(&text)));
}

#[divan::bench]
fn screen_text() -> usize {
    bench::screen_text(black_box(SLOGAN))
}

#[divan::bench]
fn slug() -> String {
    bench::slug(black_box("警惕“刷单”返利 2026"))
}
