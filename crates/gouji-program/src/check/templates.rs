//! Templates: what their holes name, looked up.

use super::declarations::Declarations;
use super::report::{Checked, Failed, ItemText, Reporter};
use crate::codes;
use crate::problem::problem_at;
use crate::template::digits::{DigitHole, digits};
use crate::template::parse::{Parts, RawHole, RawPart, TemplateError, characters, parse};
use crate::template::{Hole, HoleKind, Part, Template};
use crate::{FieldKind, Meaning, Problem, RecordTypeId, Role, Scalar};
use gouji_syntax::ast::{Name, Text};
use gouji_text::Localized;
use gouji_text::{TextRange, fold};
use gouji_value::ReadAs;

/// Parts that read as little as possible; more than a few make matching slow and its result
/// a surprise.
const MOST_LAZY: usize = 4;

/// Parts that a template may have: more are no sentence, and each is matched inside the one before.
const MOST_PARTS: usize = 512;

/// How the holes of a template are taken.
enum Holes<'h, 'w> {
    /// Each names a field of this record.
    Fields(RecordTypeId, &'h Declarations<'w>),
    /// Only `{_}` and `{数字}`.
    Pattern,
    /// Any: it stands where a unit does.
    Unit,
    /// Only `{_}`.
    None,
}

/// A template whose holes name fields of `record`.
pub(crate) fn with_fields(
    reporter: &mut Reporter,
    source: ItemText<'_>,
    text: &Text,
    record: RecordTypeId,
    declarations: &Declarations<'_>,
) -> Checked<Template> {
    compile(reporter, source, text, &Holes::Fields(record, declarations))
}

/// The template of 匹配.
pub(crate) fn pattern(
    reporter: &mut Reporter,
    source: ItemText<'_>,
    text: &Text,
) -> Checked<Template> {
    compile(reporter, source, text, &Holes::Pattern)
}

/// A template that fills nothing.
pub(crate) fn without_fields(
    reporter: &mut Reporter,
    source: ItemText<'_>,
    text: &Text,
) -> Checked<Template> {
    compile(reporter, source, text, &Holes::None)
}

/// The template of 标注: exactly one hole, which stands where the unit does.
pub(crate) fn caption(
    reporter: &mut Reporter,
    source: ItemText<'_>,
    text: &Text,
) -> Checked<Template> {
    let template = compile(reporter, source, text, &Holes::Unit)?;
    let mut holes = 0;
    count(&template.parts, &mut |part| holes += usize::from(*part == Part::Skip));
    if holes == 1 {
        return Ok(template);
    }
    let problem = problem_at(
        &codes::CAPTION_HOLE,
        source.place(text.range),
        Localized::new(
            format!("标注里要有一个空位 {{_}} 表示单位写在哪里，这里有 {holes} 个"),
            format!("a caption has one hole {{_}} where the unit stands, not {holes}"),
        ),
        Localized::new("应有一个空位", "expected one hole"),
    );
    reporter.fail(problem.help("例如 “单位：{_}”", "for example \"unit: {_}\""))
}

