//! The sessions that are measured.

use crate::client::{LanguageServer, Message, Outcome, Said, Server, Way, uri_of};
use crate::process::{processor_time, resident, ticks_a_second};
use crate::python;
use crate::rules::{self, EditKind};
use crate::table::{Spread, TextSize, Times, milliseconds};
use crate::typing::Typist;
use gouji_bench::ratio;
use serde_json::json;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Edits before anything is measured.
const WARMING: usize = 20;

/// In how many rounds two servers take turns.
const ROUNDS: usize = 5;

/// How often a server is started for the time of its start.
const STARTS: usize = 9;

/// How often a burst is sent: one is over before the clock of processor time has moved far.
const BURSTS: usize = 10;

/// From one edit to the next of someone who types fast.
const PACE: Duration = Duration::from_millis(20);

/// After how many edits the memory is looked at.
const MEMORY_AFTER: [usize; 4] = [20, 100, 500, 1000];

/// A document to be measured on, and a folder to do it in.
pub struct Setting {
    /// Its name and size.
    pub size: TextSize,
    /// It.
    pub text: String,
    /// Where its sessions have their files.
    pub folder: PathBuf,
}

/// A server with one file open in it.
struct Session {
    server: Server,
    typist: Typist,
    first: Said,
}

/// All measurements.
pub struct Bench {
    gouji: LanguageServer,
    anchor: Option<LanguageServer>,
    pack: PathBuf,
    edits: usize,
    ticks: u64,
    times: Times,
    remarks: Vec<String>,
    memory: String,
    processor: String,
}

impl Bench {
    /// Nothing measured yet.
    pub fn new(
        gouji: LanguageServer,
        anchor: Option<LanguageServer>,
        pack: PathBuf,
        edits: usize,
    ) -> Self {
        Self {
            gouji,
            anchor,
            pack,
            edits,
            ticks: ticks_a_second(),
            times: Times::default(),
            remarks: Vec::new(),
            memory: String::new(),
            processor: String::new(),
        }
    }

    /// Measures everything on one document.
    pub fn measure(&mut self, setting: &Setting) -> Outcome<()> {
        let plain = write(&setting.folder.join("plain"), "disclosure.txt", &setting.text)?;
        let (mut session, beside) = self.typing(setting, &plain)?;
        self.processor(setting, &mut session)?;
        leave(session)?;
        self.pulling(setting, &plain)?;
        self.rules(setting)?;
        self.starts(setting, &plain, beside.as_ref())?;
        self.memory(setting, &plain)
    }

    /// One figure typed, in turns with the anchor; the session, and the anchor's file.
    fn typing(&mut self, setting: &Setting, plain: &Path) -> Outcome<(Session, Option<Beside>)> {
        say(&setting.size.name, "typing figures");
        let mut session = self.document_session(plain, &setting.text, Way::Push)?;
        let findings = session.first.count();
        let mut beside = None;
        if let Some(program) = self.anchor.clone() {
            let text = python::module(setting.size.lines, findings);
            let path = write(&setting.folder.join("anchor"), "figures.py", &text)?;
            beside = Some(Beside { program, text, path });
        }
        let mut other = match &beside {
            Some(beside) => Some(beside.session()?),
            None => None,
        };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        session.typist.type_awaited(&mut session.server, WARMING)?;
        if let Some(other) = &mut other {
            other.typist.type_awaited(&mut other.server, WARMING)?;
        }
        let edits = self.edits.div_ceil(ROUNDS);
        for _ in 0..ROUNDS {
            ours.extend(session.typist.type_awaited(&mut session.server, edits)?);
            if let Some(other) = &mut other {
                theirs.extend(other.typist.type_awaited(&mut other.server, edits)?);
            }
        }
        confirm(&mut session)?;
        let ours = Spread::of(ours);
        self.times.add("figure typed: pushed", &setting.size, findings, &ours);
        self.remarks.push(format!(
            "figure typed, {}: {} of {} edits changed what gouji says",
            setting.size.name,
            session.typist.heard,
            WARMING + ours.count()
        ));
        if let (Some(mut other), Some(beside)) = (other, &beside) {
            confirm(&mut other)?;
            let theirs = Spread::of(theirs);
            let size = TextSize::of(&format!("{} (Python)", beside.program.name), &beside.text);
            let findings = other.first.count();
            self.times.add("figure typed: pushed", &size, findings, &theirs);
            self.compare("figure typed", setting, &ours, &theirs);
            leave(other)?;
        }
        Ok((session, beside))
    }

