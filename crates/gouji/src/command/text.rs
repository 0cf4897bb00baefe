//! `gouji text`: a document as the forms read it.

use super::arguments::TextOptions;
use super::console::Console;
use super::exit::Exit;
use super::input::Input;
use super::jobs::bounded;
use super::{input, project};
use gouji_document::{Document, DocumentOrigin, Encoding};
use gouji_report::{harmless, one_line};
use gouji_text::{Language, Localized};
use gouji_workspace::{DocumentChoice, Next, NotRead, RuleOptions, read_documents};
use std::fmt::Write;
use std::sync::Arc;

pub(crate) fn run(options: &TextOptions, console: &mut Console) -> Exit {
    let Some(Input { system, paths }) = input::open(&options.documents, console) else {
        return Exit::Failed;
    };
    let wanted = match paths.as_slice() {
        [] => DocumentChoice::OfProject,
        paths => DocumentChoice::At(paths.to_vec()),
    };
    let Some(found) = project::find(&RuleOptions::default(), &wanted, &system, console) else {
        return Exit::Failed;
    };
    let jobs = bounded(0, console);
    let language = console.language();
    let render = |name: &Arc<str>, document: &Document| {
        let told = document.problems.iter().map(|problem| problem.message.clone());
        let text = MarkedText { document, language, with_lines: options.with_lines };
        (text.write(name), told.collect::<Vec<Localized>>())
    };
    let (mut read, mut exit) = (0_usize, Exit::Clean);
    let _ = read_documents(&system, &found.documents, jobs, render, |path, result| {
        let told = match result {
            Ok((text, told)) => {
                read += 1;
                console.show(text.trim_end_matches('\n'));
                told
            }
            Err(NotRead::Unreadable(why)) => {
                exit = Exit::Findings;
                vec![why]
            }
            Err(NotRead::Crashed) => {
                exit = Exit::Crashed;
                vec![crashed()]
            }
        };
        for words in told {
            console.warn(&format!("{path}: {}", words.in_language(language)));
        }
        if console.is_closed() { Next::Break(()) } else { Next::Continue(()) }
    });
    if read == 0 && exit != Exit::Crashed { Exit::Failed } else { exit }
}

fn crashed() -> Localized {
    Localized::new(
        "程序出错，没有读完；请把它报告给我们",
        "the program failed on it; please report it",
    )
}

/// A document's text with marks where sheets and tables begin.
struct MarkedText<'document> {
    document: &'document Document,
    language: Language,
    /// Whether each line has its number in front, and in a sheet or table that of its row.
    with_lines: bool,
}

impl MarkedText<'_> {
    fn write(&self, name: &str) -> String {
        let Document { body, lines, addresses, .. } = self.document;
        let mut output = String::new();
        let _ = writeln!(output, "══ {}{}", one_line(name), self.origin());
        let mut marks = self.document.marks().into_iter().peekable();
        // Columns of the numbers.
        let digits = lines.line_count().to_string().len();
        for line in 0..lines.line_count() {
            let range = lines.line_range(&body.text, line);
            while let Some(mark) = marks.next_if(|mark| mark.at <= range.end) {
                let _ = writeln!(output, "── {}", one_line(mark.words.in_language(self.language)));
            }
            if self.with_lines {
                let cell = addresses.address(range.start).filter(|_| !range.is_empty());
                let row = cell.filter(|cell| cell.row > 0).map(|cell| cell.row.to_string());
                let row = row.map_or(String::new(), |row| format!("[{row}]"));
                let _ = write!(output, "{:>digits$} {row:<6} ", line + 1);
            }
            output.push_str(&harmless(range.of(&body.text).trim_end_matches(['\r', '\n'])));
            output.push('\n');
        }
        output
    }

    /// How the document was read.
    fn origin(&self) -> String {
        let language = self.language;
        let text = |chinese: &str, english: &str, encoding: Encoding| {
            let encoding = encoding.name();
            language
                .choose(format!("（{chinese}，{encoding}）"), format!(" ({english}, {encoding})"))
        };
        match self.document.origin {
            DocumentOrigin::Unread => String::new(),
            DocumentOrigin::Text { encoding } => text("文本", "text", encoding),
            DocumentOrigin::Page { encoding } => text("网页", "page", encoding),
            DocumentOrigin::Workbook { sheets } => language
                .choose(format!("（{sheets} 张工作表）"), format!(" (workbook, sheets: {sheets})")),
            DocumentOrigin::Pdf { pages } => {
                language.choose(format!("（PDF，{pages} 页）"), format!(" (PDF, pages: {pages})"))
            }
            DocumentOrigin::Word => language.choose("（Word）", " (Word)").to_owned(),
            DocumentOrigin::Elements => language.choose("（JSON）", " (JSON)").to_owned(),
            DocumentOrigin::Delimited { encoding, delimiter } => {
                let shown =
                    if delimiter == '\t' { "Tab".to_owned() } else { delimiter.to_string() };
                text(&format!("分隔符 {shown}"), &format!("delimiter {shown}"), encoding)
            }
        }
    }
}