fn compile(
    reporter: &mut Reporter,
    source: ItemText<'_>,
    text: &Text,
    holes: &Holes<'_, '_>,
) -> Checked<Template> {
    let characters = characters(source.slice(text.range), &text.value, text.range);
    let parts = match parse(&characters, text.range) {
        Ok(parts) => parts,
        Err(TemplateError { code, range, message, label }) => {
            return reporter.fail(problem_at(code, source.place(range), message, label));
        }
    };
    let mut resolver = Resolver { reporter, source, holes, sound: true };
    let parts = resolver.parts(parts);
    if !resolver.sound {
        return Err(Failed);
    }
    if parts.is_empty() {
        return reporter.fail(empty(source, text.range));
    }
    let mut all = 0;
    count(&parts, &mut |_| all += 1);
    if all > MOST_PARTS {
        let problem = problem_at(
            &codes::TEMPLATE_TOO_COMPLEX,
            source.place(text.range),
            Localized::new(
                format!("空位和括号太多（{all} 处，最多 {MOST_PARTS} 处），请拆成几句"),
                format!("{all} parts; {MOST_PARTS} at most: split the sentence"),
            ),
            Localized::new("太复杂", "too complex"),
        );
        return reporter.fail(problem);
    }
    let mut lazy = 0;
    count(&parts, &mut |part| {
        let text = matches!(part, Part::Hole(Hole { kind: HoleKind::Text, .. }));
        lazy += usize::from(text || *part == Part::Skip);
    });
    if lazy > MOST_LAZY {
        let problem = problem_at(
            &codes::TEMPLATE_TOO_COMPLEX,
            source.place(text.range),
            Localized::new(
                format!("文字空位和 {{_}} 共 {lazy} 个，最多 {MOST_LAZY} 个，请拆成几句"),
                format!("{lazy} holes of any text; {MOST_LAZY} at most: split the sentence"),
            ),
            Localized::new("空位太多", "too many holes"),
        );
        return reporter.fail(problem);
    }
    Ok(Template { parts })
}

/// An empty text where something is to be found by it.
pub(crate) fn empty(source: ItemText<'_>, range: TextRange) -> Problem {
    problem_at(
        &codes::EMPTY_TEXT,
        source.place(range),
        Localized::new("引号里是空的，什么都匹配不到", "an empty text matches nothing"),
        Localized::new("这里应写文字", "expected a text"),
    )
}

fn count(parts: &[Part], each: &mut impl FnMut(&Part)) {
    for part in parts {
        each(part);
        match part {
            Part::Optional(inner) => count(inner, each),
            Part::Alternatives(all) => all.iter().for_each(|inner| count(inner, each)),
            _ => {}
        }
    }
}

struct Resolver<'r, 'h, 'w, 't> {
    reporter: &'r mut Reporter,
    source: ItemText<'t>,
    holes: &'r Holes<'h, 'w>,
    sound: bool,
}

impl Resolver<'_, '_, '_, '_> {
    /// Recursion is bounded by the parser.
    fn parts(&mut self, raw: Parts) -> Vec<Part> {
        let mut parts = Vec::with_capacity(raw.len());
        for part in raw {
            match part {
                RawPart::Literal(text) => {
                    let folded = fold(&text);
                    match parts.last_mut() {
                        _ if folded.is_empty() => {}
                        Some(Part::Literal(before)) => before.push_str(&folded),
                        _ => parts.push(Part::Literal(folded)),
                    }
                }
                RawPart::Space => parts.push(Part::Space),
                RawPart::Skip(_) => parts.push(Part::Skip),
                RawPart::Hole(hole) => match self.hole(&hole) {
                    Ok(part) => parts.push(part),
                    Err(Failed) => self.sound = false,
                },
                RawPart::Optional(inner) => parts.push(Part::Optional(self.parts(inner))),
                RawPart::Alternatives(all) => {
                    let all = all.into_iter().map(|inner| self.parts(inner)).collect();
                    parts.push(Part::Alternatives(all));
                }
            }
        }
        parts
    }

    fn hole(&mut self, hole: &RawHole) -> Checked<Part> {
        match self.holes {
            Holes::Unit => Ok(Part::Skip),
            Holes::Pattern => match digits(std::slice::from_ref(&hole.name)) {
                DigitHole::Run(counts) if !hole.signed && hole.words.is_none() => {
                    Ok(Part::Hole(Hole { field: Hole::NO_FIELD, kind: HoleKind::Digits(counts) }))
                }
                _ => self.fail(
                    hole.range,
                    (
                        "这里只能用 {_}（任意文字）、{数字}、{3位数字}",
                        "only {_} (any text), {digits} and {3 digits} here",
                    ),
                ),
            },
            Holes::None => self
                .fail(hole.range, ("这里不填栏，只能用 {_}", "nothing is filled here: only {_}")),
            Holes::Fields(record, declarations) => self.field(*record, declarations, hole),
        }
    }

