//! Number formats: what a cell shows of its number.

use super::dates::{Moment, is_date_letter};
use super::decimal::Decimal;

/// Longer formats are not followed.
const LONGEST: usize = 255;

/// The format that a number without one of its own stands for, where programs agree on it.
pub(crate) fn built_in(number: u32) -> &'static str {
    match number {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 | 20 => "h:mm",
        19 | 21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 58 => "m\"月\"d\"日\"",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        37 | 38 => "#,##0;(#,##0)",
        39 | 40 => "#,##0.00;(#,##0.00)",
        41 | 42 => "#,##0;-#,##0;\"-\"",
        43 | 44 => "#,##0.00;-#,##0.00;\"-\"",
        // Fractions, scientific notation, lapsed hours.
        11 | 48 => "0.00E+00",
        12 | 13 => "# ?/?",
        45..=47 => "[h]:mm:ss",
        _ => "General",
    }
}

/// A piece of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
enum FormatPart {
    Literal(char),
    /// `0`, `#`, `?`, `.`, `,`, `%`, or a letter of a date.
    Sign(char),
}

/// What a cell shows of its number.
pub(crate) struct ShownNumber {
    pub(crate) text: String,
    /// Whether the format is not one that is followed, and the text its own digits.
    pub(crate) is_plain: bool,
}

/// What a number shows in a format; its own digits where the format is not one that is known.
pub(crate) fn shown(value: &str, format: &str, is_1904: bool) -> ShownNumber {
    let Some(number) = Decimal::read(value).map(Decimal::into_shown) else {
        return ShownNumber { text: value.to_owned(), is_plain: false };
    };
    let is_general = is_general(format);
    let text = in_format(&number, format, is_1904).filter(|_| !is_general);
    let is_plain = text.is_none() && !is_general;
    ShownNumber { text: text.unwrap_or_else(|| number.plain()), is_plain }
}

/// Whether a format shows the digits of a number as they are, apart from colours and languages.
fn is_general(format: &str) -> bool {
    let is_general = |section: &str| {
        let mut rest = section;
        while let Some(behind) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            rest = behind.1;
        }
        rest.trim_start_matches('-').eq_ignore_ascii_case("general") || rest == "@"
    };
    format.is_empty() || format.split(';').all(is_general)
}

/// A number in a format; `None` where that is not followed.
fn in_format(number: &Decimal, format: &str, is_1904: bool) -> Option<String> {
    if format.len() > LONGEST {
        return None;
    }
    let sections = sections(format);
    let (section, signed) = match (sections.len(), number.is_negative, number.is_zero()) {
        (2.., true, _) => (1, false),
        (3.., _, true) => (2, false),
        _ => (0, true),
    };
    let parts = sections.get(section)?.as_ref()?;
    let shown = if is_date(parts) {
        Moment::of(number, is_1904)?.shown(&letters(parts))
    } else {
        figures(number.clone(), parts, signed)?
    };
    Some(shown.trim().to_owned())
}

/// The sections of a format; `None` for one that is General or cannot be followed.
fn sections(format: &str) -> Vec<Option<Vec<FormatPart>>> {
    let mut sections = vec![Some(Vec::new())];
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        if character == ';' {
            sections.push(Some(Vec::new()));
            continue;
        }
        let Some(last) = sections.last_mut() else { continue };
        let Some(parts) = last else { continue };
        match character {
            '"' => parts
                .extend(characters.by_ref().take_while(|it| *it != '"').map(FormatPart::Literal)),
            '\\' | '!' => parts.extend(characters.next().map(FormatPart::Literal)),
            '_' => {
                characters.next();
                parts.push(FormatPart::Literal(' '));
            }
            '*' => {
                characters.next();
            }
            '[' => {
                let inner: String = characters.by_ref().take_while(|it| *it != ']').collect();
                match inner.strip_prefix('$') {
                    Some(sign) => {
                        let sign = sign.split('-').next().unwrap_or_default();
                        parts.extend(sign.chars().map(FormatPart::Literal));
                    }
                    // Conditions choose among sections in ways of their own; lapsed hours are no dates.
                    None if inner.starts_with(['<', '>', '=', 'h', 'm', 's']) => *last = None,
                    None => {}
                }
            }
            // General, scientific notation, fractions.
            'G' | 'E' | 'e' | '@' => *last = None,
            '0' | '#' | '?' | '.' | ',' | '%' => parts.push(FormatPart::Sign(character)),
            other if is_date_letter(other) => {
                parts.push(FormatPart::Sign(other.to_ascii_lowercase()))
            }
            other => parts.push(FormatPart::Literal(other)),
        }
    }
    sections
}

fn is_date(parts: &[FormatPart]) -> bool {
    parts.iter().any(|part| matches!(part, FormatPart::Sign(sign) if sign.is_ascii_alphabetic()))
}

