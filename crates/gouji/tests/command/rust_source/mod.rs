//! As much of Rust's grammar as it takes to tell string literals from comments, code from its test
//! modules, and to spell out the paths that code names.

use std::collections::BTreeSet;

/// What the scanner meets.
enum Token<'text> {
    /// The contents of a string literal, escapes as written.
    Literal(&'text str),
    /// A word.
    Word(&'text str),
    /// Any other character of code.
    Sign(char),
}

/// The string literals of a Rust source outside `#[cfg(test)]` items, each with its line from 1.
pub fn string_literals(text: &str) -> Vec<(usize, &str)> {
    let mut literals = Vec::new();
    let mut skipping = Skipping::default();
    scan(text, |at, token| {
        let skipped = skipping.next(&token);
        if let (Token::Literal(literal), false) = (token, skipped) {
            literals.push((at, literal));
        }
    });
    with_lines(text, literals)
}

/// All words of a Rust source, those of its tests too.
pub fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    scan(text, |_, token| {
        if let Token::Word(word) = token {
            words.insert(word.to_owned());
        }
    });
    words
}

/// The paths that a Rust source names outside `#[cfg(test)]` items, each with its line from 1, as
/// written: `std::fs::read`. Those in braces are spelled out, a method is `.name`, a macro `name!`.
pub fn paths(text: &str) -> Vec<(usize, String)> {
    let tokens = tokens(text);
    let mut paths = Paths { tokens: &tokens, next: 0, found: Vec::new() };
    while paths.next < tokens.len() {
        paths.read(&[]);
    }
    with_lines(text, paths.found)
}

/// The paths behind `pub use` outside `#[cfg(test)]` items, each with its line from 1.
pub fn re_exports(text: &str) -> Vec<(usize, String)> {
    let tokens = tokens(text);
    let mut paths = Paths { tokens: &tokens, next: 0, found: Vec::new() };
    for start in 2..tokens.len() {
        if is(&tokens[start - 2].1, "pub") && is(&tokens[start - 1].1, "use") {
            paths.next = start;
            paths.read(&[]);
        }
    }
    with_lines(text, paths.found)
}

/// The types and traits that a source declares outside `#[cfg(test)]` items, each with its line from 1.
/// The types that belong to an implementation or a trait are none of its own.
pub fn types(text: &str) -> Vec<(usize, String)> {
    let (mut found, mut depth) = (Vec::new(), 0_usize);
    for pair in tokens(text).windows(2) {
        let [(_, first), (at, second)] = pair else { continue };
        match (first, second) {
            (Token::Sign('{'), _) => depth += 1,
            (Token::Sign('}'), _) => depth = depth.saturating_sub(1),
            (Token::Word("struct" | "enum" | "union" | "trait"), Token::Word(name)) => {
                found.push((*at, (*name).to_owned()));
            }
            (Token::Word("type"), Token::Word(name)) if depth == 0 => {
                found.push((*at, (*name).to_owned()));
            }
            _ => {}
        }
    }
    with_lines(text, found)
}

/// The tokens outside `#[cfg(test)]` items, each with its offset.
fn tokens(text: &str) -> Vec<(usize, Token<'_>)> {
    let mut tokens = Vec::new();
    let mut skipping = Skipping::default();
    scan(text, |at, token| {
        if !skipping.next(&token) {
            tokens.push((at, token));
        }
    });
    tokens
}

/// What was found at ascending offsets, each with its line from 1 instead.
fn with_lines<Found>(text: &str, found: Vec<(usize, Found)>) -> Vec<(usize, Found)> {
    let (mut before, mut line) = (0, 1);
    let located = found.into_iter().map(|(at, found)| {
        line += text[before..at].matches('\n').count();
        before = at;
        (line, found)
    });
    located.collect()
}

/// Reads paths off the tokens of a source.
struct Paths<'tokens, 'text> {
    tokens: &'tokens [(usize, Token<'text>)],
    next: usize,
    found: Vec<(usize, String)>,
}

