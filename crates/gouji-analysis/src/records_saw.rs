//! What each form saw of a document, for whoever writes forms: where it read, what it made of it, what it
//! could not bind and why, and the figures that it left.

use crate::{Records, SurveyFilter};
use gouji_facts::{Fragment, Region, SurveyedSentence, UnreadFigure};
use gouji_program::FormId;
use gouji_report::one_line;
use gouji_text::{Language, TextRange};
use std::fmt::Write;
use std::sync::Arc;

/// Places of one form that are told though nothing is amiss there.
const MOST_WHOLE: usize = 3;
/// Sentences that are told of a place though they were not found there.
const MOST_UNMATCHED: usize = 3;

impl Records {
    /// The figures that nobody read, one a line: place, figure, why, and the form that came nearest; and
    /// those in tables that no form reads, counted apart. What comes from the document is made harmless
    /// for a terminal.
    pub fn unread(&self, language: Language) -> String {
        let mut saw = SawWriter::new(self, language);
        let unread = self.left_unread();
        let name = one_line(&self.source().name);
        let count = unread.len();
        let _ = writeln!(
            saw.output,
            "{name}: {}",
            language.choose(format!("没有读的数 {count} 个"), format!("{count} figures not read"))
        );
        for (form, figure) in &unread {
            saw.figure(2, Some(*form), figure);
        }
        let beside: Vec<&UnreadFigure> = self.survey().beside_forms().collect();
        let tables = self.survey().tables.iter();
        let tables = tables.filter(|table| table.claimed_by.is_empty() && !table.unread.is_empty());
        let (tables, count) = (tables.count(), beside.len());
        if count > 0 {
            let words = language.choose(
                format!("没有表样读的表 {tables} 张，里面的数 {count} 个"),
                format!("{count} figures in {tables} tables that no form reads"),
            );
            let _ = writeln!(saw.output, "{name}: {words}");
        }
        for figure in beside {
            saw.figure(2, None, figure);
        }
        saw.output
    }

    /// What each form saw, in the order of the forms: the tables first, then where each form read.
    pub fn saw(&self, filter: &SurveyFilter, language: Language) -> String {
        let mut saw = SawWriter::new(self, language);
        saw.output = self.tables(filter, language);
        if !filter.tables.is_empty() {
            return saw.output;
        }
        saw.output.push('\n');
        let unread = self.left_unread();
        for (number, form) in (0_u16..).zip(self.program.forms.iter()) {
            if !filter.shows_form(&form.name) {
                continue;
            }
            let own = unread.iter().filter(|(of, _)| *of == FormId(number));
            let own: Vec<&UnreadFigure> = own.map(|(_, figure)| figure).collect();
            saw.form(FormId(number), &form.name, &own, filter.form.is_some());
        }
        saw.output
    }
}

struct SawWriter<'records> {
    records: &'records Records,
    language: Language,
    output: String,
}

impl<'records> SawWriter<'records> {
    fn new(records: &'records Records, language: Language) -> Self {
        Self { records, language, output: String::new() }
    }

    /// Line and column, or sheet and cell.
    fn place(&self, range: TextRange) -> String {
        let source = self.records.source();
        source.address(range).to_string()
    }

    /// Where a form reads, what it made of it and what it left.
    fn form(&mut self, id: FormId, name: &str, unread: &[&UnreadFigure], is_asked: bool) {
        let regions = self.records.facts.fragments().iter();
        let regions: Vec<&(Region, Arc<Fragment>)> =
            regions.filter(|(region, _)| region.form == id).collect();
        let title = self.language.choose("表样", "form");
        let _ = write!(self.output, "{title} {}", one_line(name));
        if regions.is_empty() {
            let none = self.language.choose("没有它要读的地方", "nothing that it reads");
            let _ = writeln!(self.output, "  {none}");
            return;
        }
        self.output.push('\n');
        let sentences = &self.records.survey().sentences;
        let sentences: Vec<&SurveyedSentence> =
            sentences.iter().filter(|sentence| sentence.form == id).collect();
        let most = if is_asked { usize::MAX } else { MOST_WHOLE };
        let (mut shown, mut more) = (0, 0);
        for (region, fragment) in regions {
            let inside = starting_in(unread, region.range, |figure| figure.place.start);
            let own = starting_in(&sentences, region.range, |sentence| sentence.region.start);
            let is_whole = inside.is_empty() && fragment.problems.is_empty();
            if is_whole && shown >= most {
                more += 1;
                continue;
            }
            shown += usize::from(is_whole);
            self.region(region, fragment);
            self.sentences(own, is_asked);
            for figure in inside {
                self.figure(4, None, figure);
            }
        }
        if more > 0 {
            let words = self.language.choose(
                format!("另有 {more} 处，都读了"),
                format!("{more} more, all of them read"),
            );
            let _ = writeln!(self.output, "  {words}");
        }
    }

