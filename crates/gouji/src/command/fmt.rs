//! `gouji fmt`: rule files in the one layout.

use super::arguments::FormatRulesOptions;
use super::console::{Console, cannot_write};
use super::exit::Exit;
use super::project;
use gouji_syntax::{FormatOptions, Formatted, format_rules};
use gouji_text::{LineIndex, Localized};
use gouji_workspace::{
    DiskSystem, DocumentChoice, LARGEST_DOCUMENT, OutputFile, RuleFileInForce, RuleOptions, System,
    in_force, reason,
};
use similar::TextDiff;
use std::io::{Read, Write};
use std::path::Path;

/// What is done with a file whose layout differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormatMode {
    /// It is written.
    Write,
    /// It is named.
    Check,
    /// It is shown what would change.
    Diff,
}

/// What became of the files.
#[derive(Default)]
struct FormatCounts {
    changed: usize,
    unchanged: usize,
    left: usize,
    failed: bool,
}

pub(crate) fn run(options: &FormatRulesOptions, console: &mut Console) -> Exit {
    if options.paths == [Path::new("-")] {
        return standard_input(options, console);
    }
    let Some(files) = files(options, console) else { return Exit::Failed };
    let mut tally = FormatCounts::default();
    for file in &files {
        one(file, options, &mut tally, console);
    }
    tell(&tally, options.mode, console);
    match tally {
        FormatCounts { failed: true, .. } => Exit::Failed,
        FormatCounts { left: 1.., .. } => Exit::Findings,
        FormatCounts { changed: 1.., .. } if options.mode != FormatMode::Write => Exit::Findings,
        _ => Exit::Clean,
    }
}

/// The rule files at and below the paths; without paths, those of the project.
fn files(options: &FormatRulesOptions, console: &mut Console) -> Option<Vec<RuleFileInForce>> {
    let rules =
        RuleOptions { paths: options.paths.clone(), no_default_packs: true, ..Default::default() };
    let found = match options.paths.as_slice() {
        [] => project::find(
            &RuleOptions { paths: Vec::new(), ..rules },
            &DocumentChoice::Nothing,
            &DiskSystem,
            console,
        )?,
        _ => in_force(&DiskSystem, None, &rules, &DocumentChoice::Nothing),
    };
    for problem in &found.problems {
        let message = problem.diagnostic.message.in_language(console.language()).to_owned();
        console.complain(&message);
    }
    let files: Vec<RuleFileInForce> = found.packs.into_iter().flat_map(|pack| pack.files).collect();
    if files.is_empty() && found.problems.is_empty() {
        console.complain(console.words.of(
            "没有写要排版什么，项目里也没有规则文件；例如：gouji fmt 规则.gouji",
            "nothing to format was given, and the project has no rule files; for example: gouji fmt RULES.gouji",
        ));
    }
    (!files.is_empty()).then_some(files)
}

fn one(
    file: &RuleFileInForce,
    options: &FormatRulesOptions,
    tally: &mut FormatCounts,
    console: &mut Console,
) {
    let formatted = format_rules(&file.text, FormatOptions { keywords: options.keywords });
    tally.left += formatted.left.len();
    tell_left(&file.path.display().to_string(), &file.text, &formatted, console);
    if formatted.text == *file.text {
        tally.unchanged += 1;
        return;
    }
    tally.changed += 1;
    let name = file.path.display().to_string();
    match options.mode {
        FormatMode::Check => console.say(&name),
        FormatMode::Diff => console.say(&difference(&name, &file.text, &formatted.text)),
        FormatMode::Write => {
            if let Err(why) = write(&file.path, &file.text, &formatted.text) {
                tally.failed = true;
                console.complain(&format!("{name}: {}", why.in_language(console.language())));
            }
        }
    }
}

/// Puts the new text in the place of the old one, if that is still there.
fn write(path: &Path, old: &str, new: &str) -> Result<(), Localized> {
    let unwritten = |error: &std::io::Error| {
        Localized::each(|language| cannot_write(error, super::language::Words { language }))
    };
    let bytes = DiskSystem.read(path, LARGEST_DOCUMENT).map_err(|error| unwritten(&error))?;
    if bytes != old.as_bytes() {
        return Err(Localized::new(
            "不是 UTF-8 编码，或刚刚改过，没有排版；请先存为 UTF-8",
            "it is not encoded in UTF-8, or has just changed, and was not formatted; save it as UTF-8 first",
        ));
    }
    let mut file: Box<dyn OutputFile> =
        DiskSystem.create(path).map_err(|error| unwritten(&error))?;
    file.write_all(new.as_bytes()).map_err(|error| unwritten(&error))?;
    file.complete().map_err(|error| unwritten(&error))
}

fn standard_input(options: &FormatRulesOptions, console: &mut Console) -> Exit {
    let mut text = String::new();
    let most = LARGEST_DOCUMENT as u64;
    if let Err(error) = std::io::stdin().lock().take(most).read_to_string(&mut text) {
        console.complain(&console.words.language.choose(
            format!("标准输入读不出来：{}", reason(&error).chinese),
            format!("standard input cannot be read: {}", reason(&error).english),
        ));
        return Exit::Failed;
    }
    let formatted = format_rules(&text, FormatOptions { keywords: options.keywords });
    let name = options.stdin_filename.as_deref().unwrap_or(Path::new("-")).display().to_string();
    tell_left(&name, &text, &formatted, console);
    let is_changed = formatted.text != text;
    match options.mode {
        // What is piped on is piped on as it is.
        FormatMode::Write => drop(console.write_all(formatted.text.as_bytes())),
        FormatMode::Check if is_changed => console.say(&name),
        FormatMode::Diff if is_changed => console.say(&difference(&name, &text, &formatted.text)),
        FormatMode::Check | FormatMode::Diff => {}
    }
    let is_as_wanted =
        formatted.left.is_empty() && (options.mode == FormatMode::Write || !is_changed);
    if is_as_wanted { Exit::Clean } else { Exit::Findings }
}

fn difference(name: &str, old: &str, new: &str) -> String {
    let difference = TextDiff::from_lines(old, new);
    difference.unified_diff().header(name, name).to_string().trim_end().to_owned()
}

/// Says what is not laid out, since something is wrong with it.
fn tell_left(name: &str, text: &str, formatted: &Formatted, console: &mut Console) {
    let lines = LineIndex::new(text);
    for range in &formatted.left {
        let line = lines.line_of(range.start) + 1;
        console.warn(&console.words.language.choose(
            format!("{name}:{line}: 这里有误，原样留着，没有排版；用 gouji test {name} 看错在哪里"),
            format!("{name}:{line}: left as it is, since something is wrong with it; gouji test {name} says what"),
        ));
    }
}

fn tell(tally: &FormatCounts, mode: FormatMode, console: &mut Console) {
    let FormatCounts { changed, unchanged, left, .. } = tally;
    let (chinese, english) = match mode {
        FormatMode::Write => ("排版了", "formatted"),
        FormatMode::Check | FormatMode::Diff => ("要排版", "to be formatted"),
    };
    let mut message = Localized::new(
        format!("{chinese} {changed} 个文件，原来就合式的 {unchanged} 个"),
        format!("{changed} files {english}, {unchanged} were so already"),
    );
    if *left > 0 {
        message = message.and(&Localized::new(
            format!("；有误而没有排版的 {left} 处"),
            format!("; {left} places left as they are, since something is wrong with them"),
        ));
    }
    console.warn(message.in_language(console.language()));
}