impl<'text> Paths<'_, 'text> {
    /// Takes the path that goes on here behind `prefix`, or one token that belongs to none.
    fn read(&mut self, prefix: &[&'text str]) {
        let start = self.next;
        let mut segments = prefix.to_vec();
        while let Some(word) = self.word() {
            segments.push(word);
            self.next += 1;
            if !(self.is_sign(0, ':') && self.is_sign(1, ':')) {
                break;
            }
            self.next += 2;
            if self.is_sign(0, '{') {
                return self.read_braces(&segments);
            }
        }
        if self.next == start {
            self.next += 1;
            return;
        }
        let is_method = start > 0 && is(&self.tokens[start - 1].1, ".");
        let mut path = segments.join("::");
        if is_method {
            path.insert(0, '.');
        }
        if self.is_sign(0, '!') && !self.is_sign(1, '=') {
            path.push('!');
        }
        self.found.push((self.tokens[start].0, path));
    }

    /// The paths of a group in braces, up to its end.
    fn read_braces(&mut self, prefix: &[&'text str]) {
        self.next += 1;
        while self.next < self.tokens.len() {
            if self.is_sign(0, '}') {
                self.next += 1;
                return;
            }
            self.read(prefix);
        }
    }

    fn word(&self) -> Option<&'text str> {
        match self.tokens.get(self.next) {
            Some((_, Token::Word(word))) => Some(word),
            _ => None,
        }
    }

    fn is_sign(&self, ahead: usize, sign: char) -> bool {
        let token = self.tokens.get(self.next + ahead);
        matches!(token, Some((_, Token::Sign(found))) if *found == sign)
    }
}

/// The modules that a source declares under `#[cfg(test)]` and keeps in files of their own.
pub fn test_modules(text: &str) -> Vec<String> {
    let mut skipping = Skipping::default();
    scan(text, |_, token| {
        skipping.next(&token);
    });
    skipping.modules
}

/// Follows the tokens to tell which belong to an item under `#[cfg(test)]`.
#[derive(Default)]
struct Skipping {
    /// How many signs of `#[cfg(test)]` have been met.
    matched: usize,
    /// Depth of brackets inside the item; `None` outside of one.
    depth: Option<usize>,
    /// The words of the item so far, while no bracket has opened.
    words: Vec<String>,
    /// Modules in files of their own.
    modules: Vec<String>,
}

impl Skipping {
    const MARK: [&'static str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

    /// Takes the next token; whether it belongs to a test.
    fn next(&mut self, token: &Token<'_>) -> bool {
        let Some(depth) = self.depth else {
            self.matched = if is(token, Self::MARK[self.matched]) {
                self.matched + 1
            } else {
                usize::from(is(token, Self::MARK[0]))
            };
            if self.matched == Self::MARK.len() {
                self.matched = 0;
                self.depth = Some(0);
                self.words.clear();
            }
            return false;
        };
        match token {
            Token::Sign('{' | '(' | '[') => self.depth = Some(depth + 1),
            Token::Sign(sign @ ('}' | ')' | ']')) => {
                let ended = depth == 1 && *sign == '}';
                self.depth = if ended { None } else { Some(depth.saturating_sub(1)) };
            }
            Token::Sign(';') if depth == 0 => {
                let module = self.words.iter().rev().nth(1).is_some_and(|word| word == "mod");
                self.modules.extend(self.words.pop().filter(|_| module));
                self.depth = None;
            }
            Token::Word(word) if depth == 0 => self.words.push((*word).to_owned()),
            _ => {}
        }
        true
    }
}

fn is(token: &Token<'_>, wanted: &str) -> bool {
    match token {
        Token::Word(word) => *word == wanted,
        Token::Sign(sign) => wanted.chars().eq([*sign]),
        Token::Literal(_) => false,
    }
}

/// Hands every token with its offset to `meet`.
fn scan<'text>(text: &'text str, mut meet: impl FnMut(usize, Token<'text>)) {
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some((opening, closing)) = raw_string(rest) {
            let end = rest[opening..].find(&closing).map_or(rest.len(), |end| opening + end);
            meet(at, Token::Literal(&rest[opening..end]));
            (end + closing.len()).min(rest.len())
        } else if first == '"' {
            let end = quoted(rest, '"');
            meet(at, Token::Literal(&rest[1..end]));
            (end + 1).min(rest.len())
        } else if first == '\'' {
            character(rest)
        } else if first == '_' || first.is_alphanumeric() {
            let end = rest.find(|next: char| next != '_' && !next.is_alphanumeric());
            let end = end.unwrap_or(rest.len());
            meet(at, Token::Word(&rest[..end]));
            end
        } else {
            if !first.is_whitespace() {
                meet(at, Token::Sign(first));
            }
            first.len_utf8()
        };
        at += length;
    }
}