/// The parts of the format of a date: what is no letter of one is written as it is.
fn letters(parts: &[FormatPart]) -> Vec<(char, bool)> {
    let letter = |part: &FormatPart| match part {
        FormatPart::Literal(character) => (*character, false),
        FormatPart::Sign(sign) => (*sign, sign.is_ascii_alphabetic()),
    };
    parts.iter().map(letter).collect()
}

/// A number in a section of figures; `None` where that is a fraction.
fn figures(number: Decimal, parts: &[FormatPart], signed: bool) -> Option<String> {
    let is_place = |part: &FormatPart| matches!(part, FormatPart::Sign('0' | '#' | '?'));
    let first = parts.iter().position(|part| is_place(part) || *part == FormatPart::Sign('.'));
    let Some(first) = first else {
        return Some(literals(parts));
    };
    let last = parts
        .iter()
        .rposition(|part| matches!(part, FormatPart::Sign('0' | '#' | '?' | '.' | ',')))?;
    let body = parts.get(first..=last)?;
    // `# ?/?` is a fraction; what stands between the places of a code is not followed either.
    if body.iter().any(|part| matches!(part, FormatPart::Literal(_))) {
        return None;
    }
    let percents = parts.iter().filter(|part| **part == FormatPart::Sign('%')).count() as i32;
    let point = body.iter().position(|part| *part == FormatPart::Sign('.')).unwrap_or(body.len());
    let (whole, fraction) = body.split_at(point);
    let thousands = body.iter().rev().take_while(|part| **part == FormatPart::Sign(',')).count();
    let is_grouped = whole.len() > thousands
        && whole
            .iter()
            .rev()
            .skip(if fraction.is_empty() { thousands } else { 0 })
            .any(|it| *it == FormatPart::Sign(','));
    let places = fraction.iter().filter(|part| is_place(part)).count() as u32;
    let least = fraction.iter().rposition(|part| *part == FormatPart::Sign('0'));
    let least =
        fraction.get(..least.map_or(0, |at| at + 1))?.iter().filter(|part| is_place(part)).count();
    let digits = whole.iter().filter(|part| **part == FormatPart::Sign('0')).count();
    let rounded = number.scaled(percents * 2 - 3 * thousands as i32).rounded(places);
    let sign = if signed && rounded.is_negative { "-" } else { "" };
    let rounded = rounded.magnitude();
    let (mut units, mut decimals) = (rounded.whole(), rounded.fraction());
    while units.len() < digits {
        units.insert(0, '0');
    }
    while decimals.len() < least {
        decimals.push('0');
    }
    let units = if is_grouped { grouped(&units) } else { units };
    let dot = if decimals.is_empty() { "" } else { "." };
    let before = literals(parts.get(..first)?);
    let behind = literals(parts.get(last + 1..)?);
    Some(format!("{sign}{before}{units}{dot}{decimals}{behind}"))
}

fn literals(parts: &[FormatPart]) -> String {
    let character = |part: &FormatPart| match part {
        FormatPart::Literal(character) => Some(*character),
        FormatPart::Sign('%') => Some('%'),
        FormatPart::Sign(_) => None,
    };
    parts.iter().filter_map(character).collect()
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_as_their_formats_say() {
        let show = |value: &str, format: &str| shown(value, format, false).text;
        assert_eq!(show("0.30000000000000004", "General"), "0.3");
        assert_eq!(show("1234.5", "General"), "1234.5");
        assert_eq!(show("1.25E-3", "General"), "0.00125");
        assert_eq!(show("1234567.005", "#,##0.00"), "1,234,567.01");
        assert_eq!(show("-1234.5", "#,##0.00_);(#,##0.00)"), "(1,234.50)");
        assert_eq!(show("0", "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ "), "-");
        assert_eq!(show("12.5", "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ "), "12.50");
        assert_eq!(show("0.125", "0.0%"), "12.5%");
        assert_eq!(show("0.5", "#.##"), ".5");
        assert_eq!(show("7", "000"), "007");
        assert_eq!(show("12345678", "#,##0.00,\"千元\""), "12,345.68千元");
        assert_eq!(show("12345", "#,##0,"), "12");
        assert_eq!(show("-0.001", "0.00"), "0.00");
        assert_eq!(show("9.999", "0.00"), "10.00");
        assert_eq!(show("12", "[$¥-804]#,##0.00"), "¥12.00");
        assert_eq!(show("44197", "yyyy\"年\"m\"月\"d\"日\""), "2021年1月1日");
        assert_eq!(show("44197.75", "yyyy-mm-dd hh:mm"), "2021-01-01 18:00");
        assert_eq!(show("0.5", "# ?/?"), "0.5");
        assert_eq!(show("5", "0.00E+00"), "5");
        assert_eq!(show("abc", "0.00"), "abc");
        let is_plain = |format: &str| shown("0.5", format, false).is_plain;
        assert!(
            is_plain("# ?/?")
                && is_plain("0.00E+00")
                && is_plain("[>1]0;0.0")
                && is_plain("[h]:mm")
        );
        assert!(
            !is_plain("General") && !is_plain("@") && !is_plain("0.0%") && !is_plain("yyyy-mm-dd")
        );
    }
}
