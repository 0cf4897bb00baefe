//! What is read from the disk: one thread reads what was asked for, in the order asked, outside the
//! lock, and then hands it to the state. Edits and questions go on meanwhile.

use crate::convert::PositionEncoding;
use crate::guard::words;
use crate::notices::{Notice, Notices, Remark};
use crate::progress::Progress;
use crate::shared::Shared;
use crate::state::{Contents, OnDisk, ServerState};
use gouji_analysis::not_checked_problem;
use gouji_text::{Language, Localized};
use gouji_workspace::{
    Origin, Overlay, PROJECT_FILE, System, WorkedFolder, WorkedFolders, copy_shipped,
    read_document, read_text_file,
};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tower_lsp::lsp_types::MessageType;

/// The state outside.
pub(crate) type Files = Arc<dyn System + Send + Sync>;

/// What is in force is to be asked again, and the files read that are new or changed.
struct Job {
    /// How far that is, where it is to be shown.
    progress: Option<Progress>,
    /// Files that may have been changed.
    changed: Vec<PathBuf>,
}

/// Reads files for the state.
pub(crate) struct Disk {
    jobs: Mutex<Jobs>,
    done: watch::Receiver<u64>,
}

struct Jobs {
    sender: Sender<Job>,
    given: u64,
}

impl Disk {
    /// Starts the thread.
    pub(crate) fn start(shared: Arc<Shared>, files: Files) -> Self {
        let (sender, jobs) = channel();
        let (tell, done) = watch::channel(0);
        std::thread::spawn(move || {
            FileReader {
                shared,
                files,
                told: String::new(),
                folders: WorkedFolders::default(),
                read: BTreeSet::new(),
            }
            .run(&jobs, &tell)
        });
        Self { jobs: Mutex::new(Jobs { sender, given: 0 }), done }
    }

    /// Reads all folders anew.
    pub(crate) fn read_folders(&self, progress: Option<Progress>) {
        self.give(Job { progress, changed: Vec::new() });
    }

    /// Reads files anew, and all folders for what has come and gone.
    pub(crate) fn read_files(&self, changed: Vec<PathBuf>) {
        self.give(Job { progress: None, changed });
    }

    fn give(&self, job: Job) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.given += 1;
        // The thread ends with this sender, not before.
        let _ = jobs.sender.send(job);
    }

    /// Waits until what was asked for so far has been read.
    pub(crate) async fn settled(&self) {
        let given = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).given;
        let _ = self.done.clone().wait_for(|done| *done >= given).await;
    }
}

struct FileReader {
    shared: Arc<Shared>,
    files: Files,
    /// What was last said to be wrong with the project files.
    told: String,
    folders: WorkedFolders,
    /// The documents that the state has as they are on disk.
    read: BTreeSet<PathBuf>,
}

impl FileReader {
    fn run(mut self, jobs: &Receiver<Job>, done: &watch::Sender<u64>) {
        match copy_shipped(&*self.files) {
            Ok(copies) => self.shared.change(|state| state.take_shipped(copies)),
            // Without copies all works but going to them.
            Err(why) => {
                let language = self.shared.lock().language;
                self.shared.say(MessageType::WARNING, why.in_language(language).to_owned());
            }
        }
        while let Ok(job) = jobs.recv() {
            let work = AssertUnwindSafe(|| self.read_folders(job));
            if let Err(panic) = catch_unwind(work) {
                let language = self.shared.lock().language;
                self.shared.say_defect(language, &words(&panic));
            }
            done.send_modify(|done| *done += 1);
        }
    }

