//! Edits in a rule file, as policy writers make them, with a document open beside it.

use crate::client::{ExpectedDiagnostics, Outcome, Server, uri_of};
use crate::process::processor_time;
use crate::typing::{TypingPlace, Typist, another, change};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What kind of edit.
#[derive(Clone, Copy, PartialEq)]
pub enum EditKind {
    /// A letter more in the words of a message.
    Message,
    /// Another digit in a number of a condition.
    Condition,
}

/// An edit that is made and taken back in turns.
struct Candidate {
    kind: EditKind,
    place: TypingPlace,
    /// What stands there, and what the edit puts there instead.
    texts: [String; 2],
}

/// A rule file that is open.
struct OpenRule<'a> {
    uri: &'a str,
    version: i64,
}

impl OpenRule<'_> {
    /// The next version, which makes the edit or takes it back.
    fn toggle(&mut self, candidate: &Candidate, make: bool) -> Vec<u8> {
        self.version += 1;
        let [from, to] = &candidate.texts;
        let (from, to) = if make { (from, to) } else { (to, from) };
        change(self.uri, self.version, candidate.place, from.len(), to)
    }
}

/// What edits of one kind cost.
pub struct Edited {
    /// What kind.
    pub kind: EditKind,
    /// Where: file and line.
    pub place: String,
    /// Lines and bytes of the rule file.
    pub size: (usize, usize),
    /// Findings in the rule file after the edit.
    pub findings: usize,
    /// Findings in the document after the edit.
    pub findings_in_document: usize,
    /// Until the rule file's diagnostics.
    pub rule: Vec<Duration>,
    /// Until the document's diagnostics; empty where the edit changes nothing there.
    pub document: Vec<Duration>,
    /// Processor time of the server during all edits.
    pub used: Duration,
    /// Time of day during all edits.
    pub wall: Duration,
}

/// For each kind, finds an edit that changes what the document is told (or, if there is none, any)
/// and makes it again and again. The document must be open and settled.
pub fn measure(
    server: &mut Server,
    files: &[PathBuf],
    document: &mut Typist,
    edits: usize,
    ticks: u64,
) -> Outcome<Vec<Edited>> {
    let process = server.process();
    let mut measured = Vec::new();
    for kind in [EditKind::Message, EditKind::Condition] {
        let mut best: Option<(&Path, Candidate, Effect)> = None;
        for path in files {
            let Some((candidate, effect)) = probe_file(server, path, kind, document)? else {
                continue;
            };
            let is_better = best.as_ref().is_none_or(|(_, _, best)| effect.rank() > best.rank());
            let is_perfect = effect.rank() == Effect::PERFECT;
            if is_better {
                best = Some((path, candidate, effect));
            }
            if is_perfect {
                break;
            }
        }
        if let Some((path, candidate, effect)) = best {
            let clock = || processor_time(process, ticks).unwrap_or_default();
            let (before, started) = (clock(), Instant::now());
            let mut edited = repeat(server, path, &candidate, &effect, document, edits)?;
            edited.used = clock().saturating_sub(before);
            edited.wall = started.elapsed();
            measured.push(edited);
        }
    }
    Ok(measured)
}

/// What an edit does.
struct Effect {
    /// The document's diagnostics before and after it, where they differ.
    told: Option<[Value; 2]>,
    /// Whether the rule file gets other findings.
    breaks: bool,
}

impl Effect {
    const PERFECT: usize = 2;

    /// Edits that mean something to the document are worth most, if they are no slips.
    fn rank(&self) -> usize {
        match (&self.told, self.breaks) {
            (Some(_), false) => Self::PERFECT,
            (_, false) => 1,
            (_, true) => 0,
        }
    }
}

/// What is said of a rule file itself, and not of how its rules fare on the document.
fn own(diagnostics: &Value) -> Vec<&Value> {
    let is_own = |one: &&Value| !one["code"].as_str().unwrap_or("").starts_with("standing/");
    diagnostics.as_array().into_iter().flatten().filter(is_own).collect()
}

/// The first edit in a file that changes what the document is told, or else its first edit.
fn probe_file(
    server: &mut Server,
    path: &Path,
    kind: EditKind,
    document: &mut Typist,
) -> Outcome<Option<(Candidate, Effect)>> {
    let text = read(path)?;
    let uri = uri_of(path);
    server.open(&uri, "gouji", &text)?;
    let clean = server.said(&uri, 1)?.diagnostics;
    let before = document.fence(server)?.diagnostics;
    let mut open = OpenRule { uri: &uri, version: 1 };
    let mut best: Option<(Candidate, Effect)> = None;
    for candidate in candidates(&text, kind) {
        let edit = open.toggle(&candidate, true);
        server.send(&edit)?;
        let breaks = own(&server.said(&uri, open.version)?.diagnostics) != own(&clean);
        let after = document.fence(server)?.diagnostics;
        let edit = open.toggle(&candidate, false);
        server.send(&edit)?;
        server.said(&uri, open.version)?;
        if document.fence(server)?.diagnostics != before {
            return Err(format!("{uri}: an edit that was taken back has left something behind"));
        }
        let told = (after != before).then(|| [before.clone(), after]);
        let effect = Effect { told, breaks };
        let rank = effect.rank();
        if best.as_ref().is_none_or(|(_, best)| rank > best.rank()) {
            best = Some((candidate, effect));
        }
        if rank == Effect::PERFECT {
            break;
        }
    }
    close(server, &uri, document)?;
    Ok(best)
}

