//! Examples of forms: a text, and what the form reads from it.

use super::junk::JunkPlace;
use super::{Lowering, Node, ProblemDraft};
use crate::ast::{
    BlockText, ExampleRecord, ExpectedReading, ExpectedRecords, FormExample, FormExampleCase,
};
use crate::codes;
use crate::parse::Rule;
use crate::scan::{BLOCK_MARKS, is_blank};
use gouji_text::{Localized, TextRange};

impl<'text> Lowering<'text> {
    pub fn form_example_item(&self, node: Node<'_>) -> Option<FormExample> {
        let mut form = None;
        let mut cases: Vec<FormExampleCase> = Vec::new();
        let mut end = node.as_span().start();
        let mut is_unclosed = false;
        for part in node.into_inner() {
            let rule = part.as_rule();
            let place = self.place(&part);
            match rule {
                Rule::name | Rule::reserved_name | Rule::missing_name => form = self.name(&part),
                Rule::header_junk => self.header_junk(&part),
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_form_example => self.junk(&part, JunkPlace::FormExample, end),
                Rule::leftover => self.leftover(&part),
                // A text without its end has taken the brace along.
                Rule::missing_close_brace if is_unclosed => {}
                Rule::missing_open_brace | Rule::missing_close_brace => {
                    self.missing(rule, part.as_span().start());
                }
                Rule::document_text => {
                    self.begin_clause();
                    let range = self.tight(&part);
                    if let Some((text, closed)) = self.document_text(part) {
                        is_unclosed = !closed;
                        cases.push(FormExampleCase {
                            text,
                            reads: None,
                            unread: None,
                            problems: Vec::new(),
                            range,
                        });
                    }
                }
                Rule::expected_reading | Rule::unread_count | Rule::text => {
                    self.begin_clause();
                    // What could not be read of it is reported.
                    let _ = self.expectation_of_form(part, cases.last_mut());
                }
                _ => {}
            }
            end = end.max(place.end);
        }
        Some(FormExample { form: form?, cases })
    }

    /// One of the parts that say what comes of the text before it.
    fn expectation_of_form(
        &self,
        part: Node<'_>,
        case: Option<&mut FormExampleCase>,
    ) -> Option<()> {
        let range = self.tight(&part);
        let Some(case) = case else {
            self.no_text_before(&part);
            return None;
        };
        case.range = TextRange::new(case.range.start, range.end);
        match part.as_rule() {
            Rule::text => case.problems.push(self.text_literal(&part)?),
            Rule::unread_count => {
                let place = self.place(&part);
                let again = case.unread.is_some();
                case.unread = Some((self.count_in(part)?, range));
                self.once(again, place);
            }
            _ => {
                let place = self.place(&part);
                let again = case.reads.is_some();
                case.reads = Some(ExpectedReading { records: self.expected_records(part)?, range });
                self.once(again, place);
            }
        }
        Some(())
    }

    fn expected_records(&self, node: Node<'_>) -> Option<ExpectedRecords> {
        let mut records = Vec::new();
        for part in node.into_inner() {
            let rule = part.as_rule();
            match rule {
                Rule::kw_reads_nothing => return Some(ExpectedRecords::Nothing),
                Rule::example_figure => return self.count(&part).map(ExpectedRecords::Count),
                Rule::fields => records.push(self.record_of(part)?),
                Rule::reads_list => {
                    for part in part.into_inner() {
                        match part.as_rule() {
                            Rule::fields => records.push(self.record_of(part)?),
                            Rule::full_stop => self.full_stop(&part),
                            Rule::missing_close_bracket => {
                                self.missing(part.as_rule(), part.as_span().start());
                            }
                            _ => {}
                        }
                    }
                }
                Rule::missing_value => {
                    self.missing(rule, part.as_span().start());
                    return None;
                }
                _ => {}
            }
        }
        Some(ExpectedRecords::Listed(records))
    }

    fn record_of(&self, node: Node<'_>) -> Option<ExampleRecord> {
        let range = self.tight(&node);
        Some(ExampleRecord { record: None, fields: self.fields(node)?, range })
    }

