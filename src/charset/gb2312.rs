//! The repertoire of GB 2312-80: 7,445 characters, which every Chinese font card contains.
//!
//! The cells are listed as runs of (区, 位), row and cell. Comparing byte ranges would be wrong: GBK added 33
//! characters of its own between them (ⅰ to ⅹ, vertical punctuation). Source:
//! `docs/charset.md#gb-2312-repertoire`.
//! ASCII is not included: cards support it in addition to GB 2312, but read some of its signs as commands.

use super::encode;

/// Whether GB 2312-80 has a cell for `character`.
pub fn is_gb2312(character: char) -> bool {
    let Some(code) = encode::code(character) else {
        return false;
    };
    match code.collect::<Vec<u8>>()[..] {
        [high, low] => is_cell(high.wrapping_sub(0xa0), low.wrapping_sub(0xa0)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repertoire_has_7445_characters() {
        let characters = ('\0'..=char::MAX).filter(|it| is_gb2312(*it));
        let (hanzi, signs): (Vec<char>, Vec<char>) =
            characters.partition(|it| ('\u{4e00}'..='\u{9fff}').contains(it));
        assert_eq!((hanzi.len(), signs.len()), (6763, 682));
    }

    #[test]
    fn characters_added_by_gbk_are_not_included() {
        assert!("薅裸钓骗怼呗嗨①℃№—…“”×￥～·．".chars().all(is_gb2312));
        assert!(!"啰喆堃昇镕囧嘚〇㎡•–−¥€ⅰ﹁︵ǹA".chars().any(is_gb2312));
    }
}
