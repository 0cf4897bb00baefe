//! Units as they are written behind a figure: declared ones, `%`, compound ones (`元/人·月`) and
//! counting words that no pack declares.

use crate::cursor::Cursor;
use crate::{BaseUnit, Dimension, ShownUnit, UnitId, UnitTable, comparator, exact};
use gouji_text::{fold, fold_char, folded_len};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Letters a counting word may have; what is longer is words.
const LONGEST_COUNTING_WORD: usize = 4;
/// Factors a compound unit may have.
const MOST_FACTORS: usize = 8;

/// A unit behind a figure, or none.
#[derive(Clone, Debug)]
pub(crate) struct ReadUnit {
    pub(crate) dimension: Dimension,
    pub(crate) shown: ShownUnit,
}

impl ReadUnit {
    pub(crate) fn declared(unit: UnitId, units: &UnitTable) -> Self {
        let dimension = Dimension::Simple(BaseUnit::Declared(units.unit_dimension(unit)));
        Self { dimension, shown: ShownUnit::Unit(unit) }
    }

    pub(crate) fn percent() -> Self {
        Self { dimension: Dimension::Ratio, shown: ShownUnit::Percent }
    }
}

/// Whether a character (unfolded too) separates the factors of a compound unit.
pub(crate) fn separates_factors(character: char) -> bool {
    matches!(character, '/' | '／' | '*' | '＊' | '×' | '(' | ')' | '（' | '）')
        || is_middle_dot(character)
}

fn is_middle_dot(character: char) -> bool {
    matches!(character, '·' | '•' | '⋅' | '・' | '‧')
}

/// Whether a unit may be written with this character.
pub(crate) fn is_unit_letter(character: char) -> bool {
    // Most are found in the first range, at no cost.
    matches!(character, '\u{4e00}'..='\u{9fff}')
        || character.is_alphabetic()
        || matches!(character, '\u{3380}'..='\u{33df}' | '°' | '℃' | '℉')
}

/// Takes the sign or the words for hundredths.
pub(crate) fn take_percent_sign(cursor: &mut Cursor<'_>) -> bool {
    cursor.take('%') || cursor.take_word("个百分点") || cursor.take_word("百分点")
}

/// Reads all of `text`, which stands behind a figure, as a unit; `None` where it is words.
pub(crate) fn read_unit(text: &str, units: &UnitTable) -> Option<ReadUnit> {
    let mut cursor = Cursor::new(text);
    if cursor.is_at_end() {
        return Some(ReadUnit { dimension: Dimension::None, shown: ShownUnit::None });
    }
    if take_percent_sign(&mut cursor) {
        return cursor.is_at_end().then(ReadUnit::percent);
    }
    if let Some(unit) = units.unit(text) {
        return Some(ReadUnit::declared(unit, units));
    }
    if let Some(word) = counting_word(text, units) {
        let shown = if *word == *text { word.clone() } else { without_space(text) };
        let dimension = Dimension::Simple(BaseUnit::Undeclared(word));
        return Some(ReadUnit { dimension, shown: ShownUnit::Text(shown, Decimal::ONE) });
    }
    compound(text, units)
}

/// A word of one to four letters that no pack declares, folded.
fn counting_word(text: &str, units: &UnitTable) -> Option<Arc<str>> {
    let mut cursor = Cursor::new(text);
    let mut letters = 0;
    while let Some(next) = cursor.advance() {
        letters += 1;
        if letters > LONGEST_COUNTING_WORD || !is_unit_letter(next.character) {
            return None;
        }
    }
    if letters == 0 || is_approximate(text) || comparator::has_side(text) {
        return None;
    }
    // A declared unit of several letters with more behind it is a unit and words; one letter may
    // well be the beginning of a counting word of its own.
    let declared = units.unit_prefix(text).and_then(|(_, bytes)| text.get(..bytes));
    if declared.is_some_and(|declared| folded_len(declared) > 1) {
        return None;
    }
    Some(fold(text).into())
}

/// Whether the words behind a figure say that it is not meant exactly.
fn is_approximate(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    ['余', '多', '几'].into_iter().any(|word| cursor.take(word))
        || comparator::closing_word(text, &["左右", "上下", "不等"]).is_some()
}

/// Factors with `·` between them, divided by those behind the first `/`.
fn compound(text: &str, units: &UnitTable) -> Option<ReadUnit> {
    let mut factors: Vec<(BaseUnit, i8)> = Vec::new();
    let mut worth = Some(Decimal::ONE);
    let mut power = 1_i8;
    let mut open = false;
    let mut cursor = Cursor::new(text);
    loop {
        let start = cursor.at();
        while cursor.peek().is_some_and(|next| !separates_factors(next.character)) {
            cursor.advance();
        }
        let part = cursor.slice(start, cursor.at());
        let (base, factor) = base_unit(part, units)?;
        worth = worth.and_then(|worth| match power {
            1 => exact::multiply(worth, factor),
            _ => exact::divide(worth, factor),
        });
        factors.push((base, power));
        if open && cursor.take(')') {
            open = false;
            cursor.is_at_end().then_some(())?;
        }
        let Some(separator) = cursor.advance() else { break };
        match separator.character {
            '/' => {
                power = -1;
                open = open || cursor.take('(');
            }
            '*' | '×' => {}
            other if is_middle_dot(other) => {}
            _ => return None,
        }
        if factors.len() >= MOST_FACTORS {
            return None;
        }
    }
    let single = factors.len() == 1;
    if open || single {
        return None;
    }
    let shown = without_space(text);
    // Where the worth in base units has no end, the unit stays exact as a dimension of its own.
    let (dimension, worth) = match worth {
        Some(worth) => (Dimension::of_factors(&factors)?, worth),
        None => (Dimension::Simple(BaseUnit::Undeclared(fold(text).into())), Decimal::ONE),
    };
    Some(ReadUnit { dimension, shown: ShownUnit::Text(shown, worth) })
}

