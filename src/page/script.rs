//! Plain data inside a page's script element.
//!
//! In: any serialisable value. Out: JSON in which every character that could end the element is escaped.

use serde::Serialize;

/// `data` as JSON, with `<`, `>`, `&` and the two line separators that old scripts refuse in strings written
/// as `\u…`.
///
/// Source: HTML, "Restrictions for contents of script elements"; ECMA-262 before 2019 for U+2028 and U+2029.
pub fn in_script(data: &impl Serialize) -> String {
    let json = serde_json::to_string(data).expect("plain data can be written");
    let is_dangerous = |it: char| matches!(it, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    if !json.contains(is_dangerous) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 32);
    for character in json.chars() {
        // In JSON these characters occur only inside strings, where the escape means the same character.
        match is_dangerous(character) {
            true => safe.push_str(&format!("\\u{:04x}", u32::from(character))),
            false => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let text = "</script><script>alert(1)</script>\"'&amp;<!--\u{2028}\u{2029}";
        assert_eq!(
            in_script(&text),
            r#""\u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e\"'\u0026amp;\u003c!--\u2028\u2029""#
        );
    }

    proptest! {
        #[test]
        fn what_is_read_again_is_what_was_written(text in any::<String>()) {
            let json = in_script(&text);
            let dangerous = ['<', '>', '&', '\u{2028}', '\u{2029}'];
            prop_assert!(!json.contains(dangerous));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
