//! What each form saw of a document, for whoever writes forms: where it read, what it made of it, what it
//! could not bind and why, and the figures that it left.

use crate::Records;
use gouji_facts::{Fragment, Region, UnreadFigure};
use gouji_program::FormId;
use gouji_report::one_line;
use gouji_text::{Language, TextRange};
use std::fmt::Write;

/// Places of one form that are told though nothing is amiss there.
const MOST_WHOLE: usize = 3;

impl Records {
    /// The figures that nobody read, one a line: place, figure, why, and the form that came nearest.
    /// What comes from the document is made harmless for a terminal.
    pub fn unread(&self, language: Language) -> String {
        let mut saw = SawWriter::new(self, language);
        let unread = self.facts.unread();
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
        saw.output
    }

    /// What each form saw, in the order of the forms.
    pub fn saw(&self, language: Language) -> String {
        let mut saw = SawWriter::new(self, language);
        let unread = self.facts.unread();
        for (number, form) in (0_u16..).zip(self.program.forms.iter()) {
            let id = FormId(number);
            let regions: Vec<&(Region, std::sync::Arc<Fragment>)> =
                self.facts.fragments().iter().filter(|(region, _)| region.form == id).collect();
            let title = language.choose("表样", "form");
            let _ = write!(saw.output, "{title} {}", one_line(&form.name));
            if regions.is_empty() {
                let none = language.choose("没有它要读的地方", "nothing that it reads");
                let _ = writeln!(saw.output, "  {none}");
                continue;
            }
            saw.output.push('\n');
            let own = unread.iter().filter(|(form, _)| *form == id);
            let own: Vec<&UnreadFigure> = own.map(|(_, figure)| figure).collect();
            let (mut shown, mut more) = (0, 0);
            for (region, fragment) in regions {
                let first = own.partition_point(|one| one.place.start < region.range.start);
                let inside = own.get(first..).unwrap_or(&[]).iter();
                let inside: Vec<&UnreadFigure> =
                    inside.take_while(|one| one.place.start < region.range.end).copied().collect();
                let is_whole = inside.is_empty() && fragment.problems.is_empty();
                if is_whole && shown >= MOST_WHOLE {
                    more += 1;
                    continue;
                }
                shown += usize::from(is_whole);
                saw.region(region, fragment);
                for figure in inside {
                    saw.figure(4, None, figure);
                }
            }
            if more > 0 {
                let words = language.choose(
                    format!("另有 {more} 处，都读了"),
                    format!("{more} more, all of them read"),
                );
                let _ = writeln!(saw.output, "  {words}");
            }
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

    /// Line and column.
    fn place(&self, range: TextRange) -> String {
        let source = self.records.source();
        let at = source.lines.line_column(&source.text, range.start);
        format!("{}:{}", at.line, at.column)
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
