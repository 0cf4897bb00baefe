//! Reading a template's text. What its holes name is looked up afterwards.

use crate::codes;
use gouji_diagnostic::CodeInfo;
use gouji_text::{Localized, TextRange};

/// Groups may be nested this deep.
const DEEPEST: usize = 8;

/// A template as written.
pub(crate) type Parts = Vec<RawPart>;

/// A part of a template as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RawPart {
    /// Characters as written.
    Literal(String),
    Space,
    Skip(TextRange),
    Hole(RawHole),
    Optional(Parts),
    Alternatives(Vec<Parts>),
}

/// A hole as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawHole {
    /// `±` in front of the name.
    pub signed: bool,
    pub name: String,
    pub name_range: TextRange,
    /// What follows the colon.
    pub words: Option<Vec<String>>,
    /// With its braces.
    pub range: TextRange,
}

/// Why a text is no template.
#[derive(Debug)]
pub(crate) struct TemplateError {
    pub code: &'static CodeInfo,
    pub range: TextRange,
    pub message: Localized,
    pub label: Localized,
}

/// A character of a string literal, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Character {
    pub value: char,
    pub start: u32,
    pub end: u32,
    /// Written with a backslash in front: never a sign.
    pub escaped: bool,
}

/// The characters of a string literal. `source` is the literal as written, quotation marks
/// included, and stands at `range`; where it is not at hand (or is no literal), the characters of
/// `value` are taken, as if all stood at the whole of it.
pub(crate) fn characters(source: &str, value: &str, range: TextRange) -> Vec<Character> {
    let quotes = ['“', '”', '"', '＂', '「', '」', '『', '』', '‘', '’', '\''];
    let opening = source.chars().next().filter(|first| quotes.contains(first));
    let Some(opening) = opening else {
        let spread =
            |value| Character { value, start: range.start, end: range.end, escaped: false };
        return value.chars().map(spread).collect();
    };
    // Only the two kinds of double quotation marks know escapes.
    let escapes = matches!(opening, '“' | '”' | '"' | '＂');
    let closing = source.chars().next_back().filter(|last| quotes.contains(last));
    let inner_end = if source.chars().nth(1).is_some() {
        source.len() - closing.map_or(0, char::len_utf8)
    } else {
        source.len()
    };
    let mut characters = Vec::with_capacity(inner_end);
    let inner = source.get(opening.len_utf8()..inner_end).unwrap_or("");
    let base = range.start.saturating_add(opening.len_utf8() as u32);
    let mut rest = inner.char_indices();
    while let Some((offset, value)) = rest.next() {
        let start = base.saturating_add(offset as u32);
        let end = start.saturating_add(value.len_utf8() as u32);
        if value != '\\' || !escapes {
            characters.push(Character { value, start, end, escaped: false });
            continue;
        }
        let Some((_, escaped)) = rest.next() else { break };
        let value = match escaped {
            'n' => '\n',
            't' => '\t',
            other => other,
        };
        let end = end.saturating_add(escaped.len_utf8() as u32);
        characters.push(Character { value, start, end, escaped: true });
    }
    characters
}

/// Reads a template.
pub(crate) fn parse(characters: &[Character], range: TextRange) -> Result<Parts, TemplateError> {
    let roles = roles(characters, range)?;
    let mut parser = Parser { characters, roles: &roles, at: 0 };
    parser.sequence(0)
}

/// What a character of a template is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CharacterRole {
    Literal,
    Space,
    /// `{`, and the index of its `}`.
    Hole(usize),
    OpenOptional,
    CloseOptional,
    OpenAlternatives,
    CloseAlternatives,
    Bar,
}

/// An opening bracket that waits for its closing one.
struct OpenGroup {
    index: usize,
    optional: bool,
    bars: Vec<usize>,
}

