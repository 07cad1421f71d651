//! Converts a written sentence to the words that are spoken.
//!
//! In: a sentence with digits. Out: the sentence with its numbers in words: hotlines and years digit by digit
//! (1 is 幺 in a hotline), amounts, times and fractions as quantities. Symbols that are neither a pause nor a
//! word are removed.

/// The digits of a hotline, as they are spoken.
const IN_HOTLINE: [char; 10] = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'];
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES: [&str; 4] = ["", "十", "百", "千"];
const STEPS: [&str; 4] = ["", "万", "亿", "万亿"];
/// Units and measure words: a number before one of these is a quantity, whatever its length.
const COUNTED: &str =
    "元块角万亿千百十余多个条名岁起次天周小人件家位项类种倍页楼度点分秒时月日号年℃％%克斤里米";
/// The units and measure words before which 2 is 两.
const PAIRS: &str = "元块万亿千个条名次天周小人件家位项类种倍页点分秒斤里米";

pub fn spoken(text: &str) -> String {
    let characters: Vec<char> = text.chars().map(plain).collect();
    let mut said = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let (words, end) = amount(&characters, at)
            .or_else(|| time(&characters, at))
            .or_else(|| fraction(&characters, at))
            .or_else(|| number(&characters, at))
            .unwrap_or_else(|| (other(&characters, at), at + 1));
        said.push_str(&words);
        at = end;
    }
    said
}

/// An amount: ¥200 is spoken as 二百元, ¥3.5万 as 三点五万元. Returns the words, and the index of the first
/// character after the amount; `time`, `fraction` and `number` do the same.
fn amount(characters: &[char], at: usize) -> Option<(String, usize)> {
    if !matches!(characters[at], '¥' | '￥') || !is_digit(characters, at + 1) {
        return None;
    }
    let number = Number::at(characters, at + 1);
    let step = characters.get(number.end).copied();
    let step = step.filter(|it| matches!(it, '万' | '亿' | '元'));
    let end = number.end + usize::from(step.is_some());
    let has_unit = step == Some('元') || characters.get(end) == Some(&'元');
    let mut said = number.said(step.or(Some('元')));
    said.extend(step);
    said.push_str(if has_unit { "" } else { "元" });
    Some((said, end))
}

/// A time: 8:00 is spoken as 八点, 12:30 as 十二点三十分.
fn time(characters: &[char], at: usize) -> Option<(String, usize)> {
    let (hour, end) = short_number(characters, at)?;
    let colon = characters.get(end).copied();
    let (minute, end) = match colon {
        Some(':' | '：') => short_number(characters, end + 1).filter(|it| it.1 == end + 3)?,
        _ => return None,
    };
    if hour > 24 || minute > 59 {
        return None;
    }
    let hour = match hour {
        2 => "两".to_owned(),
        _ => quantity_said(hour),
    };
    let minute = match minute {
        0 => String::new(),
        1..=9 => format!("零{}分", quantity_said(minute)),
        _ => format!("{}分", quantity_said(minute)),
    };
    Some((format!("{hour}点{minute}"), end))
}

/// A fraction: 1/3 is spoken as 三分之一; 24/7 is not a fraction.
fn fraction(characters: &[char], at: usize) -> Option<(String, usize)> {
    let (part, end) = short_number(characters, at)?;
    let (whole, end) = match characters.get(end) {
        Some('/' | '／') => short_number(characters, end + 1)?,
        _ => return None,
    };
    let said = format!("{}分之{}", quantity_said(whole), quantity_said(part));
    (part > 0 && part < whole).then_some((said, end))
}

fn number(characters: &[char], at: usize) -> Option<(String, usize)> {
    is_digit(characters, at).then(|| {
        let number = Number::at(characters, at);
        let said = number.said(characters.get(number.end).copied());
        (said, number.end + usize::from(number.is_percent))
    })
}

/// Any other character: unchanged, or empty if it is a symbol that is not spoken.
fn other(characters: &[char], at: usize) -> String {
    let is_between = at > 0 && is_digit(characters, at - 1) && is_digit(characters, at + 1);
    match characters[at] {
        '-' | '—' | '～' | '~' if is_between => "至".to_owned(),
        '“' | '”' | '‘' | '’' | '《' | '》' | '"' | '*' | '#' => String::new(),
        character => character.to_string(),
    }
}

/// A number of one or two digits, and the index of the first character after it.
fn short_number(characters: &[char], at: usize) -> Option<(u64, usize)> {
    let count = (at..).take_while(|it| is_digit(characters, *it)).count();
    let end = at + count;
    let digits: String = characters.get(at..end)?.iter().collect();
    let number = digits.parse().ok().filter(|_| count <= 2)?;
    Some((number, end))
}

fn is_digit(characters: &[char], at: usize) -> bool {
    characters.get(at).is_some_and(char::is_ascii_digit)
}

fn plain(character: char) -> char {
    match character {
        '０'..='９' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        _ => character,
    }
}

struct Number {
    whole: String,
    /// The digits after the decimal point.
    part: String,
    /// The index of the first character after the number.
    end: usize,
    is_percent: bool,
}

impl Number {
    /// The number that begins at `start`; thousands separators are skipped.
    fn at(characters: &[char], start: usize) -> Self {
        let digit = |at: usize| is_digit(characters, at);
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

/// A quantity in words: 10203 → 一万零二百零三.
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
    fn numbers_are_written_as_they_are_spoken() {
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
            ("每天8:00到12：30", "每天八点到十二点三十分"),
            ("凌晨2:05，比分3:1", "凌晨两点零五分，比分三:一"),
            ("退还1/3", "退还三分之一"),
            ("24/7", "二十四/七"),
            ("¥200", "二百元"),
            ("￥2元、¥3.5万、￥10万元", "两元、三点五万元、十万元"),
            ("¥99.9", "九十九点九元"),
        ];
        for (text, expected) in cases {
            assert_eq!(spoken(text), expected, "{text}");
        }
    }

    #[test]
    fn every_digit_is_converted() {
        for number in (0..200_000u32).step_by(7) {
            let said = spoken(&format!("有{number}元"));
            assert!(!said.contains(|it: char| it.is_ascii_digit()), "{said}");
        }
    }
}