    fn compare(&mut self, what: &str, setting: &Setting, ours: &Spread, theirs: &Spread) {
        let part = |percent| {
            ratio(ours.percentile(percent).as_nanos(), theirs.percentile(percent).as_nanos())
        };
        self.remarks.push(format!(
            "{what}, {}: gouji's p95 / the anchor's p95 = **{}** (medians: {})",
            setting.size.name,
            part(95),
            part(50)
        ));
    }

    /// Processor time while typing, and while edits come without a pause.
    fn processor(&mut self, setting: &Setting, session: &mut Session) -> Outcome<()> {
        say(&setting.size.name, "typing at a pace, bursts");
        let (mut used, mut wall) = (Duration::ZERO, Duration::ZERO);
        let mut bursts = Vec::new();
        for _ in 0..BURSTS {
            let burst = self.stretch(session, Duration::ZERO)?;
            used += burst.used;
            wall += burst.wall;
            bursts.push(burst.wall);
        }
        confirm(session)?;
        let findings = session.first.count();
        let what = format!("burst of {} edits: until the last one's", self.edits);
        self.times.add(&what, &setting.size, findings, &Spread::of(bursts));
        self.row_of_processor(&format!("{BURSTS} bursts"), setting, used, wall);

        let paced = self.stretch(session, PACE)?;
        confirm(session)?;
        let took = Spread::of(paced.took);
        self.times.add("figure typed: one each 20 ms", &setting.size, findings, &took);
        self.remarks.push(format!(
            "one edit each 20 ms, {}: {} of {} versions were spoken of",
            setting.size.name,
            took.count(),
            self.edits
        ));
        self.row_of_processor("one figure each 20 ms", setting, paced.used, paced.wall);
        Ok(())
    }

    fn row_of_processor(&mut self, what: &str, setting: &Setting, used: Duration, wall: Duration) {
        let cores = ratio(used.as_micros(), wall.as_micros());
        let _ = writeln!(
            self.processor,
            "| {what} | {} | {} | {} | {cores} |",
            setting.size.name,
            milliseconds(used),
            milliseconds(wall)
        );
    }

    /// Sends edits at a pace and awaits what is said of the last.
    fn stretch(&self, session: &mut Session, pace: Duration) -> Outcome<Stretch> {
        let process = session.server.process();
        let before = processor_time(process, self.ticks).unwrap_or_default();
        let started = Instant::now();
        let sent = session.typist.send(&mut session.server, self.edits, pace)?;
        let (uri, last) = (&session.typist.uri, session.typist.version);
        let frames = session.server.frames_until(uri, last)?;
        let used = processor_time(process, self.ticks).unwrap_or_default().saturating_sub(before);
        let end = frames.last().map_or(started, |frame| frame.at);
        let said: Vec<Said> = frames.iter().filter_map(|frame: &Message| frame.said(uri)).collect();
        if said.last().is_none_or(|said| said.version != Some(last)) {
            return Err("a frame that looked like the last one's diagnostics is not".to_owned());
        }
        let took = |(version, at): &(i64, Instant)| {
            let said = said.iter().find(|said| said.version == Some(*version))?;
            Some(said.at.saturating_duration_since(*at))
        };
        let took = sent.iter().filter_map(took).collect();
        Ok(Stretch { used, wall: end.saturating_duration_since(started), took })
    }