/// Decides in one pass what every character is, so that reading never goes back.
fn roles(characters: &[Character], range: TextRange) -> Result<Vec<CharacterRole>, TemplateError> {
    let mut roles = vec![CharacterRole::Literal; characters.len()];
    let mut open: Vec<OpenGroup> = Vec::new();
    let mut index = 0;
    while let Some(character) = characters.get(index) {
        match character.value {
            _ if character.escaped => {}
            '{' | '｛' => {
                let end = hole_end(characters, index, range)?;
                roles[index] = CharacterRole::Hole(end);
                index = end;
            }
            '[' | '［' => open.push(OpenGroup { index, optional: true, bars: Vec::new() }),
            '(' | '（' => open.push(OpenGroup { index, optional: false, bars: Vec::new() }),
            '|' | '｜' => {
                if let Some(group) = open.last_mut() {
                    group.bars.push(index);
                }
            }
            ']' | '］' => {
                // Round brackets that were not closed before it are literal.
                if let Some(at) = open.iter().rposition(|group| group.optional) {
                    open.truncate(at + 1);
                    close(&mut roles, open.pop(), index);
                }
            }
            ')' | '）' if open.last().is_some_and(|group| !group.optional) => {
                close(&mut roles, open.pop(), index);
            }
            other if other.is_whitespace() => roles[index] = CharacterRole::Space,
            _ => {}
        }
        index += 1;
    }
    match open.iter().find(|group| group.optional) {
        Some(group) => Err(unclosed(characters, group.index, range, "[", "]")),
        None => Ok(roles),
    }
}

fn close(roles: &mut [CharacterRole], group: Option<OpenGroup>, end: usize) {
    let Some(group) = group else { return };
    if group.optional {
        roles[group.index] = CharacterRole::OpenOptional;
        roles[end] = CharacterRole::CloseOptional;
    } else if group.bars.is_empty() {
        // Brackets without a bar are brackets of the document.
        return;
    } else {
        roles[group.index] = CharacterRole::OpenAlternatives;
        roles[end] = CharacterRole::CloseAlternatives;
    }
    for bar in group.bars {
        roles[bar] = CharacterRole::Bar;
    }
}

fn hole_end(
    characters: &[Character],
    start: usize,
    range: TextRange,
) -> Result<usize, TemplateError> {
    for (index, character) in characters.iter().enumerate().skip(start + 1) {
        match character.value {
            _ if character.escaped => {}
            '}' | '｝' => return Ok(index),
            '{' | '｛' => break,
            _ => {}
        }
    }
    Err(unclosed(characters, start, range, "{", "}"))
}

fn unclosed(
    characters: &[Character],
    index: usize,
    range: TextRange,
    open: &str,
    close: &str,
) -> TemplateError {
    let at = characters.get(index).map_or(range, |found| TextRange::new(found.start, found.end));
    TemplateError {
        code: &codes::TEMPLATE_BRACKET,
        range: at,
        message: Localized::new(
            format!("「{open}」没有配对的「{close}」；如果就是文档里的括号，请写作「\\{open}」"),
            format!("`{open}` has no `{close}`; write `\\{open}` for a bracket of the document"),
        ),
        label: Localized::new(format!("缺「{close}」"), format!("`{close}` is missing")),
    }
}

struct Parser<'c> {
    characters: &'c [Character],
    roles: &'c [CharacterRole],
    at: usize,
}

