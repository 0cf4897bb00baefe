//! The report a person reads.

use crate::escape::one_line;
use crate::excerpt::excerpt;
use crate::layout::{columns, hanging, push_spaces};
use crate::paint::{TextRole, paint};
use crate::position::{Locator, short_place};
use crate::proof::proof_table;
use crate::renderer::{Renderer, Verbosity};
use crate::totals::account;
use crate::{DocumentReport, FindSource, ReadExtent, Source, Tally};
use gouji_diagnostic::{Diagnostic, Place, PlaceRole, RuleOutcome, Severity, Span};
use gouji_text::Language;
use std::borrow::Cow;
use std::io::{self, Write};

/// Columns in front of everything but the head and the drawing.
const MARGIN: usize = 3;
/// Lines of a terminal that a message may take.
const MOST_MESSAGE_LINES: usize = 6;
/// Further places that are listed in a terminal.
const MOST_OTHERS: usize = 3;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct PrettyOptions {
    /// Language of the fixed words.
    pub language: Language,
    /// ANSI colours.
    pub color: bool,
    /// Columns of the terminal, or for the drawings in a file.
    pub width: usize,
    /// Whether it is read in a terminal: what is longer than a line is broken, and of many places
    /// only the first are listed. In a file every sentence stands whole on one line.
    pub is_terminal: bool,
}

/// Writes each document's findings and, below them, the line that says what it came to.
pub(crate) struct Pretty {
    pub(crate) options: PrettyOptions,
    pub(crate) verbosity: Verbosity,
}

impl Renderer for Pretty {
    fn start(
        &mut self,
        output: &mut dyn Write,
        problems: &[(Vec<Source>, Diagnostic)],
    ) -> io::Result<()> {
        for (sources, problem) in problems {
            self.diagnostic(output, problem, None, sources)?;
        }
        Ok(())
    }

    fn document(&mut self, output: &mut dyn Write, document: &DocumentReport) -> io::Result<()> {
        let mut told = false;
        for diagnostic in document.diagnostics() {
            let name = Some(&*document.source.name);
            told |= self.diagnostic(output, diagnostic, name, &document.source)?;
        }
        if !told && self.verbosity == Verbosity::Quiet {
            return Ok(());
        }
        let line = came_to(document, self.options.language);
        for line in hanging(&line, MARGIN, usize::MAX, self.options) {
            writeln!(output, "{}", paint(self.options.color, TextRole::Strong, &line))?;
        }
        if let Some(extent) = &document.extent {
            self.extent(output, extent)?;
        }
        writeln!(output)
    }

    fn finish(&mut self, output: &mut dyn Write, tally: &Tally) -> io::Result<()> {
        if self.verbosity == Verbosity::Quiet {
            return Ok(());
        }
        let with_rules = self.verbosity == Verbosity::Verbose;
        output.write_all(account(tally, with_rules, self.options).as_bytes())
    }
}

impl Pretty {
    /// Writes how much of a document was read, below its line.
    fn extent(&self, output: &mut dyn Write, extent: &ReadExtent) -> io::Result<()> {
        let words = extent.describe(self.options.language);
        let room = self.options.width.saturating_sub(MARGIN);
        for line in hanging(&words, 0, usize::MAX, PrettyOptions { width: room, ..self.options }) {
            let line = match extent.is_little() {
                true => paint(self.options.color, TextRole::Severity(Severity::Warning), &line),
                false => line,
            };
            writeln!(output, "{:MARGIN$}{line}", "")?;
        }
        Ok(())
    }

    /// Writes a diagnostic, and an empty line; whether it is of those that are told.
    fn diagnostic(
        &self,
        output: &mut dyn Write,
        diagnostic: &Diagnostic,
        home: Option<&str>,
        sources: &dyn FindSource,
    ) -> io::Result<bool> {
        let tells = self.verbosity.tells(diagnostic.severity);
        if tells {
            writeln!(output, "{}", render_diagnostic(diagnostic, home, sources, self.options))?;
        }
        Ok(tells)
    }
}

