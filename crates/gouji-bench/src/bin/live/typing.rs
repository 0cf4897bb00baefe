//! Edits as typing makes them: one digit of one figure, in all parts of a text.

use crate::client::{Outcome, Said, Server, frame};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// In how many figures of a text is typed.
const FIGURES: usize = 50;

/// A place in a text, in the protocol's words: lines from zero, columns in bytes.
#[derive(Clone, Copy)]
pub struct TypingPlace {
    /// Lines before it.
    pub line: usize,
    /// Bytes of its line before it.
    pub column: usize,
}

/// A `didChange` that replaces `length` bytes at a place.
pub fn change(uri: &str, version: i64, at: TypingPlace, length: usize, text: &str) -> Vec<u8> {
    frame(&json!({
        "jsonrpc": "2.0",
        "method": "textDocument/didChange",
        "params": {
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{
                "range": {
                    "start": { "line": at.line, "character": at.column },
                    "end": { "line": at.line, "character": at.column + length },
                },
                "text": text,
            }],
        },
    }))
}

/// The first digit of a figure.
struct TypedFigure {
    place: TypingPlace,
    digit: char,
    is_changed: bool,
}

/// Someone who types figures into an open file.
pub struct Typist {
    /// The file.
    pub uri: String,
    /// Its version as last sent.
    pub version: i64,
    /// Edits after which other diagnostics came than before, of those awaited.
    pub heard: usize,
    figures: Vec<TypedFigure>,
    turn: usize,
}

impl Typist {
    /// Takes figures from all parts of a text: what is a number between separators.
    pub fn new(uri: String, text: &str, separators: &[char]) -> Outcome<Self> {
        let mut all = Vec::new();
        for (line, content) in text.lines().enumerate() {
            let mut start = 0;
            for cell in content.split_inclusive(separators) {
                let before = cell.len() - cell.trim_start().len();
                let inner = cell.trim_end_matches(separators).trim();
                if let Some(digit) = is_figure(inner) {
                    let place = TypingPlace { line, column: start + before };
                    all.push(TypedFigure { place, digit, is_changed: false });
                }
                start += cell.len();
            }
        }
        if all.is_empty() {
            return Err("a text without figures".to_owned());
        }
        let step = all.len().div_ceil(FIGURES);
        let figures = all.into_iter().step_by(step).collect();
        Ok(Self { uri, version: 1, heard: 0, figures, turn: 0 })
    }

    /// The next edit: each figure in turn gets another digit, and the one it had in the next round.
    pub fn edit(&mut self) -> Vec<u8> {
        let turn = self.turn % self.figures.len();
        self.turn += 1;
        self.toggle(turn)
    }

    fn toggle(&mut self, turn: usize) -> Vec<u8> {
        self.version += 1;
        let figure = &mut self.figures[turn];
        figure.is_changed = !figure.is_changed;
        let digit = if figure.is_changed { another(figure.digit) } else { figure.digit };
        change(&self.uri, self.version, figure.place, 1, digit.encode_utf8(&mut [0; 4]))
    }

    /// An edit that changes nothing: what is said of it is the state of now.
    pub fn fence(&mut self, server: &mut Server) -> Outcome<Said> {
        self.version += 1;
        let figure = &self.figures[0];
        let digit = if figure.is_changed { another(figure.digit) } else { figure.digit };
        let digit = digit.to_string();
        server.send(&change(&self.uri, self.version, figure.place, 1, &digit))?;
        server.said(&self.uri, self.version)
    }

    /// Edits, each awaited; how long each took from being sent to its diagnostics.
    pub fn type_awaited(&mut self, server: &mut Server, edits: usize) -> Outcome<Vec<Duration>> {
        let mut took = Vec::with_capacity(edits);
        let mut before = self.fence(server)?.diagnostics;
        for _ in 0..edits {
            let edit = self.edit();
            let sent = server.send(&edit)?;
            let said = server.said(&self.uri, self.version)?;
            took.push(said.at.saturating_duration_since(sent));
            self.heard += usize::from(said.diagnostics != before);
            before = said.diagnostics;
        }
        Ok(took)
    }