impl Parser<'_> {
    /// Parts up to what closes the group (which is left standing) or the end.
    fn sequence(&mut self, depth: usize) -> Result<Parts, TemplateError> {
        let mut parts = Parts::new();
        while let (Some(role), Some(character)) =
            (self.roles.get(self.at).copied(), self.characters.get(self.at).copied())
        {
            match role {
                CharacterRole::Literal => push_literal(&mut parts, character.value),
                CharacterRole::Space if parts.last() == Some(&RawPart::Space) => {}
                CharacterRole::Space => parts.push(RawPart::Space),
                CharacterRole::Hole(end) => {
                    parts.push(self.hole(end)?);
                    self.at = end;
                }
                CharacterRole::OpenOptional | CharacterRole::OpenAlternatives => {
                    let group = self.group(role == CharacterRole::OpenOptional, depth + 1)?;
                    parts.push(group);
                }
                CharacterRole::CloseOptional
                | CharacterRole::CloseAlternatives
                | CharacterRole::Bar => return Ok(parts),
            }
            self.at += 1;
        }
        Ok(parts)
    }

    /// A group; leaves its closing bracket as the current character.
    fn group(&mut self, optional: bool, depth: usize) -> Result<RawPart, TemplateError> {
        if depth > DEEPEST {
            return Err(self.too_deep());
        }
        let mut alternatives = Vec::new();
        loop {
            self.at += 1;
            alternatives.push(self.sequence(depth)?);
            if self.roles.get(self.at) != Some(&CharacterRole::Bar) {
                break;
            }
        }
        Ok(match (optional, alternatives.len()) {
            (true, 1) => RawPart::Optional(alternatives.pop().unwrap_or_default()),
            (true, _) => RawPart::Optional(vec![RawPart::Alternatives(alternatives)]),
            (false, _) => RawPart::Alternatives(alternatives),
        })
    }

    fn too_deep(&self) -> TemplateError {
        let range = self.range(self.at, self.at);
        TemplateError {
            code: &codes::TEMPLATE_TOO_COMPLEX,
            range,
            message: Localized::new(
                format!("括号套得太深，最多 {DEEPEST} 层"),
                format!("brackets are nested too deeply (at most {DEEPEST} levels)"),
            ),
            label: Localized::new("这一层太深", "too deep"),
        }
    }

    /// The hole between the current `{` and the `}` at `end`.
    fn hole(&self, end: usize) -> Result<RawPart, TemplateError> {
        let range = self.range(self.at, end);
        let inner = self.characters.get(self.at + 1..end).unwrap_or(&[]);
        let inner = trimmed(inner);
        let signed = inner.first().is_some_and(|first| first.value == '±');
        let inner = trimmed(if signed { inner.get(1..).unwrap_or(&[]) } else { inner });
        let colon = inner.iter().position(|found| matches!(found.value, ':' | '：'));
        let name = trimmed(inner.get(..colon.unwrap_or(inner.len())).unwrap_or(&[]));
        let words = colon.map(|colon| words(inner.get(colon + 1..).unwrap_or(&[])));
        let text = folded_name(name);
        let name_range = match (name.first(), name.last()) {
            (Some(first), Some(last)) => TextRange::new(first.start, last.end),
            _ => range,
        };
        if text == "_" && !signed && words.is_none() {
            return Ok(RawPart::Skip(range));
        }
        let empty_word = words.as_ref().is_some_and(|words| words.iter().any(String::is_empty));
        if text.is_empty() || text == "_" || empty_word {
            return Err(TemplateError {
                code: &codes::TEMPLATE_HOLE,
                range,
                message: Localized::new(
                    "空位里应写栏名，例如 {数}、{±数}、{类别：甲｜乙}；要跳过任意文字写 {_}",
                    "a hole names a field: {amount}, {±amount}, {kind: a|b}; {_} skips any text",
                ),
                label: Localized::new("这里应是栏名", "a field name belongs here"),
            });
        }
        Ok(RawPart::Hole(RawHole { signed, name: text, name_range, words, range }))
    }

    fn range(&self, first: usize, last: usize) -> TextRange {
        match (self.characters.get(first), self.characters.get(last)) {
            (Some(first), Some(last)) => TextRange::new(first.start, last.end),
            _ => TextRange::default(),
        }
    }
}

fn push_literal(parts: &mut Parts, character: char) {
    match parts.last_mut() {
        Some(RawPart::Literal(text)) => text.push(character),
        _ => parts.push(RawPart::Literal(character.to_string())),
    }
}