    /// One figure typed by a client that asks for diagnostics.
    fn pulling(&mut self, setting: &Setting, plain: &Path) -> Outcome<()> {
        say(&setting.size.name, "asking for diagnostics");
        let mut session = self.document_session(plain, &setting.text, Way::Pull)?;
        session.typist.type_pulling(&mut session.server, WARMING)?;
        let took = session.typist.type_pulling(&mut session.server, self.edits)?;
        session.typist.put_back(&mut session.server)?;
        let uri = &session.typist.uri;
        if asked(&mut session.server, uri)?.diagnostics != session.first.diagnostics {
            return Err(format!("{uri}: not the diagnostics of the beginning"));
        }
        let findings = session.first.count();
        self.times.add("figure typed: asked for", &setting.size, findings, &Spread::of(took));
        leave(session)
    }

    /// One rule edited, the document open beside it.
    fn rules(&mut self, setting: &Setting) -> Outcome<()> {
        say(&setting.size.name, "editing rules");
        let folder = setting.folder.join("with-rules");
        let document = write(&folder, "disclosure.txt", &setting.text)?;
        let files = copy_rules(&self.pack, &folder.join("rules"))?;
        let mut session = self.document_session(&document, &setting.text, Way::Push)?;
        let edits = self.edits;
        let edited =
            rules::measure(&mut session.server, &files, &mut session.typist, edits, self.ticks)?;
        for edited in edited {
            let what = match edited.kind {
                EditKind::Message => "message of a rule edited",
                EditKind::Condition => "condition of a rule edited",
            };
            self.row_of_processor(
                &format!("{what}, each awaited"),
                setting,
                edited.used,
                edited.wall,
            );
            let (lines, bytes) = edited.size;
            let size = TextSize { name: edited.place, lines, bytes };
            let rule = Spread::of(edited.rule);
            self.times.add(&format!("{what}: the rule file's"), &size, edited.findings, &rule);
            let what = format!("{what}: the document's");
            if edited.document.is_empty() {
                self.remarks.push(format!("{what}: no edit was found that changes them"));
                continue;
            }
            let told = Spread::of(edited.document);
            self.times.add(&what, &setting.size, edited.findings_in_document, &told);
        }
        leave(session)
    }

    /// From nothing to the first diagnostics of a file that is opened at once.
    fn starts(&mut self, setting: &Setting, plain: &Path, beside: Option<&Beside>) -> Outcome<()> {
        say(&setting.size.name, "starting");
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let mut findings = 0;
        for _ in 0..STARTS {
            let (took, found) = start(&self.gouji, plain, "plaintext", &setting.text)?;
            ours.push(took);
            findings = found;
            if let Some(beside) = beside {
                theirs.push(start(&beside.program, &beside.path, "python", &beside.text)?.0);
            }
        }
        let ours = Spread::of(ours);
        self.times.add("cold start to first diagnostics", &setting.size, findings, &ours);
        if let Some(beside) = beside {
            let theirs = Spread::of(theirs);
            let size = TextSize::of(&format!("{} (Python)", beside.program.name), &beside.text);
            self.times.add("cold start to first diagnostics", &size, findings, &theirs);
        }
        Ok(())
    }

    /// Memory after more and more edits.
    fn memory(&mut self, setting: &Setting, plain: &Path) -> Outcome<()> {
        say(&setting.size.name, "memory");
        let mut session = self.document_session(plain, &setting.text, Way::Push)?;
        let mut done = 0;
        let _ = write!(self.memory, "| {} |", setting.size.name);
        for after in MEMORY_AFTER {
            session.typist.type_awaited(&mut session.server, after - done)?;
            done = after;
            let used = resident(session.server.process());
            let used = used.map_or("–".to_owned(), |kib| ratio(u128::from(kib), 1024));
            let _ = write!(self.memory, " {used} |");
        }
        self.memory.push('\n');
        confirm(&mut session)?;
        leave(session)
    }

