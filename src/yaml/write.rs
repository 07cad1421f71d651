//! Writes YAML into authors' files.
//!
//! In: serialisable values. Out: text that `parse` reads back as the same values. Escaping is left to
//! serde-saphyr; no YAML is formatted by hand.

use serde::Serialize;
use serde_yaml::DoubleQuoted;

/// A text as a YAML scalar on one line, for a value or for an item of a `[…]` list.
///
/// Double-quoted unless it is unambiguous to authors: YAML accepts `警惕：冒充客服` without quotes, but the
/// next edit may replace the colon by a half-width one.
pub fn scalar(text: &str) -> String {
    let yaml = match is_plain(text) {
        true => block(&text),
        false => block(&DoubleQuoted(text)),
    };
    yaml.trim_end_matches('\n').to_owned()
}

/// The lines of a map: `名称: 内容`.
pub fn block(value: &impl Serialize) -> String {
    // Keeps a long title on its line.
    let options = serde_yaml::ser_options! { prefer_block_scalars: false };
    serde_yaml::to_string_with_options(value, options)
        .expect("texts, lists and maps can be serialised")
}

/// Whether the text begins with a Chinese character and contains only letters, digits and Chinese punctuation
/// without a meaning in YAML.
fn is_plain(text: &str) -> bool {
    let is_harmless = |it: char| it.is_alphanumeric() || "、，。！？（）《》·".contains(it);
    let begins_with_chinese = text.starts_with(|it: char| it.is_alphabetic() && !it.is_ascii());
    begins_with_chinese && text.chars().all(is_harmless) && !matches!(text, "是" | "否")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_yaml::FlowSeq;

    use super::{super::*, *};
    use crate::{paths::SourcePath, source::id_of};

    #[test]
    fn ambiguous_texts_are_quoted() {
        let check = |text: &str, yaml: &str| assert_eq!(scalar(text), yaml);
        check("网购退款被骗3万元", "网购退款被骗3万元");
        check("警惕：冒充客服", "\"警惕：冒充客服\"");
        check("说\"退款\" #1: \\a", "\"说\\\"退款\\\" #1: \\\\a\"");
        check("是", "\"是\"");
        check("2026", "\"2026\"");
        check("“百万保障”骗局", "\"“百万保障”骗局\"");
        check("一\n二\t三\u{feff}", "\"一\\n二\\t三\\uFEFF\"");
        let long = "长".repeat(120);
        check(&long, &long);
    }

    #[test]
    fn a_map_has_a_line_for_each_entry() {
        #[derive(Serialize)]
        struct TestEntries {
            标题: &'static str,
            关键词: FlowSeq<[&'static str; 3]>,
        }
        let front = TestEntries {
            标题: "典型案例，看清骗子的手法。",
            关键词: FlowSeq(["反诈", "典型案例", "a, b"]),
        };
        let yaml = "标题: 典型案例，看清骗子的手法。\n关键词: [反诈, 典型案例, \"a, b\"]\n";
        assert_eq!(block(&front), yaml);
    }

    /// Writes the text as a value, and in lists and maps on one line, and parses it again.
    fn read(text: &str) -> Vec<String> {
        let written = scalar(text);
        let (mut words, problems) = words_of(&format!("甲: {written}\n"));
        assert!(problems.is_empty(), "{written}: {problems:?}");
        // `lint` works on lines and would report ` #` inside a quoted list item as a comment.
        let lists = format!("乙: [{written}, {written}]\n丙:\n  - {{丁: {written}}}\n");
        words.extend(words_of(&lists).0);
        words
    }

    fn words_of(yaml: &str) -> (Vec<String>, Vec<String>) {
        let excerpt = Excerpt {
            source: id_of(&SourcePath::new("a.md")),
            offset: 0,
            text: yaml,
        };
        let mut diagnostics = Diagnostics::default();
        let node = parse(excerpt, &mut diagnostics).unwrap_or_else(|| panic!("{yaml}"));
        let mut words = Vec::new();
        gather(node, &mut words);
        (
            words,
            diagnostics.iter().map(|it| format!("{it:?}")).collect(),
        )
    }

    fn gather(node: Node, words: &mut Vec<String>) {
        match node.value {
            Value::Null => (),
            Value::Scalar(text) => words.push(text),
            Value::List(nodes) => nodes.into_iter().for_each(|it| gather(it, words)),
            Value::Map(entries) => entries.into_iter().for_each(|it| gather(it.value, words)),
        }
    }

    #[test]
    fn odd_words_are_read_back_to_the_letter() {
        let odd = [
            "",
            " ",
            "是",
            "否",
            "null",
            "~",
            "true",
            "2026",
            "2026-11-24",
            "1e3",
            "-紧急",
            "- 紧急",
            "---",
            "提醒: 不要转账",
            "提醒：不要转账",
            "结尾:",
            "#刷单#",
            "警惕 #刷单# 诈骗",
            "他说\"退款\"",
            "it's 诈骗",
            "“百万保障”骗局",
            "【甲，乙】",
            "[预警] {TITLE}",
            "{a: b}",
            "C:\\反诈",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "|",
            ">",
            "?",
            "? a",
            "一\n二",
            "一\r\n二",
            "\t",
            " 前后 ",
            "a, b",
            "\u{feff}",
            "\u{2028}",
            "\u{0}",
            "😀",
        ];
        for text in odd {
            assert_eq!(read(text), vec![text; 4], "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_words_are_read_back_to_the_letter(text in ".{0,40}") {
            prop_assert_eq!(read(&text), vec![text; 4]);
        }
    }
}
