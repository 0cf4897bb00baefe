//! Changes each printed figure of documents alone, checks them again, and says what was noticed. Prints Markdown.
//!
//! ```sh
//! cargo run --release -p gouji-bench --bin mutation -- [DOCUMENT …] [--rules PATH …] [--pack NAME …]
//!     [--list told|listed|masked|missed …] [--json] [--threads N]
//! ```
//!
//! Without a document it takes the one that everything is measured on. What it says: `docs/coverage.md`.

use gouji_bench::mutation::{Coverage, Examination, Noticed, as_json, as_markdown, examine};
use gouji_document::RawDocument;
use gouji_workspace::{DiskSystem, DocumentChoice, RuleOptions, in_force};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

struct MutationArguments {
    documents: Vec<PathBuf>,
    rules: RuleOptions,
    listed: Vec<Noticed>,
    json: bool,
    threads: usize,
}

fn arguments() -> Result<MutationArguments, String> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let rules = RuleOptions::default();
    let mut arguments = MutationArguments {
        documents: Vec::new(),
        rules,
        listed: Vec::new(),
        json: false,
        threads,
    };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let mut value = || given.next().ok_or(format!("{name}: a value is missing"));
        match name.as_str() {
            "--rules" => arguments.rules.paths.push(value()?.into()),
            "--pack" => arguments.rules.packs.push(value()?),
            "--json" => arguments.json = true,
            "--threads" => {
                let value = value()?;
                arguments.threads = value.parse().map_err(|_| format!("{name}: {value}"))?;
            }
            "--list" => {
                let value = value()?;
                let outcome = Noticed::ALL.into_iter().find(|outcome| outcome.name() == value);
                arguments.listed.push(outcome.ok_or(format!("{name}: {value} is unknown"))?);
            }
            _ if name.starts_with("--") => return Err(format!("{name}: unknown")),
            _ => arguments.documents.push(name.into()),
        }
    }
    if arguments.documents.is_empty() {
        let main = gouji_bench::samples().into_iter().next().ok_or("no document")?;
        arguments.documents.push(main.path);
    }
    Ok(arguments)
}

/// The changes of a document that came to some outcomes, one a line.
fn list(examination: &Examination, outcomes: &[Noticed]) {
    for mutation in &examination.mutations {
        let Some(figure) = examination.figures.get(mutation.figure) else { continue };
        let judgement = &mutation.judgement;
        if !outcomes.contains(&judgement.outcome) {
            continue;
        }
        let place = examination.place(figure);
        let (old, new) = (mutation.edit.range.of(&examination.text), &mutation.edit.replacement);
        let field = match figure.kind.is_read() {
            true => format!("{}.{}", figure.kind.record, figure.kind.field),
            false => format!("{} (unread)", figure.kind.record),
        };
        let by: Vec<&str> = judgement.told_by.iter().map(String::as_str).collect();
        let line: String = examination.line(figure).replace('\t', " | ").chars().take(80).collect();
        println!(
            "{}:{}:{}: {} {} {field} “{old}” → “{new}” {}{}{} [{line}]",
            examination.name,
            place.line,
            place.column,
            judgement.outcome.name(),
            mutation.change.name(),
            by.join(" "),
            if judgement.elsewhere.is_empty() { "" } else { " (said elsewhere)" },
            if judgement.gone == 0 { "" } else { " (a finding is gone)" },
        );
    }
}

fn run() -> Result<(), String> {
    let arguments = arguments()?;
    let found = in_force(&DiskSystem, None, &arguments.rules, &DocumentChoice::Nothing);
    for problem in &found.problems {
        eprintln!("mutation: {}", problem.diagnostic.message.english);
    }
    let mut examinations = Vec::new();
    for path in &arguments.documents {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| format!("{name}: {error}"))?;
        let started = Instant::now();
        let raw = RawDocument::of_bytes(&name, bytes);
        let examination = examine(&found.packs, &name, &raw, arguments.threads);
        if let Some(why) = &examination.not_checked {
            eprintln!("mutation: {name}: {why}");
        }
        eprintln!(
            "{name}: {} figures, {} changes, {} ms on {} threads",
            examination.figures.len(),
            examination.mutations.len(),
            started.elapsed().as_millis(),
            arguments.threads
        );
        examinations.push(examination);
    }
    if arguments.json {
        let json = serde_json::to_string_pretty(&as_json(&examinations));
        println!("{}", json.map_err(|error| error.to_string())?);
        return Ok(());
    }
    let mut tally = Coverage::default();
    examinations.iter().for_each(|one| tally.add(one));
    println!("{}", as_markdown(&tally));
    println!("Statements elsewhere only: {}.\n", tally.elsewhere);
    examinations.iter().for_each(|one| list(one, &arguments.listed));
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("mutation: {problem}");
            ExitCode::FAILURE
        }
    }
}