    /// Edits, each followed by a request for the diagnostics; how long until the answer.
    pub fn type_pulling(&mut self, server: &mut Server, edits: usize) -> Outcome<Vec<Duration>> {
        let mut took = Vec::with_capacity(edits);
        for _ in 0..edits {
            let mut both = self.edit();
            let document = json!({ "textDocument": { "uri": self.uri } });
            let (number, request) = server.request("textDocument/diagnostic", document);
            both.extend(request);
            let sent = server.send(&both)?;
            let (at, answer) = server.answer(number)?;
            if answer["kind"] != "full" {
                return Err("no full report for a text that was changed".to_owned());
            }
            took.push(at.saturating_duration_since(sent));
        }
        Ok(took)
    }

    /// Edits sent at a pace, or without any pause; when each version was sent.
    pub fn send(
        &mut self,
        server: &mut Server,
        edits: usize,
        pace: Duration,
    ) -> Outcome<Vec<(i64, Instant)>> {
        let edits: Vec<(Vec<u8>, i64)> = (0..edits).map(|_| (self.edit(), self.version)).collect();
        let mut sent = Vec::with_capacity(edits.len());
        let mut due = Instant::now();
        for (edit, version) in edits {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            sent.push((version, server.send(&edit)?));
            due += pace;
        }
        Ok(sent)
    }

    /// Puts every figure back as it was.
    pub fn put_back(&mut self, server: &mut Server) -> Outcome<()> {
        for turn in 0..self.figures.len() {
            if self.figures[turn].is_changed {
                let edit = self.toggle(turn);
                server.send(&edit)?;
            }
        }
        Ok(())
    }

    /// Puts every figure back as it was; what is said then.
    pub fn restore(&mut self, server: &mut Server) -> Outcome<Value> {
        self.put_back(server)?;
        Ok(self.fence(server)?.diagnostics)
    }
}

/// Another digit than this one, and not zero, so that no figure gets a leading zero.
pub fn another(digit: char) -> char {
    let value = digit.to_digit(10).unwrap_or(0) % 9 + 1;
    char::from_digit(value, 10).unwrap_or('1')
}

/// The first digit, if this is a number and nothing else.
fn is_figure(cell: &str) -> Option<char> {
    let first = cell.chars().next()?;
    let is_number = first.is_ascii_digit()
        && cell.chars().all(|letter| letter.is_ascii_digit() || letter == '.' || letter == ',');
    is_number.then_some(first)
}

#[cfg(test)]
mod tests {
    use super::Typist;

    fn places(text: &str, separators: &[char]) -> Vec<(usize, usize, char)> {
        let typist = Typist::new(String::new(), text, separators).unwrap();
        let figures = typist.figures.iter();
        figures.map(|figure| (figure.place.line, figure.place.column, figure.digit)).collect()
    }

    #[test]
    fn figures_are_cells_that_are_numbers() {
        let text = "合计\t 1,008.50 \t8 万元\n\n9\tB2\t70\n";
        assert_eq!(places(text, &['\t']), [(0, 8, '1'), (2, 0, '9'), (2, 5, '7')]);
        assert_eq!(places("    \"rent\": 1.5,\n", &[' ', ',', ':']), [(0, 12, '1')]);
    }

    #[test]
    fn every_second_round_takes_back_what_the_first_did() {
        let mut typist = Typist::new(String::new(), "1\t9\n", &['\t']).unwrap();
        let typed: Vec<String> = (0..4)
            .map(|_| {
                let frame = String::from_utf8(typist.edit()).unwrap();
                let (_, text) = frame.split_once("\"text\":\"").unwrap();
                text.chars().take(1).collect()
            })
            .collect();
        assert_eq!(typed, ["2", "1", "1", "9"]);
        assert!(typist.figures.iter().all(|figure| !figure.is_changed));
    }
}