    /// Which sentences match in a region, and which do not.
    fn sentences(&mut self, sentences: &[&SurveyedSentence], is_asked: bool) {
        let language = self.language;
        let mut left = 0;
        for sentence in sentences {
            let pattern = one_line(&sentence.pattern);
            let places: Vec<String> =
                sentence.matches.iter().map(|place| self.place(*place)).collect();
            let places = places.join(language.choose("、", ", "));
            let words = match (places.is_empty(), sentence.is_read) {
                (false, true) => language.choose(
                    format!("句「{pattern}」读了 {places}"),
                    format!("sentence “{pattern}” read at {places}"),
                ),
                (false, false) if sentence.is_filled_otherwise => language.choose(
                    format!("句「{pattern}」合 {places}，别的写法已经读了"),
                    format!("sentence “{pattern}” matches at {places}; other wordings were read"),
                ),
                (false, false) => language.choose(
                    format!("句「{pattern}」合 {places}，没有读"),
                    format!("sentence “{pattern}” matches at {places} and was not read"),
                ),
                (true, _) if sentence.is_filled_otherwise && !is_asked => continue,
                (true, _) if left >= MOST_UNMATCHED && !is_asked => {
                    left += 1;
                    continue;
                }
                (true, _) => {
                    left += 1;
                    language.choose(
                        format!("句「{pattern}」没有找到"),
                        format!("sentence “{pattern}” was not found"),
                    )
                }
            };
            let _ = writeln!(self.output, "    {words}");
        }
        let more = if is_asked { 0 } else { left.saturating_sub(MOST_UNMATCHED) };
        if more > 0 {
            let words = language.choose(
                format!("另有 {more} 句没有找到，用 --form 看"),
                format!("{more} more sentences were not found; --form shows them"),
            );
            let _ = writeln!(self.output, "    {words}");
        }
    }

    fn region(&mut self, region: &Region, fragment: &Fragment) {
        let source = self.records.source();
        let lines = &source.lines;
        let first = lines.line_column(&source.text, region.range.start).line;
        let last = lines.line_column(&source.text, region.range.end).line;
        let count = fragment.records.len();
        let read = match count {
            0 => self.language.choose("没有读".to_owned(), "not read".to_owned()),
            _ => self
                .language
                .choose(format!("读出 {count} 条记录"), format!("{count} records read")),
        };
        let _ = writeln!(
            self.output,
            "  {}  {read}",
            self.language.choose(format!("第 {first}–{last} 行"), format!("lines {first}–{last}"))
        );
        for problem in &fragment.problems {
            let at = problem.subject().copied().unwrap_or_default().shifted(region.range.start);
            let words = one_line(problem.message.in_language(self.language));
            let _ = writeln!(self.output, "    {}  {words}", self.place(at));
        }
    }

    fn figure(&mut self, indent: usize, form: Option<FormId>, figure: &UnreadFigure) {
        let place = self.place(figure.place);
        let written = one_line(figure.place.of(&self.records.source().text));
        let reason = figure.reason.describe();
        let reason = one_line(reason.in_language(self.language));
        let form = form.and_then(|form| self.records.program.forms.at(form));
        let form = form.map(|form| {
            let name = one_line(&form.name);
            self.language.choose(format!("（表样「{name}」）"), format!(" (form “{name}”)"))
        });
        let unread = self.language.choose("未读", "unread");
        let _ = writeln!(
            self.output,
            "{:indent$}{place}  {unread} {written}  {reason}{}",
            "",
            form.unwrap_or_default()
        );
    }
}

/// Those of some things, in order of place, that begin in a range.
fn starting_in<Item: Copy>(all: &[Item], range: TextRange, start: impl Fn(Item) -> u32) -> &[Item] {
    let first = all.partition_point(|one| start(*one) < range.start);
    let end = all.partition_point(|one| start(*one) < range.end).max(first);
    all.get(first..end).unwrap_or_default()
}