fn trimmed(mut characters: &[Character]) -> &[Character] {
    while let [first, rest @ ..] = characters
        && first.value.is_whitespace()
    {
        characters = rest;
    }
    while let [rest @ .., last] = characters
        && last.value.is_whitespace()
    {
        characters = rest;
    }
    characters
}

fn words(characters: &[Character]) -> Vec<String> {
    characters
        .split(|found| !found.escaped && matches!(found.value, '|' | '｜'))
        .map(|word| trimmed(word).iter().map(|found| found.value).collect())
        .collect()
}

/// A name as names are stored: without backquotes, full-width letters and digits folded.
fn folded_name(characters: &[Character]) -> String {
    let plain = |character: char| match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＿' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        other => other,
    };
    characters
        .iter()
        .filter(|found| !matches!(found.value, '`' | '｀'))
        .map(|found| plain(found.value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<Parts, TemplateError> {
        let source = format!("“{text}”");
        let range = TextRange::new(0, source.len() as u32);
        parse(&characters(&source, "", range), range)
    }

    fn shown(parts: &[RawPart]) -> String {
        parts
            .iter()
            .map(|part| match part {
                RawPart::Literal(text) => text.clone(),
                RawPart::Space => "␠".to_owned(),
                RawPart::Skip(_) => "…".to_owned(),
                RawPart::Hole(hole) => {
                    let sign = if hole.signed { "±" } else { "" };
                    let words = hole.words.as_ref().map(|words| format!(":{}", words.join("|")));
                    format!("<{sign}{}{}>", hole.name, words.unwrap_or_default())
                }
                RawPart::Optional(inner) => format!("⟦{}⟧", shown(inner)),
                RawPart::Alternatives(all) => {
                    let all: Vec<String> = all.iter().map(|inner| shown(inner)).collect();
                    format!("⟨{}⟩", all.join("/"))
                }
            })
            .collect()
    }

    #[test]
    fn templates_are_read() {
        let cases = [
            ("收入{合计}", "收入<合计>"),
            ("{单位代码}  {_}", "<单位代码>␠…"),
            ("{ ±变动 }，{种类：甲｜ 乙}", "<±变动>，<种类:甲|乙>"),
            ("a[b（c｜d[e]）]f", "a⟦b⟨c/d⟦e⟧⟩⟧f"),
            ("（%）和 (元)", "（%）和␠(元)"),
            ("x（y", "x（y"),
            ("x）y]z", "x）y]z"),
            ("[a（b]c|d", "⟦a（b⟧c|d"),
            ("\\[a\\{b\\（c|d）", "[a{b（c|d）"),
            ("[甲｜乙]", "⟦⟨甲/乙⟩⟧"),
            ("｛栏１｝", "<栏1>"),
        ];
        for (text, expected) in cases {
            let read = parts(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            assert_eq!(shown(&read), expected, "{text}");
        }
    }

    #[test]
    fn errors_point_at_the_character() {
        let at = |text: &str| parts(text).err().map(|error| (error.range.start, error.code.id));
        assert_eq!(at("甲{乙"), Some((6, "program/template-bracket")));
        assert_eq!(at("\\n甲[乙"), Some((8, "program/template-bracket")));
        assert_eq!(at("甲{}"), Some((6, "program/template-hole")));
        assert_eq!(at("{a：甲||乙}"), Some((3, "program/template-hole")));
        assert_eq!(at("{a{b}"), Some((3, "program/template-bracket")));
        let deep = "[".repeat(9) + &"]".repeat(9);
        assert_eq!(at(&deep), Some((11, "program/template-too-complex")));
    }

    #[test]
    fn any_literal_gives_its_characters() {
        for source in ["", "“", "”", "\"a", "“a\\", "“\\”", "「\\n」", "x"] {
            let range = TextRange::new(7, 7 + source.len() as u32);
            for character in characters(source, "v", range) {
                assert!(character.start >= 7 && character.end <= range.end, "{source}");
            }
        }
    }
}
