//! 数的写法: how the numbers of documents are written.

use crate::check::report::{ItemText, Reporter};
use crate::codes;
use crate::problem::problem_at;
use gouji_syntax::ast::{NumberFormat, Text};
use gouji_text::{Localized, TextRange};
use gouji_value::{Mark, Notation};

/// The notation that a clause declares; `None` where it contradicts itself, which is reported. What it
/// leaves out is what the other mark leaves over.
pub(crate) fn notation(
    format: &NumberFormat,
    source: ItemText<'_>,
    reporter: &mut Reporter,
) -> Option<Notation> {
    let read = |text: &Option<Text>| match text {
        Some(text) => Mark::of(&text.value).map(Some).ok_or(text.range),
        None => Ok(None),
    };
    let marks =
        read(&format.thousands).and_then(|thousands| Ok((thousands, read(&format.decimal)?)));
    let (thousands, decimal) = match marks {
        Ok((None, None)) => return fail(reporter, source, format.range, NO_MARK),
        Ok(marks) => marks,
        Err(range) => return fail(reporter, source, range, UNKNOWN),
    };
    let other = |mark| if mark == Mark::Comma { Mark::Point } else { Mark::Comma };
    let decimal = decimal.or(thousands.map(|mark| match mark {
        Mark::Apostrophe | Mark::Space => Mark::Point,
        mark => other(mark),
    }));
    let decimal = decimal.unwrap_or(Mark::Point);
    let thousands = thousands.unwrap_or(other(decimal));
    let found = Notation::new(thousands, decimal);
    if found.is_none() {
        let words = if thousands == decimal { SAME } else { NO_POINT };
        return fail(reporter, source, format.range, words);
    }
    found
}

type NotationWords = (&'static str, &'static str);

const NO_MARK: NotationWords = (
    "「数的写法」里没有写千分、小数用什么符号",
    "the number format names neither its thousands nor its decimal mark",
);
const UNKNOWN: NotationWords = (
    "数里的符号只能是逗号、点、撇号或空格",
    "a mark inside a number is a comma, a point, an apostrophe or a blank",
);
const SAME: NotationWords = (
    "千分和小数用了同一个符号，1.234 就有两种读法",
    "thousands and decimals have the same mark: 1.234 could be read in two ways",
);
const NO_POINT: NotationWords = ("小数点只能是点或逗号", "the decimal mark is a point or a comma");

fn fail(
    reporter: &mut Reporter,
    source: ItemText<'_>,
    range: TextRange,
    words: NotationWords,
) -> Option<Notation> {
    let problem = problem_at(
        &codes::NUMBER_FORMAT,
        source.place(range),
        Localized::new(words.0, words.1),
        Localized::new("这样写读不准", "cannot be read safely"),
    );
    reporter.push(problem.help(
        "例如：数的写法 { 千分 “.” 小数 “,” }",
        "for example: number_format { thousands \".\" decimal \",\" }",
    ));
    None
}
