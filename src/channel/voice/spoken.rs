//! A text as it is said.
//!
//! In: a sentence with digits. Out: the same with its numbers in words: hotlines and years digit by digit (一 is said 幺 in a
//! hotline), amounts as quantities. Signs that are no pause and no word are left out.

/// Said digit by digit in a hotline.
const IN_HOTLINE: [char; 10] = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'];
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES: [&str; 4] = ["", "十", "百", "千"];
const STEPS: [&str; 4] = ["", "万", "亿", "万亿"];
/// What is counted: a number before it is a quantity, however long.
const COUNTED: &str =
    "元块角万亿千百十余多个条名岁起次天周小人件家位项类种倍页楼度点分秒时月日号年℃％%克斤里米";
/// Before these, two is 两.
const PAIRS: &str = "元块万亿千个条名次天周小人件家位项类种倍页点分秒斤里米";

pub fn spoken(text: &str) -> String {
    let characters: Vec<char> = text.chars().map(plain).collect();
    let mut said = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let character = characters[at];
        if character.is_ascii_digit() {
            let number = Number::at(&characters, at);
            said.push_str(&number.said(characters.get(number.end).copied()));
            at = number.end + usize::from(number.is_percent);
            continue;
        }
        let is_digit = |it: Option<&char>| it.is_some_and(char::is_ascii_digit);
        let is_between =
            at > 0 && is_digit(characters.get(at - 1)) && is_digit(characters.get(at + 1));
        if is_between && matches!(character, '-' | '—' | '～' | '~') {
            said.push('至');
            at += 1;
            continue;
        }
        if !matches!(
            character,
            '“' | '”' | '‘' | '’' | '《' | '》' | '"' | '*' | '#'
        ) {
            said.push(character);
        }
        at += 1;
    }
    said
}

fn plain(character: char) -> char {
    match character {
        '０'..='９' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        _ => character,
    }
}

struct Number {
    whole: String,
    /// After the point.
    part: String,
    /// The first character after it.
    end: usize,
    is_percent: bool,
}

impl Number {
    /// The number that begins at `start`; commas between its thousands are no part of what is said.
    fn at(characters: &[char], start: usize) -> Self {
        let digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
        let (mut whole, mut part) = (String::new(), String::new());
        let mut end = start;
        while digit(end) || (characters.get(end) == Some(&',') && (1..=3).all(|it| digit(end + it)))
        {
            if digit(end) {
                whole.push(characters[end]);
            }
            end += 1;
        }
        if characters.get(end) == Some(&'.') && digit(end + 1) {
            end += 1;
            while digit(end) {
                part.push(characters[end]);
                end += 1;
            }
        }
        Self {
            whole,
            part,
            is_percent: matches!(characters.get(end), Some('%' | '％')),
            end,
        }
    }

    fn said(&self, next: Option<char>) -> String {
        let in_digits = |names: &[char; 10], text: &str| -> String {
            let digits = text.chars().filter_map(|it| it.to_digit(10));
            digits.map(|it| names[it as usize]).collect()
        };
        let is_counted = next.is_some_and(|it| COUNTED.contains(it));
        let is_year = next == Some('年') && self.whole.len() == 4;
        if is_year {
            return in_digits(&DIGITS, &self.whole);
        }
        let is_quantity = is_counted || !self.part.is_empty() || self.whole.len() < 3;
        let quantity = self.whole.parse::<u64>().ok().filter(|_| is_quantity);
        let Some(quantity) =
            quantity.filter(|_| self.whole.len() == 1 || !self.whole.starts_with('0'))
        else {
            return in_digits(&IN_HOTLINE, &self.whole);
        };
        let mut said = quantity_said(quantity);
        if !self.part.is_empty() {
            said = format!("{said}点{}", in_digits(&DIGITS, &self.part));
        } else if quantity == 2 && next.is_some_and(|it| PAIRS.contains(it)) {
            said = "两".to_owned();
        }
        match (self.is_percent, quantity) {
            (true, 100) if self.part.is_empty() => "百分之百".to_owned(),
            (true, _) => format!("百分之{said}"),
            (false, _) => said,
        }
    }
}

/// 10203 → 一万零二百零三.
fn quantity_said(number: u64) -> String {
    if number == 0 {
        return DIGITS[0].to_string();
    }
    let digits: Vec<usize> = number
        .to_string()
        .chars()
        .filter_map(|it| it.to_digit(10))
        .map(|it| it as usize)
        .collect();
    let mut said = String::new();
    let mut has_gap = false;
    let mut group_is_empty = true;
    for (index, digit) in digits.iter().enumerate() {
        let place = digits.len() - 1 - index;
        if *digit == 0 {
            has_gap = true;
        } else {
            if has_gap && !said.is_empty() {
                said.push('零');
            }
            has_gap = false;
            group_is_empty = false;
            // 12 is 十二, 112 is 一百一十二.
            if !(*digit == 1 && place % 4 == 1 && said.is_empty()) {
                said.push(DIGITS[*digit]);
            }
            said.push_str(PLACES[place % 4]);
        }
        if place.is_multiple_of(4) {
            if !group_is_empty {
                said.push_str(STEPS.get(place / 4).copied().unwrap_or_default());
            }
            group_is_empty = true;
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        let cases = [
            ("拨打96110或110", "拨打九六幺幺零或幺幺零"),
            ("短信12381", "短信幺二三八幺"),
            ("2026年12月5日24小时", "二零二六年十二月五日二十四小时"),
            ("被骗3.5万元，损失100%", "被骗三点五万元，损失百分之百"),
            ("涨5％", "涨百分之五"),
            ("2个人2万元，2月", "两个人两万元，二月"),
            ("1,200元和10203元", "一千二百元和一万零二百零三元"),
            ("50000元", "五万元"),
            ("“公检法”要钱", "公检法要钱"),
            ("０元购", "零元购"),
            ("10分钟", "十分钟"),
            ("101条", "一百零一条"),
            ("2次，3-5天", "两次，三至五天"),
            ("APP", "APP"),
        ];
        for (text, expected) in cases {
            assert_eq!(spoken(text), expected, "{text}");
        }
    }

    #[test]
    fn no_digit_is_left() {
        for number in (0..200_000u32).step_by(7) {
            let said = spoken(&format!("有{number}元"));
            assert!(!said.contains(|it: char| it.is_ascii_digit()), "{said}");
        }
    }
}