fn base_unit(part: &str, units: &UnitTable) -> Option<(BaseUnit, Decimal)> {
    if let Some(unit) = units.unit(part) {
        let base = BaseUnit::Declared(units.unit_dimension(unit));
        return Some((base, units.unit_factor(unit)));
    }
    Some((BaseUnit::Undeclared(counting_word(part, units)?), Decimal::ONE))
}

/// The text as written, without what folding drops.
fn without_space(text: &str) -> Arc<str> {
    let dropped = |character: char| fold_char(character).is_none();
    let trimmed = text.trim_matches(dropped);
    if !trimmed.contains(dropped) {
        return trimmed.into();
    }
    trimmed.chars().filter(|character| !dropped(*character)).collect::<String>().into()
}

/// Takes what looks like the rest of a compound unit: `/人·月`.
pub(crate) fn take_compound_rest(cursor: &mut Cursor<'_>, units: &UnitTable) -> bool {
    let letter_behind = |cursor: Cursor<'_>| {
        cursor.peek_second().is_some_and(|second| is_unit_letter(second.character))
    };
    let separator = cursor.peek().is_some_and(|next| {
        next.character == '/' || is_middle_dot(next.character) || next.character == '×'
    });
    if !separator || !letter_behind(*cursor) {
        return false;
    }
    cursor.advance();
    match units.unit_prefix(cursor.rest()) {
        Some((_, bytes)) => *cursor = cursor.moved_to(cursor.at() + bytes),
        None => {
            take_letters(cursor, LONGEST_COUNTING_WORD);
        }
    }
    true
}

/// Takes up to `most` letters; how many there are, counting one more where there are too many.
pub(crate) fn take_letters(cursor: &mut Cursor<'_>, most: usize) -> usize {
    let mut letters = 0;
    while let Some(next) = cursor.peek() {
        if !is_unit_letter(next.character) {
            break;
        }
        if letters == most {
            return most + 1;
        }
        letters += 1;
        cursor.advance();
    }
    letters
}

/// Whether `text` is the word for a year or begins with it, so that a figure of four digits in
/// front of it is the name of a year rather than a count.
pub(crate) fn begins_with_year(text: &str) -> bool {
    Cursor::new(text).take('年')
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_text::Language;

    fn table() -> UnitTable {
        let mut units = UnitTable::default();
        let money = units.add_dimension("金额");
        units.add_unit(money, "元", Decimal::ONE).unwrap();
        units.add_unit(money, "万元", Decimal::from(10_000)).unwrap();
        let people = units.add_dimension("人数");
        units.add_unit(people, "人", Decimal::ONE).unwrap();
        let time = units.add_dimension("时间");
        units.add_unit(time, "秒", Decimal::ONE).unwrap();
        units.add_unit(time, "小时", Decimal::from(3600)).unwrap();
        units
    }

    fn name(text: &str) -> Option<String> {
        let units = table();
        read_unit(text, &units).map(|unit| unit.dimension.name(&units, Language::Chinese))
    }

    #[test]
    fn compound_units_are_products_of_their_factors() {
        assert_eq!(name("元/人").as_deref(), Some("金额/人数"));
        assert_eq!(name("元／ 人·月").as_deref(), Some("金额/人数·月"));
        assert_eq!(name("元/人/月").as_deref(), Some("金额/人数·月"));
        assert_eq!(name("元/（人·月）").as_deref(), Some("金额/人数·月"));
        assert_eq!(name("万元/元").as_deref(), Some("数"));
        assert_eq!(name("次/年").as_deref(), Some("次/年"));
        assert_eq!(name("人·人").as_deref(), Some("人数²"));
    }

    #[test]
    fn a_worth_without_end_is_a_dimension_of_its_own() {
        assert_eq!(name("元/秒").as_deref(), Some("金额/时间"));
        assert_eq!(name("元/小时").as_deref(), Some("元/小时"));
    }

    #[test]
    fn words_are_no_unit() {
        let words = [
            "万元左右",
            "万元整",
            "余人",
            "元/",
            "/人",
            "元//人",
            "元/(人",
            "及时完成了",
            "元（含）",
            "%以上的",
            "5",
            "，",
            "人)",
        ];
        for text in words {
            assert_eq!(name(text), None, "{text}");
        }
        assert_eq!(name("人次").as_deref(), Some("人次"));
        assert_eq!(name("个工作日").as_deref(), Some("个工作日"));
        assert_eq!(name("㎡").as_deref(), Some("㎡"));
    }
}