fn repeat(
    server: &mut Server,
    path: &Path,
    candidate: &Candidate,
    effect: &Effect,
    document: &mut Typist,
    edits: usize,
) -> Outcome<Edited> {
    let text = read(path)?;
    let uri = uri_of(path);
    server.open(&uri, "gouji", &text)?;
    let mut findings = server.said(&uri, 1)?.count();
    let mut findings_in_document = document.fence(server)?.count();
    let mut open = OpenRule { uri: &uri, version: 1 };
    let (mut rule, mut told) = (Vec::new(), Vec::new());
    // An even number, so that it ends as it began.
    for turn in 0..edits.next_multiple_of(2) {
        let edit = open.toggle(candidate, turn % 2 == 0);
        let of_rule =
            ExpectedDiagnostics { uri: &uri, version: Some(open.version), diagnostics: None };
        let sent = server.send(&edit)?;
        let said = if let Some(states) = &effect.told {
            let expected = Some(&states[(turn + 1) % 2]);
            let of_document =
                ExpectedDiagnostics { uri: &document.uri, version: None, diagnostics: expected };
            let (of_rule, of_document) = server.both_said(&of_rule, &of_document)?;
            told.push(of_document.at.saturating_duration_since(sent));
            if turn == 0 {
                findings_in_document = of_document.count();
            }
            of_rule
        } else {
            server.said_of(&of_rule)?
        };
        rule.push(said.at.saturating_duration_since(sent));
        if turn == 0 {
            findings = said.count();
        }
    }
    close(server, &uri, document)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Edited {
        kind: candidate.kind,
        place: format!("{name}:{}", candidate.place.line + 1),
        size: (text.lines().count(), text.len()),
        findings,
        findings_in_document,
        rule,
        document: told,
        used: Duration::ZERO,
        wall: Duration::ZERO,
    })
}

fn close(server: &mut Server, uri: &str, document: &mut Typist) -> Outcome<()> {
    let closed = serde_json::json!({ "textDocument": { "uri": uri } });
    server.tell("textDocument/didClose", closed)?;
    document.fence(server).map(|_| ())
}

fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// All edits of a kind in the rules of a text, by the look of its lines.
fn candidates(text: &str, kind: EditKind) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut is_rule = false;
    for (line, content) in text.lines().enumerate() {
        if !content.starts_with([' ', '#', '}']) && !content.is_empty() {
            is_rule = content.starts_with("规则 ") || content.starts_with("rule ");
            continue;
        }
        let words = content.trim_start();
        let is_message = words.starts_with("否则 ") || words.starts_with("else ");
        if !is_rule || is_message != (kind == EditKind::Message) {
            continue;
        }
        let is_basis = words.starts_with("依据 ") || words.starts_with("basis ");
        candidates.extend(match kind {
            EditKind::Message => doubled_letter(content, line),
            EditKind::Condition if is_basis => None,
            EditKind::Condition => changed_digit(content, line),
        });
    }
    candidates
}

/// Doubles the last letter of a message's longest stretch of words.
fn doubled_letter(content: &str, line: usize) -> Option<Candidate> {
    let open = content.find(['“', '"'])?;
    let close = content.rfind(['”', '"'])?;
    let message = content.get(open..close)?;
    let mut longest = 0..0;
    let mut start = message.chars().next()?.len_utf8();
    for (at, brace) in message.match_indices(['{', '}']).chain([(message.len(), "")]) {
        if brace != "}" && at.saturating_sub(start) > longest.len() {
            longest = start..at;
        }
        start = at + brace.len();
    }
    let letter = message.get(longest.clone())?.chars().next_back()?;
    let column = open + longest.end;
    let texts = [String::new(), letter.to_string()];
    Some(Candidate { kind: EditKind::Message, place: TypingPlace { line, column }, texts })
}

/// Changes the first digit that stands outside of texts.
fn changed_digit(content: &str, line: usize) -> Option<Candidate> {
    let mut is_quoted = false;
    let column = content.char_indices().find_map(|(at, letter)| {
        is_quoted = match letter {
            '“' => true,
            '”' => false,
            '"' => !is_quoted,
            _ => is_quoted,
        };
        (!is_quoted && letter.is_ascii_digit()).then_some(at)
    })?;
    let digit = char::from(*content.as_bytes().get(column)?);
    let texts = [digit.to_string(), another(digit).to_string()];
    Some(Candidate { kind: EditKind::Condition, place: TypingPlace { line, column }, texts })
}

#[cfg(test)]
mod tests {
    use super::{Candidate, EditKind, candidates};

    const RULES: &str = "\
规则 甲 {
  依据 第 4 条
  对每个 项
  应当 数 = “3” 缺省 0
  否则 “短{数}这里最长{数}”
}

示例 甲 {
  不合格 项 { 数: 1 }
}
";

    fn after(candidate: &Candidate) -> String {
        let line = RULES.lines().nth(candidate.place.line).unwrap();
        let (before, rest) = line.split_at(candidate.place.column);
        let [from, to] = &candidate.texts;
        format!("{before}{to}{}", rest.strip_prefix(from.as_str()).unwrap())
    }

    #[test]
    fn the_number_of_a_condition_and_no_other() {
        let found = candidates(RULES, EditKind::Condition);
        let lines: Vec<String> = found.iter().map(after).collect();
        assert_eq!(lines, ["  应当 数 = “3” 缺省 1"]);
    }

    #[test]
    fn a_letter_more_in_the_words_of_a_message() {
        let found = candidates(RULES, EditKind::Message);
        let lines: Vec<String> = found.iter().map(after).collect();
        assert_eq!(lines, ["  否则 “短{数}这里最长长{数}”"]);
    }
}