/// What a document came to, in one line: path, errors, warnings, undetermined, what was not read.
fn came_to(document: &DocumentReport, language: Language) -> String {
    let name = one_line(&document.source.name);
    if document.not_checked.is_some() {
        return format!("{name}{}", language.choose("：没有检查", ": not checked"));
    }
    let errors = document.count(Severity::Error);
    let warnings = document.count(Severity::Warning);
    let undetermined: usize = document.rules.iter().map(|counts| counts.undetermined).sum();
    let forms = document.unread.forms;
    let places = document.unread.places;
    // Where it is said how much was read, these are said there.
    let figures = if document.extent.is_some() { 0 } else { document.unread.figures };
    let mut line = match language {
        Language::Chinese => {
            format!("{name}：错误 {errors}，警告 {warnings}，无法判定 {undetermined}")
        }
        Language::English => {
            format!("{name}: errors {errors}, warnings {warnings}, undetermined {undetermined}")
        }
    };
    let unread = match language {
        Language::Chinese => [
            (forms, format!("表样 {forms} 个")),
            (places, format!("{places} 处")),
            (figures, format!("数 {figures} 个")),
        ],
        Language::English => [
            (forms, format!("forms {forms}")),
            (places, format!("places {places}")),
            (figures, format!("figures {figures}")),
        ],
    };
    let unread: Vec<String> =
        unread.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if !unread.is_empty() {
        line.push_str(language.choose("；没有读到：", "; not read: "));
        line.push_str(&unread.join(language.choose("、", ", ")));
    }
    line
}

/// One diagnostic over the texts it points into. `home` is the name of the document that it is about, for what
/// stands nowhere in it.
///
/// What is wrong; the lines it stands on; the arithmetic; the legal basis; the way to put it right.
/// Ends with a line end, without an empty line. `width` is taken to be at least 40 columns. What
/// comes from the document or a path is made harmless for a terminal.
pub fn render_diagnostic(
    diagnostic: &Diagnostic,
    home: Option<&str>,
    sources: &dyn FindSource,
    options: PrettyOptions,
) -> String {
    let options = PrettyOptions { width: options.width.clamp(40, 1000), ..options };
    let mut output = String::new();
    push_head(&mut output, diagnostic, options);
    let mut shown = Vec::new();
    let subject = diagnostic.subject().map(|at| &*at.source);
    if let Some(source) = subject.and_then(|name| sources.source(name)) {
        if let Some(excerpt) = excerpt(diagnostic, source, options) {
            output.push_str(&excerpt.drawing);
            shown = excerpt.shown;
        }
    } else if let Some(name) = subject.or(home) {
        push_part(&mut output, ("文件", "file"), [name], options);
    }
    if let Some(proof) = &diagnostic.proof {
        let heading = part_heading(options.language.choose("算式", "working"), options);
        let indent = part_indent(options.language);
        output.push_str(&proof_table(proof, subject, sources, &heading, indent, options));
    }
    let others = other_places(diagnostic, &shown, sources, options);
    push_part(&mut output, ("另见", "see also"), others.iter().map(String::as_str), options);
    let basis = diagnostic.basis.iter().map(|basis| &**basis);
    push_part(&mut output, ("依据", "basis"), basis, options);
    let help = diagnostic.help.iter().map(|help| help.in_language(options.language));
    push_part(&mut output, ("提示", "help"), help, options);
    let fixes = diagnostic.fixes.iter().map(|fix| fix.title.in_language(options.language));
    push_part(&mut output, ("修正", "fix"), fixes, options);
    output
}

/// `错误[rule]`, and the message in one line.
pub(crate) fn heading(diagnostic: &Diagnostic, language: Language) -> (String, Cow<'_, str>) {
    let head = format!(
        "{}[{}]",
        severity_word(diagnostic.severity, language),
        one_line(diagnostic.code.as_str())
    );
    let message = one_line(diagnostic.message.in_language(language));
    let outcome = match diagnostic.outcome {
        Some(RuleOutcome::Undetermined) => language.choose("无法判定", "cannot be determined"),
        Some(RuleOutcome::PassedWithinRounding) => language.choose("通过·舍入", "passes"),
        Some(RuleOutcome::PassedAsPrinted) => {
            language.choose("通过·取整", "passes if rounded as printed")
        }
        Some(RuleOutcome::Failed | RuleOutcome::NotApplicable) | None => {
            return (head, message);
        }
    };
    // Whoever words the message may say it themselves.
    if message.contains(outcome) {
        return (head, message);
    }
    let separator = language.choose("：", ": ");
    (head, Cow::Owned(format!("{outcome}{separator}{message}")))
}