    fn read_folders(&mut self, job: Job) {
        let Job { progress, changed } = job;
        self.read.retain(|read| !changed.iter().any(|path| read.starts_with(path)));
        let (folders, locale) = self.look(|state| state.folders.clone());
        let (texts, _) = self.look(ServerState::open_rules);
        let folders: BTreeSet<PathBuf> = folders.into_iter().collect();
        let above = texts.iter().map(|(path, text)| (path.clone(), Arc::from(Arc::clone(text))));
        let system = Overlay::new(&*self.files, above);
        let surveyed = self.folders.survey(&system, &folders);
        let mut notices = Notices::new();
        let mut documents = BTreeSet::new();
        let mut read = Vec::new();
        let mut remarks: BTreeMap<PathBuf, Vec<Remark>> = BTreeMap::new();
        for WorkedFolder { folder, in_force, .. } in &surveyed {
            let own = in_force.packs.iter().filter(|pack| pack.origin != Origin::Shipped);
            // What is in force was found out by reading the rules.
            read.extend(own.flat_map(|pack| &pack.files).map(|file| OnDisk {
                path: file.path.clone(),
                contents: Some(Contents::Rule(Arc::clone(&file.text))),
            }));
            documents.extend(in_force.documents.documents.iter().cloned());
            for (path, why) in &in_force.documents.unreadable {
                locale.note(&mut notices, path, "", vec![not_checked_problem(why)]);
            }
            for problem in &in_force.problems {
                let path = problem.file.clone().unwrap_or_else(|| folder.join(PROJECT_FILE));
                let remarks = remarks.entry(path).or_default();
                // Two folders of one project have the same to say.
                if !remarks.contains(&problem.diagnostic) {
                    remarks.push(problem.diagnostic.clone());
                }
            }
        }
        let mut wrong = Vec::new();
        for (path, remarks) in remarks {
            if path.ends_with(PROJECT_FILE) {
                wrong.extend(remarks.iter().map(|remark| locale.pick(&remark.message)));
            }
            let text = read_text_file(&*self.files, &path).unwrap_or_default();
            locale.note(&mut notices, &path, &text, remarks);
        }
        let rules = read.iter().map(|file| file.path.clone());
        let kept: BTreeSet<PathBuf> = documents.iter().cloned().chain(rules).collect();
        read.extend(self.read_documents(&locale, documents, &mut notices, progress.as_ref()));
        self.shared.change(|state| {
            state.notices = Arc::new(notices);
            state.take(surveyed, texts.into_keys().collect(), &kept, read);
        });
        self.shared.refresh(true);
        self.tell(wrong);
        if let Some(progress) = progress {
            progress.follow_checking(Arc::clone(&self.shared));
        }
    }

    /// Reads the documents that are not read yet; the others are kept as they are.
    fn read_documents(
        &mut self,
        locale: &Locale,
        documents: BTreeSet<PathBuf>,
        notices: &mut Notices,
        progress: Option<&Progress>,
    ) -> Vec<OnDisk> {
        self.read.retain(|path| documents.contains(path));
        let new: Vec<PathBuf> = documents.difference(&self.read).cloned().collect();
        let all = new.len();
        let mut read = Vec::with_capacity(all);
        for (number, path) in new.into_iter().enumerate() {
            if let Some(progress) = progress {
                progress.reading(number, all);
            }
            let contents = match read_document(&*self.files, &path) {
                Ok(document) => {
                    self.read.insert(path.clone());
                    Some(Contents::Document(document))
                }
                Err(why) => {
                    locale.note(notices, &path, "", vec![not_checked_problem(&why)]);
                    None
                }
            };
            read.push(OnDisk { path, contents });
        }
        read
    }

    /// Looks something up in the state, and how the client wants to be spoken to.
    fn look<Found>(&self, find: impl FnOnce(&ServerState) -> Found) -> (Found, Locale) {
        let state = self.shared.lock();
        let locale = Locale { language: state.language, encoding: state.encoding };
        (find(&state), locale)
    }

    /// Says what is wrong with the project files, once.
    fn tell(&mut self, wrong: Vec<String>) {
        let wrong = wrong.join("\n");
        if wrong != self.told && !wrong.is_empty() {
            self.shared.say(MessageType::ERROR, format!("{PROJECT_FILE}: {wrong}"));
        }
        self.told = wrong;
    }
}

/// How the client wants to be spoken to.
struct Locale {
    language: Language,
    encoding: PositionEncoding,
}

impl Locale {
    fn pick(&self, words: &Localized) -> String {
        words.in_language(self.language).to_owned()
    }

    fn note(&self, notices: &mut Notices, path: &Path, text: &str, remarks: Vec<Remark>) {
        let notice = Notice::new(path, text, remarks, self.encoding, self.language);
        notices.extend(notice.map(|notice| (path.to_owned(), notice)));
    }
}