    /// A session of gouji whose first pass is over.
    fn document_session(&self, path: &Path, text: &str, way: Way) -> Outcome<Session> {
        let mut session = open(&self.gouji, path, "plaintext", text, &['\t'], way)?;
        if way == Way::Push {
            session.server.first_pass()?;
            session.first = session.typist.fence(&mut session.server)?;
        }
        Ok(session)
    }

    /// What came of it.
    pub fn report(&self) -> String {
        let mut report = self.times.table();
        report.push('\n');
        for remark in &self.remarks {
            let _ = writeln!(report, "- {remark}");
        }
        let columns: String =
            MEMORY_AFTER.iter().map(|after| format!(" after {after} edits |")).collect();
        let rule = " ---: |".repeat(MEMORY_AFTER.len());
        let _ = write!(report, "\n| memory (MiB) |{columns}\n| --- |{rule}\n{}", self.memory);
        let _ = write!(
            report,
            "\n| processor | in | used ms | wall ms | cores |\n| --- | --- | ---: | ---: | ---: |\n{}",
            self.processor
        );
        report
    }
}

/// What a stretch of edits cost.
struct Stretch {
    used: Duration,
    wall: Duration,
    took: Vec<Duration>,
}

/// The anchor and its file.
struct Beside {
    program: LanguageServer,
    text: String,
    path: PathBuf,
}

impl Beside {
    fn session(&self) -> Outcome<Session> {
        let separators = &[' ', ',', ':'];
        open(&self.program, &self.path, "python", &self.text, separators, Way::Push)
    }
}

/// Starts a server on the folder of a file and opens that.
fn open(
    program: &LanguageServer,
    path: &Path,
    language: &str,
    text: &str,
    separators: &[char],
    way: Way,
) -> Outcome<Session> {
    let uri = uri_of(path);
    let folder = path.parent().unwrap_or(path);
    let typist = Typist::new(uri.clone(), text, separators)?;
    let mut server = Server::start(program, folder, way)?;
    server.open(&uri, language, text)?;
    // Who asks may be told nothing unasked.
    let first = match way {
        Way::Push => server.said(&uri, 1)?,
        Way::Pull => asked(&mut server, &uri)?,
    };
    Ok(Session { server, typist, first })
}

fn asked(server: &mut Server, uri: &str) -> Outcome<Said> {
    let document = json!({ "textDocument": { "uri": uri } });
    let (at, mut answer) = server.ask("textDocument/diagnostic", document)?;
    Ok(Said { at, version: None, diagnostics: answer["items"].take() })
}

/// How long a start takes, and how many findings there are.
fn start(
    program: &LanguageServer,
    path: &Path,
    language: &str,
    text: &str,
) -> Outcome<(Duration, usize)> {
    let session = open(program, path, language, text, &['\t', ' ', ',', ':'], Way::Push)?;
    let took = session.first.at.saturating_duration_since(session.server.born);
    let found = session.first.count();
    session.server.stop()?;
    Ok((took, found))
}

/// Everything put back as it was must be told what it was told at first.
fn confirm(session: &mut Session) -> Outcome<()> {
    let now = session.typist.restore(&mut session.server)?;
    if now != session.first.diagnostics || session.first.count() == 0 {
        return Err(format!("{}: not the diagnostics of the beginning", session.typist.uri));
    }
    Ok(())
}

fn leave(session: Session) -> Outcome<()> {
    session.server.stop()
}

fn say(name: &str, what: &str) {
    eprintln!("{name}: {what} …");
}

fn write(folder: &Path, name: &str, text: &str) -> Outcome<PathBuf> {
    let path = folder.join(name);
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
    written.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// Copies a rule pack; where the copies are.
fn copy_rules(from: &Path, to: &Path) -> Outcome<Vec<PathBuf>> {
    let wrong = |error| format!("{}: {error}", from.display());
    let mut copies = Vec::new();
    for entry in std::fs::read_dir(from).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|extension| extension == "gouji") {
            let text = std::fs::read_to_string(&path).map_err(wrong)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            copies.push(write(to, &name, &text)?);
        }
    }
    copies.sort();
    Ok(copies)
}