fn severity_word(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => language.choose("错误", "error"),
        Severity::Warning => language.choose("警告", "warning"),
        Severity::Note => language.choose("说明", "note"),
    }
}

fn push_head(output: &mut String, diagnostic: &Diagnostic, options: PrettyOptions) {
    let (head, message) = heading(diagnostic, options.language);
    let text = format!("{head}  {message}");
    for line in hanging(&text, MARGIN, MOST_MESSAGE_LINES, options) {
        match line.strip_prefix(&head) {
            Some(message) => {
                output.push_str(&paint(
                    options.color,
                    TextRole::Severity(diagnostic.severity),
                    &head,
                ));
                output.push_str(&paint(options.color, TextRole::Strong, message));
            }
            None => output.push_str(&paint(options.color, TextRole::Strong, &line)),
        }
        output.push('\n');
    }
}

/// Columns in front of what stands under a heading.
fn part_indent(language: Language) -> usize {
    MARGIN + columns(language.choose("依据", "see also")) + 2
}

fn part_heading(words: &str, options: PrettyOptions) -> String {
    let mut heading = String::new();
    push_spaces(&mut heading, MARGIN);
    heading.push_str(words);
    let indent = part_indent(options.language);
    let missing = indent.saturating_sub(columns(&heading));
    push_spaces(&mut heading, missing);
    heading
}

/// A heading and the entries behind it, one below the other; nothing where there are none. No entry
/// is cut: half a legal basis is none.
fn push_part<'entry>(
    output: &mut String,
    (chinese, english): (&str, &str),
    entries: impl IntoIterator<Item = &'entry str>,
    options: PrettyOptions,
) {
    let indent = part_indent(options.language);
    let heading = part_heading(options.language.choose(chinese, english), options);
    let room = PrettyOptions { width: options.width.saturating_sub(indent), ..options };
    let lines =
        entries.into_iter().flat_map(|entry| hanging(&one_line(entry), 0, usize::MAX, room));
    for (index, line) in lines.enumerate() {
        if index == 0 {
            output.push_str(&paint(options.color, TextRole::Heading, &heading));
        } else {
            push_spaces(output, indent);
        }
        output.push_str(&line);
        output.push('\n');
    }
}

/// Places that neither the drawing nor the arithmetic shows: `:line:column label`, and the name of the source in
/// front where it is another than the subject's. In a terminal the first few, and how many more there are.
fn other_places(
    diagnostic: &Diagnostic,
    shown: &[usize],
    sources: &dyn FindSource,
    options: PrettyOptions,
) -> Vec<String> {
    let language = options.language;
    let sides = diagnostic.proof.iter().flat_map(|proof| [&proof.left, &proof.right]);
    let in_proof: std::collections::HashSet<_> =
        sides.flat_map(|side| side.terms.iter()).filter_map(|term| term.at.as_ref()).collect();
    let is_elsewhere = |(index, place): &(usize, &Place<Span>)| {
        place.role != PlaceRole::Subject
            && !shown.contains(index)
            && !(place.role == PlaceRole::Operand && in_proof.contains(&place.at))
    };
    let subject = diagnostic.subject().map(|at| &*at.source);
    let mut locator: Option<Locator<'_>> = None;
    let mut others = Vec::new();
    let mut elsewhere = diagnostic.places.iter().enumerate().filter(is_elsewhere);
    let most = if options.is_terminal { MOST_OTHERS } else { usize::MAX };
    for (_, place) in elsewhere.by_ref().take(most) {
        let known = locator.take().filter(|locator| locator.source().name == place.at.source);
        locator = known.or_else(|| sources.source(&place.at.source).map(Locator::new));
        let at = match &mut locator {
            Some(locator) => short_place(locator, &place.at, subject),
            None => one_line(&place.at.source).into_owned(),
        };
        others.push(format!("{at} {}", one_line(place.label.in_language(language))));
    }
    let more = elsewhere.count();
    if more > 0 {
        others.push(language.choose(format!("… 另有 {more} 处"), format!("… {more} more")));
    }
    others
}
