//! Which characters a font card can show: those of GB 2312-80 and printable ASCII.
//!
//! The standard's 7,445 cells are listed as runs of (区, 位). A test of byte ranges would be wrong: GBK put 33
//! characters of its own between them. Source: `shared/domain/channels.md` §1.4, enumerated there and in the test below.
//! Backslash, `|`, `<`, `>`, `{`, `}` and `[x0]` are commands to some cards (Onbon BX-K, §1.1) and are refused too.

use encoding_rs::GBK;

/// A character that a screen cannot show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unshowable {
    /// Bytes of the text before it.
    pub at: usize,
    pub character: char,
    /// What to write instead; empty where it is best left out.
    pub suggestion: Option<&'static str>,
}

/// The characters of `text` that a screen cannot show, in their order.
pub fn unshowable(text: &str) -> Vec<Unshowable> {
    text.char_indices()
        .filter(|(at, character)| !is_showable(*character) || is_voice_mark(&text[*at..]))
        .map(|(at, character)| Unshowable {
            at,
            character,
            suggestion: suggestion(character),
        })
        .collect()
}

fn is_showable(character: char) -> bool {
    match character {
        '\\' | '|' | '<' | '>' | '{' | '}' => false,
        ' '..='~' => true,
        _ => is_gb2312(character),
    }
}

/// `[n1]`, `[g2]`, `[h0]`: a small letter and a digit in brackets.
fn is_voice_mark(text: &str) -> bool {
    matches!(text.as_bytes(), [b'[', b'a'..=b'z', b'0'..=b'9', b']', ..])
}

fn is_gb2312(character: char) -> bool {
    let mut text = [0; 4];
    let (bytes, _, lost) = GBK.encode(character.encode_utf8(&mut text));
    match *bytes {
        [high, low] if !lost => is_cell(high.wrapping_sub(0xa0), low.wrapping_sub(0xa0)),
        _ => false,
    }
}

fn is_cell(row: u8, column: u8) -> bool {
    let runs: &[(u8, u8)] = match row {
        1 | 3 | 16..=54 | 56..=87 => &[(1, 94)],
        2 => &[(17, 66), (69, 78), (81, 92)],
        4 => &[(1, 83)],
        5 => &[(1, 86)],
        6 => &[(1, 24), (33, 56)],
        7 => &[(1, 33), (49, 81)],
        8 => &[(1, 26), (37, 73)],
        9 => &[(4, 79)],
        55 => &[(1, 89)],
        _ => &[],
    };
    runs.iter()
        .any(|(from, to)| (*from..=*to).contains(&column))
}

fn suggestion(character: char) -> Option<&'static str> {
    let listed = REPLACEMENTS.iter().find(|it| it.0 == character);
    if let Some((_, suggestion)) = listed {
        return Some(suggestion);
    }
    let mut pairs = TRADITIONAL.char_indices().step_by(2);
    let (at, _) = pairs.find(|(_, it)| *it == character)?;
    let simplified = &TRADITIONAL[at + character.len_utf8()..];
    let end = simplified.chars().next()?.len_utf8();
    Some(&simplified[..end])
}

/// Characters with a plain replacement.
const REPLACEMENTS: &[(char, &str)] = &[
    ('\\', "＼"),
    ('|', "｜"),
    ('<', "＜"),
    ('>', "＞"),
    ('{', "｛"),
    ('}', "｝"),
    ('[', "［"),
    ('啰', "罗"),
    ('喆', "哲"),
    ('堃', "坤"),
    ('昇', "升"),
    ('陞', "升"),
    ('镕', "熔"),
    ('甦', "苏"),
    ('〇', "零"),
    ('㎡', "平方米"),
    ('㎜', "毫米"),
    ('㎝', "厘米"),
    ('㎏', "千克"),
    ('囧', "窘"),
    ('犇', "奔"),
    ('€', "欧元"),
    ('✓', "√"),
    ('✔', "√"),
    ('✗', "×"),
    ('✘', "×"),
    ('❗', "！"),
    ('❓', "？"),
    ('➡', "→"),
    ('☎', "电话"),
    ('📞', "电话"),
];

/// Traditional characters, each before its simplified one.
const TRADITIONAL: &str = "電电話话詐诈騙骗轉转賬账銀银號号碼码錢钱貸贷資资訊讯網网購购買买賣卖單单線线連连絡络機机構构員员\
    證证據据報报請请謹谨識识別别額额實实際际獲获賞赏獎奖紅红劃划匯汇帳账戶户設设備备檢检測测區区縣县\
    鄉乡鎮镇國国產产業业務务費费還还過过這这個个們们說说誰谁為为與与時时間间開开關关聯联繫系專专屬属\
    領领導导醫医療疗學学習习課课長长師师親亲愛爱聽听見见";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_cells_of_the_standard() {
        let cells = (1..=94).flat_map(|row| (1..=94).map(move |column| (row, column)));
        assert_eq!(cells.filter(|it| is_cell(it.0, it.1)).count(), 7445);
    }

    #[test]
    fn signs_of_gb2312_are_shown_and_additions_of_gbk_are_not() {
        assert_eq!(unshowable("反诈96110，“安全账户”——×℃①…·！￥～"), []);
        let found: String = unshowable("镕詐ⅰ〇😀\\")
            .iter()
            .map(|it| it.character)
            .collect();
        assert_eq!(found, "镕詐ⅰ〇😀\\");
    }

    #[test]
    fn replacements_can_be_shown() {
        for (character, replacement) in REPLACEMENTS {
            assert_eq!(unshowable(replacement), [], "{character}");
        }
        let found = unshowable("電話詐騙");
        let replaced: String = found.iter().filter_map(|it| it.suggestion).collect();
        assert_eq!(replaced, "电话诈骗");
    }

    #[test]
    fn voice_marks_of_cards_are_found() {
        assert_eq!(unshowable("拨打[n1]96110").len(), 1);
        assert_eq!(unshowable("拨打[96110]"), []);
    }
}