/// The length of a block comment; they nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(next) = rest[at..].chars().next() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += next.len_utf8();
        }
    }
    at
}

/// Where the contents of a raw string begin, and what closes them. Raw identifiers are none.
fn raw_string(rest: &str) -> Option<(usize, String)> {
    let letters = ["br", "cr", "r"].into_iter().find(|letters| rest.starts_with(letters))?;
    let hashes = rest[letters.len()..].chars().take_while(|next| *next == '#').count();
    let opening = letters.len() + hashes;
    rest[opening..].starts_with('"').then(|| (opening + 1, format!("\"{}", "#".repeat(hashes))))
}

/// The offset of the quote that closes the one at 0.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, next) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if next == '\\' {
            escaped = true;
        } else if next == quote {
            return at;
        }
    }
    rest.len()
}

/// The length of a character literal, or of the quote of a lifetime.
fn character(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), _) => (quoted(rest, '\'') + 1).min(rest.len()),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[test]
fn literals_are_told_from_comments_characters_and_tests() {
    let source = r####"
// "comment"
/* "a /* nested */ comment" */
fn one<'a>(x: &'a str) -> char { let _ = "two\" words"; let _ = b"bytes"; '"' }
fn raw() { let _ = r#"a "raw" one"#; let _ = '\''; let _ = "last"; }
#[cfg(test)]
mod fixture;
#[cfg(test)]
#[allow(dead_code)]
mod tests { fn inner() { let _ = ["hidden", "}"]; } }
const AFTER: &str = "after";
"####;
    let literals: Vec<&str> = string_literals(source).into_iter().map(|(_, text)| text).collect();
    assert_eq!(literals, ["two\\\" words", "bytes", "a \"raw\" one", "last", "after"]);
    assert_eq!(string_literals(source).last().map(|(line, _)| *line), Some(11));
    assert_eq!(test_modules(source), ["fixture"]);
}

#[test]
fn paths_are_spelled_out() {
    let source = r#"
use std::{fs, io::{self, Write as _}};
fn one() { let text = std::fs::read("std::env"); a.exists(); println!("x"); 1 != 2; }
#[cfg(test)]
mod tests { use std::thread; }
"#;
    let paths = paths(source);
    let found: Vec<&str> = paths.iter().map(|(_, path)| path.as_str()).collect();
    for wanted in ["std::fs", "std::io::self", "std::io::Write", "std::fs::read", ".exists"] {
        assert!(found.contains(&wanted), "{wanted} in {found:?}");
    }
    assert!(found.contains(&"println!") && !found.iter().any(|path| path.contains("thread")));
    assert_eq!(paths.first().map(|(line, _)| *line), Some(2));
    let re_exports = re_exports("use a::b; pub use c::{d, e::f}; pub(crate) use g::h;");
    let found: Vec<&str> = re_exports.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(found, ["c::d", "c::e::f"]);
}
