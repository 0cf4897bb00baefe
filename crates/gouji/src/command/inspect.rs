//! `gouji rules`: looking at rules.

use super::arguments::{Color, RulesOptions};
use super::check::pretty_options;
use super::console::{Console, terminal_width};
use super::exit::Exit;
use super::project;
use gouji_analysis::list_rules;
use gouji_report::{DocumentReport, broken_at, render_diagnostic};
use gouji_text::Localized;
use gouji_workspace::{
    DiskSystem, EntryKind, LoadedRules, Next, System, check_documents, discover, export_packs,
};
use std::path::Path;

/// Columns that the rest of a broken line stands in.
const INDENT: usize = 4;

/// Says what is wrong with the rules; whether anything is.
pub(super) fn tell_problems(loaded: &LoadedRules, console: &mut Console) -> bool {
    let options = pretty_options(Color::Never, false, console.language());
    for (sources, diagnostic) in &loaded.problems {
        console.warn(&render_diagnostic(diagnostic, None, sources, options));
    }
    loaded.are_broken()
}

pub(crate) fn rules(options: &RulesOptions, console: &mut Console) -> Exit {
    if let Some(folder) = &options.export {
        return export(folder, console);
    }
    let Some(loaded) = project::load(&options.rules, console) else { return Exit::Failed };
    let broken = tell_problems(&loaded, console);
    let language = console.language();
    let document = match &options.document {
        Some(path) => match check_one(path, &loaded) {
            Ok(document) => Some(document),
            Err(why) => {
                let path = path.display();
                console.complain(&format!("{path}: {}", why.in_language(language)));
                return Exit::Failed;
            }
        },
        None => None,
    };
    for (_, name, severity, about) in list_rules(&loaded.rules, language) {
        let applies = document.as_ref().map(|document| {
            let counts = document.rules.iter().find(|counts| counts.rule == name);
            match counts {
                None => language.choose("不适用于这份文件　", "not for this document  "),
                Some(counts) if counts.passed + counts.failed + counts.undetermined == 0 => {
                    language.choose("没有适用的内容　", "nothing it applies to  ")
                }
                Some(_) => language.choose("适用　", "applies  "),
            }
        });
        let line = format!("{severity}  {}{name}  {about}", applies.unwrap_or_default());
        console.say(&broken_at(&line, terminal_width(), INDENT));
    }
    if broken { Exit::Failed } else { Exit::Clean }
}

/// Writes the shipped packs to a folder.
fn export(folder: &Path, console: &mut Console) -> Exit {
    let language = console.language();
    match export_packs(&DiskSystem, folder) {
        Ok(exported) => {
            let (written, unchanged) = (exported.written, exported.unchanged);
            console.say(&language.choose(
                format!("写了 {written} 个规则文件，已经在那里、内容相同的 {unchanged} 个"),
                format!("{written} rule files written; {unchanged} were there already, the same"),
            ));
            for pack in &exported.packs {
                let pack = pack.display();
                console.say(&language.choose(
                    format!("  {pack}（用它代替随程序带的：gouji check --rules {pack}，或在 gouji.toml 里写 rules = [\"{pack}\"]）"),
                    format!("  {pack} (in place of the shipped one: gouji check --rules {pack}, or rules = [\"{pack}\"] in gouji.toml)"),
                ));
            }
            Exit::Clean
        }
        Err(why) => {
            console.complain(why.in_language(language));
            Exit::Failed
        }
    }
}

/// The report of one document, or why there is none.
fn check_one(path: &Path, loaded: &LoadedRules) -> Result<DocumentReport, Localized> {
    if matches!(DiskSystem.kind(path), Ok(EntryKind::Folder)) {
        return Err(Localized::new(
            "是文件夹；gouji rules 一次看一份文件适用哪些规则，请写出其中一份",
            "is a folder; gouji rules shows which rules apply to one document: name one in it",
        ));
    }
    let found = discover(&DiskSystem, &[path.to_owned()]);
    let mut first = None;
    let _ = check_documents(&DiskSystem, &found, loaded, 1, |document, _| {
        first = Some(document);
        Next::Break(())
    });
    match first {
        None => Err(Localized::new("没有可以读的文件", "no document to read")),
        Some(document) => match document.not_checked {
            // What was read shows which rules look for what is not there.
            Some(why) if document.rules.is_empty() => Err(why),
            _ => Ok(document),
        },
    }
}
