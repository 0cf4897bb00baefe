//! `gouji extract`: the records read from documents.

use super::arguments::{ExtractOptions, ExtractShape};
use super::console::{Console, cannot_write, terminal_width};
use super::exit::Exit;
use super::input::Input;
use super::inspect::tell_problems;
use super::jobs::bounded;
use super::{input, output, project};
use gouji_analysis::{Records, SurveyFilter, html_end, html_start};
use gouji_report::{JsonArray, broken_at, json_item, one_line};
use gouji_text::{Language, Localized};
use gouji_workspace::{Discovered, LoadedRules, Next, NotRead, System, extract_documents};
use serde_json::json;
use std::io::{self, Write};
use std::sync::Arc;

/// Columns that the rest of a broken line stands in.
const INDENT: usize = 4;

pub(crate) fn run(options: &ExtractOptions, console: &mut Console) -> Exit {
    let is_filtered = options.form.is_some() || !options.tables.is_empty();
    if is_filtered && options.shape != ExtractShape::Text {
        console.complain(console.words.of(
            "--tables 和 --form 只能和 --format text 一起用",
            "--tables and --form go with --format text alone",
        ));
        return Exit::Failed;
    }
    let Some(Input { system, paths }) = input::open(&options.documents, console) else {
        return Exit::Failed;
    };
    let loaded = project::load_with_documents(&options.rules, &paths, &system, console);
    let Some((loaded, found)) = loaded else { return Exit::Failed };
    let has_broken_rules = tell_problems(&loaded, console);
    let jobs = bounded(0, console);
    let mut extracting = Extracting::new(options, console.language());
    let written = match &options.output {
        None => {
            // What becomes of standard output is the console's to tell.
            let _ = extracting.run(&system, &found, &loaded, jobs, console);
            Ok(())
        }
        Some(path) => {
            let Some(mut file) = output::open(path, &system, &found, &loaded, console) else {
                return Exit::Failed;
            };
            let written = extracting.run(&system, &found, &loaded, jobs, &mut file);
            written.and_then(|()| file.complete())
        }
    };
    if let Err(error) = written {
        console.complain(&cannot_write(&error, console.words));
        return Exit::Failed;
    }
    for (path, why) in &extracting.not_read {
        console.warn(&format!("{path}: {}", why.in_language(console.language())));
    }
    if extracting.read == 0 && extracting.is_whole {
        console.warn(console.words.of("没有可以读的文件", "no document to read"));
    }
    extracting.exit(has_broken_rules)
}

/// A run under way.
struct Extracting {
    shape: ExtractShape,
    /// What of the survey is shown.
    filter: SurveyFilter,
    /// Whether the records go to a file, where no line is broken.
    to_file: bool,
    language: Language,
    /// Documents read.
    read: usize,
    not_read: Vec<(Arc<str>, Localized)>,
    has_crashed: bool,
    /// Whether no document was left because the output had ended.
    is_whole: bool,
}

impl Extracting {
    fn new(options: &ExtractOptions, language: Language) -> Self {
        Self {
            shape: options.shape,
            filter: SurveyFilter {
                tables: options.tables.clone(),
                form: options.form.clone(),
                width: None,
            },
            to_file: options.output.is_some(),
            language,
            read: 0,
            not_read: Vec::new(),
            has_crashed: false,
            is_whole: false,
        }
    }

    /// Writes the records of the documents found. Ends early where the output does.
    fn run(
        &mut self,
        system: &dyn System,
        found: &Discovered,
        loaded: &LoadedRules,
        jobs: usize,
        output: &mut dyn Write,
    ) -> io::Result<()> {
        let language = self.language;
        // Put into words where they are read, on all cores.
        let shape = self.shape;
        if shape == ExtractShape::Html {
            output.write_all(html_start(language).as_bytes())?;
            let render = |records: &Records| records.html(language);
            self.each(system, found, loaded, jobs, render, |text: String| {
                output.write_all(text.as_bytes())
            })?;
            return output.write_all(html_end().as_bytes());
        }
        if shape != ExtractShape::Json {
            let width = terminal_width().filter(|_| !self.to_file);
            let filter = SurveyFilter { width, ..self.filter.clone() };
            let is_filtered = filter.form.is_some() || !filter.tables.is_empty();
            let render = |records: &Records| match shape {
                ExtractShape::Unread => {
                    broken_at(records.unread(language).trim_end(), width, INDENT)
                }
                _ => {
                    let mut text = String::new();
                    if is_filtered {
                        text.push_str(&one_line(&records.source().name));
                    } else {
                        text.push_str(&records.text(language));
                    }
                    text.push('\n');
                    match records.unknown_in(&filter, language) {
                        Some(why) => text.push_str(&why),
                        None => text.push_str(&records.saw(&filter, language)),
                    }
                    broken_at(&text, width, INDENT)
                }
            };
            return self.each(system, found, loaded, jobs, render, |text: String| {
                writeln!(output, "{text}")
            });
        }
        output.write_all(b"{\n  \"schema\": \"gouji-records/1\",\n  \"documents\": ")?;
        let mut documents = JsonArray::default();
        let render = |records: &Records| json_item(&records.json(language));
        self.each(system, found, loaded, jobs, render, |item: Vec<u8>| {
            documents.push_written(output, &item)
        })?;
        documents.close(output)?;
        output.write_all(b",\n  \"not_read\": ")?;
        let mut not_read = JsonArray::default();
        for (path, why) in &self.not_read {
            let reason = why.in_language(self.language);
            not_read.push(output, &json!({ "path": &**path, "reason": reason }))?;
        }
        not_read.close(output)?;
        output.write_all(b"\n}\n")
    }

    /// Writes what `render` makes of the records of each document, and remembers which were not read.
    fn each<Rendered: Send>(
        &mut self,
        system: &dyn System,
        found: &Discovered,
        loaded: &LoadedRules,
        jobs: usize,
        render: impl Fn(&Records) -> Rendered + Sync,
        mut write: impl FnMut(Rendered) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut written = Ok(());
        let _ = extract_documents(system, found, loaded, jobs, render, |path, rendered| {
            match rendered {
                Ok(rendered) => {
                    self.read += 1;
                    written = write(rendered);
                }
                Err(NotRead::Unreadable(why)) => self.not_read.push((path, why)),
                Err(NotRead::Crashed) => {
                    self.has_crashed = true;
                    let why = Localized::new(
                        "程序出错，没有读完；请把它报告给我们",
                        "the program failed on it; please report it",
                    );
                    self.not_read.push((path, why));
                }
            }
            if written.is_ok() { Next::Continue(()) } else { Next::Break(()) }
        });
        self.is_whole = written.is_ok();
        written
    }

    fn exit(&self, has_broken_rules: bool) -> Exit {
        if self.has_crashed {
            Exit::Crashed
        } else if has_broken_rules || (self.is_whole && self.read == 0) {
            Exit::Failed
        } else if !self.not_read.is_empty() {
            Exit::Findings
        } else {
            // Also where whoever reads the output has seen enough.
            Exit::Clean
        }
    }
}