    fn fail<T>(&mut self, range: TextRange, words: (&str, &str)) -> Checked<T> {
        self.reporter.fail(problem_at(
            &codes::TEMPLATE_HOLE,
            self.source.place(range),
            Localized::new(words.0, words.1),
            Localized::new("不能用在这里", "not here"),
        ))
    }

    /// Words to be found as they stand, or digits.
    fn words(&mut self, hole: &RawHole, words: &[String]) -> Checked<HoleKind> {
        match digits(words) {
            DigitHole::Run(counts) => Ok(HoleKind::Digits(counts)),
            DigitHole::Words => Ok(HoleKind::Words(words.iter().map(|word| fold(word)).collect())),
            DigitHole::Suspicious => {
                let (name, written) = (&hole.name, words.join("｜"));
                let problem = problem_at(
                    &codes::TEMPLATE_HOLE,
                    self.source.place(hole.range),
                    Localized::new(
                        format!("「{written}」会当作文件里的原文来找，看上去却是一种式样"),
                        format!("`{written}` is looked for as it stands, and reads like a pattern"),
                    ),
                    Localized::new("这里应是原文里的词", "expected words of the document"),
                );
                self.reporter.fail(problem.help(
                    format!("读几位数字写 {{{name}：3位数字}}、{{{name}：3、5或7位数字}}，读任意位写 {{{name}：数字}}"),
                    format!("digits are {{{name}: 3 digits}}, {{{name}: 3, 5 or 7 digits}} or {{{name}: digits}}"),
                ))
            }
        }
    }

    fn field(
        &mut self,
        record: RecordTypeId,
        declarations: &Declarations<'_>,
        hole: &RawHole,
    ) -> Checked<Part> {
        let Some(field) = declarations.record(record).field_named(&hole.name) else {
            let name = Name { text: hole.name.clone(), range: hole.name_range };
            self.reporter.push_unknown_field(self.source, record, &name, declarations);
            return Err(Failed);
        };
        let meaning = Meaning::Field(record, field);
        self.reporter.name(self.source, hole.name_range, meaning, Role::Use);
        let FieldKind::Scalar(scalar) = declarations.record(record).fields[field].kind else {
            return self.fail(
                hole.range,
                (
                    "空位只能填单个值；序列用「时点」读，明细用「明细」读",
                    "a hole fills one value; use `periods` or `grid` for this field",
                ),
            );
        };
        let kind = match (&hole.words, hole.signed) {
            (Some(words), false) if scalar == Scalar::Text => self.words(hole, words)?,
            (Some(_), _) => {
                return self.fail(
                    hole.range,
                    ("只有文本栏的空位可以列出词语", "only a text field's hole lists words"),
                );
            }
            (None, true) => match scalar {
                Scalar::Quantity(dimension) => HoleKind::Figure(ReadAs::Change(dimension)),
                Scalar::Percent => HoleKind::Figure(ReadAs::PercentChange),
                _ => {
                    return self.fail(
                        hole.range,
                        (
                            "「±」读「增加」「减少」多少，只能用于有量纲的栏和百分比",
                            "`±` reads a change and needs a field with a dimension or a percentage",
                        ),
                    );
                }
            },
            (None, false) => plain_kind(scalar),
        };
        Ok(Part::Hole(Hole { field, kind }))
    }
}

fn plain_kind(scalar: Scalar) -> HoleKind {
    HoleKind::Figure(match scalar {
        Scalar::Text => return HoleKind::Text,
        Scalar::Integer => ReadAs::Integer,
        Scalar::Number => ReadAs::Number,
        Scalar::Quantity(dimension) => ReadAs::Quantity(dimension),
        Scalar::Percent => ReadAs::Percent,
        Scalar::Bound => ReadAs::Bound,
        Scalar::Date => ReadAs::Date,
        Scalar::Period => ReadAs::Period,
    })
}