    fn count_in(&self, node: Node<'_>) -> Option<u32> {
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::example_figure => return self.count(&part),
                Rule::missing_value => {
                    self.missing(Rule::missing_value, part.as_span().start());
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    /// `3 条`: a number, and a word for what is counted.
    fn count(&self, node: &Node<'_>) -> Option<u32> {
        let place = self.place(node);
        let count = crate::ast::count_of(self.slice(place.clone()));
        if count.is_none() {
            self.report(ProblemDraft::new(
                &codes::EXPECTED_FIGURE,
                place,
                Localized::new("这里应写个数，例如 3 条", "expected how many, such as 3 records"),
                Localized::new("这里应是个数", "expected a number"),
            ));
            self.break_clause();
        }
        count
    }

    fn once(&self, again: bool, place: std::ops::Range<usize>) {
        if again {
            self.report(ProblemDraft::new(
                &codes::REPEATED,
                place,
                Localized::new(
                    "一段文本只写一次：要举另一个例子，先写它的「文本」",
                    "written once for each text; another example begins with its own `text`",
                ),
                Localized::new("又写一次", "again"),
            ));
        }
    }

    fn no_text_before(&self, part: &Node<'_>) {
        self.report(ProblemDraft::new(
            &codes::EXPECTED_KEYWORD,
            self.place(part),
            Localized::new(
                "先写「文本 \"\"\" … \"\"\"」，再写从中读出什么",
                "the `text \"\"\" … \"\"\"` comes first, then what is read from it",
            ),
            Localized::new("前面没有文本", "no text before it"),
        ));
        self.break_clause();
    }

    /// The document, and whether its closing marks are there.
    fn document_text(&self, node: Node<'_>) -> Option<(BlockText, bool)> {
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::block_text => return Some(self.block_text(&part)),
                Rule::text => {
                    let text = self.text_literal(&part)?;
                    // Its escapes leave no way back from the value: all of it is its place.
                    let lines = Vec::new();
                    let text = BlockText { value: text.value, lines, range: text.range };
                    return Some((text, true));
                }
                Rule::missing_text => {
                    self.missing(Rule::missing_text, part.as_span().start());
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    fn block_text(&self, node: &Node<'_>) -> (BlockText, bool) {
        let start = node.as_span().start();
        let written = node.as_str();
        let inside = written.get(BLOCK_MARKS.len()..).unwrap_or("");
        let (inside, closed) = match inside.strip_suffix(BLOCK_MARKS) {
            Some(inside) => (inside, true),
            // Blank lines at the end of the file are not part of what was left open.
            None => (inside.trim_end(), false),
        };
        if !closed {
            self.unclosed_block(start);
        }
        let (value, lines) = dedented(inside);
        let place = |at: usize| {
            let at = start + BLOCK_MARKS.len() + at;
            self.range(at..at).start
        };
        let lines = lines.into_iter().map(|(value, at)| (value as u32, place(at))).collect();
        (BlockText { value, lines, range: self.span(node) }, closed)
    }

    fn unclosed_block(&self, start: usize) {
        self.report(
            ProblemDraft::new(
                &codes::UNCLOSED_TEXT,
                start..start + BLOCK_MARKS.len(),
                Localized::new(
                    "这段文本没有合上：后面缺「\"\"\"」",
                    "this text is not closed: `\"\"\"` is missing behind it",
                ),
                Localized::new("从这里起没有合上", "not closed from here on"),
            )
            .help(Localized::new(
                "在文本的最后一行之后另起一行，写「\"\"\"」",
                "write `\"\"\"` on a line of its own below the last line of the text",
            )),
        );
        self.break_clause();
    }
}

/// What stands between the marks of a block text, without the white space that its lines share; and
/// where its lines begin, in the value and between the marks.
fn dedented(inside: &str) -> (String, Vec<(usize, usize)>) {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    for line in inside.split('\n') {
        lines.push((start, line));
        start += line.len() + 1;
    }
    // What stands behind the opening marks belongs to the line of the keyword.
    let first = lines.first().map_or("", |(_, line)| line);
    let opens_alone = first.trim_matches(is_blank).is_empty() && lines.len() > 1;
    let skipped = usize::from(opens_alone);
    let mut shared: Option<&str> = None;
    let last = lines.len() - 1;
    for (number, (_, line)) in lines.iter().enumerate().skip(1) {
        let blank = line.trim_matches(is_blank).is_empty();
        if !blank || number == last {
            let space = white(line);
            shared = Some(shared.map_or(space, |shared| common(shared, space)));
        }
    }
    let shared = shared.unwrap_or("");
    let closes_alone = lines.len() > 1 && white(lines[last].1).len() == lines[last].1.len();
    let kept = if closes_alone { last } else { lines.len() };
    let mut value = String::with_capacity(inside.len());
    let mut places = Vec::with_capacity(lines.len());
    for (number, (at, line)) in lines.iter().enumerate().take(kept).skip(skipped) {
        if number > skipped {
            value.push('\n');
        }
        let off = if number == 0 { 0 } else { common(shared, line).len() };
        places.push((value.len(), at + off));
        value.push_str(line.get(off..).unwrap_or(""));
    }
    (value, places)
}

/// The spaces and tabs that a line begins with.
fn white(line: &str) -> &str {
    let length = line.find(|character| !matches!(character, ' ' | '\t')).unwrap_or(line.len());
    line.get(..length).unwrap_or("")
}

/// What two texts begin with alike.
fn common<'text>(one: &'text str, other: &str) -> &'text str {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    one.get(..same).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::dedented;

    #[test]
    fn shared_white_space_is_taken_off_and_tabs_of_the_document_stay() {
        let text = "\n    甲\t1\n    \t乙\n\n  \n    ";
        assert_eq!(dedented(text).0, "甲\t1\n\t乙\n\n");
        assert_eq!(dedented("\n\t\t甲\n\t\t\t乙\n\t").0, "\t甲\n\t\t乙");
        assert_eq!(dedented("甲\n  乙").0, "甲\n乙");
        assert_eq!(dedented("甲").0, "甲");
        assert_eq!(dedented("").0, "");
        assert_eq!(dedented("\n").0, "");
        assert_eq!(dedented("\n　　甲\n").0, "　　甲");
    }

    #[test]
    fn lines_know_where_they_stand() {
        let text = "\n  甲\n    乙\n  ";
        let (value, lines) = dedented(text);
        assert_eq!(value, "甲\n  乙");
        for (value_start, at) in lines {
            let end = value[value_start..].find('\n').unwrap_or(value.len() - value_start);
            let line = &value[value_start..value_start + end];
            assert!(text[at..].starts_with(line));
        }
    }
}
