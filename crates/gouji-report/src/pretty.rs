//! The report a person reads in a terminal.

use crate::FindSource;
use crate::escape::one_line;
use crate::excerpt::excerpt;
use crate::layout::{columns, cut, push_spaces, wrap};
use crate::paint::{Role, paint};
use crate::position::{Locator, short_place};
use crate::proof::proof_table;
use gouji_diagnostic::{Diagnostic, Place, PlaceRole, RuleOutcome, Severity, Span};
use gouji_text::Language;
use std::borrow::Cow;

/// Columns in front of everything but the head and the drawing.
const MARGIN: usize = 3;
/// Lines of the terminal that a message may take.
const MOST_MESSAGE_LINES: usize = 6;
/// Entries listed under `依据`, `提示`, `修正`, and lines that each may take.
const ROOMY: Limits = Limits { entries: 3, lines: 2 };
/// The same where what stands above them is long already.
const CROWDED: Limits = Limits { entries: 1, lines: 1 };
/// Lines from which on a finding is long.
const LONG: usize = 18;

/// How much of a part is shown.
#[derive(Clone, Copy)]
struct Limits {
    entries: usize,
    lines: usize,
}

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct PrettyOptions {
    /// Language of the fixed words.
    pub language: Language,
    /// ANSI colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
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
        push_part(&mut output, ("文件", "file"), [name], ROOMY, options);
    }
    if let Some(proof) = &diagnostic.proof {
        let heading = part_heading(options.language.choose("算式", "working"), options);
        let indent = part_indent(options.language);
        output.push_str(&proof_table(proof, subject, sources, &heading, indent, options));
    }
    let limits = if output.lines().count() > LONG { CROWDED } else { ROOMY };
    let others = other_places(diagnostic, &shown, sources, options.language);
    let others = others.iter().map(String::as_str);
    push_part(&mut output, ("另见", "see also"), others, limits, options);
    push_part(
        &mut output,
        ("依据", "basis"),
        diagnostic.basis.iter().map(|basis| &**basis),
        limits,
        options,
    );
    let help = diagnostic.help.iter().map(|help| help.in_language(options.language));
    push_part(&mut output, ("提示", "help"), help, limits, options);
    let fixes = diagnostic.fixes.iter().map(|fix| fix.title.in_language(options.language));
    push_part(&mut output, ("修正", "fix"), fixes, limits, options);
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
        Some(RuleOutcome::Broken) => language.choose("规则有误", "broken rule"),
        Some(RuleOutcome::Failed | RuleOutcome::PassedWithinRounding) | None => {
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
    output.push_str(&paint(options.color, Role::Severity(diagnostic.severity), &head));
    output.push_str("  ");
    let message = cut(&message, options.width.saturating_mul(MOST_MESSAGE_LINES));
    output.push_str(&paint(options.color, Role::Strong, &message));
    output.push('\n');
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

/// A heading and the entries behind it, one below the other; nothing where there are none.
fn push_part<'entry>(
    output: &mut String,
    (chinese, english): (&str, &str),
    entries: impl IntoIterator<Item = &'entry str>,
    limits: Limits,
    options: PrettyOptions,
) {
    let indent = part_indent(options.language);
    let mut left_out = 0_usize;
    let heading = part_heading(options.language.choose(chinese, english), options);
    for (index, entry) in entries.into_iter().enumerate() {
        if index >= limits.entries {
            left_out = left_out.saturating_add(1);
            continue;
        }
        let width = options.width.saturating_sub(indent);
        for (line_index, line) in wrap(&one_line(entry), width, limits.lines).iter().enumerate() {
            if index == 0 && line_index == 0 {
                output.push_str(&paint(options.color, Role::Heading, &heading));
            } else {
                push_spaces(output, indent);
            }
            output.push_str(line);
            output.push('\n');
        }
    }
    if left_out > 0 {
        push_spaces(output, indent);
        output.push_str(&match options.language {
            Language::Chinese => format!("… 另有 {left_out} 项\n"),
            Language::English => format!("… {left_out} more\n"),
        });
    }
}

/// Places that neither the drawing nor the arithmetic shows: `:line:column label`, and the name of the source in
/// front where it is another than the subject's.
fn other_places(
    diagnostic: &Diagnostic,
    shown: &[usize],
    sources: &dyn FindSource,
    language: Language,
) -> Vec<String> {
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
    for (_, place) in diagnostic.places.iter().enumerate().filter(is_elsewhere) {
        let known = locator.take().filter(|locator| locator.source().name == place.at.source);
        locator = known.or_else(|| sources.source(&place.at.source).map(Locator::new));
        let at = match &mut locator {
            Some(locator) => short_place(locator, &place.at, subject),
            None => one_line(&place.at.source).into_owned(),
        };
        others.push(format!("{at} {}", one_line(place.label.in_language(language))));
    }
    others
}
