//! What is read from the disk: one thread reads what was asked for, in the order asked, outside the
//! lock, and then hands it to the world. Edits and questions go on meanwhile.

use crate::convert::Encoding;
use crate::guard::words;
use crate::notices::{self, Notice, Notices, Remark};
use crate::progress::Progress;
use crate::shared::Shared;
use crate::world::{Contents, OnDisk, World};
use gouji_text::{Language, Localized, TextRange};

use gouji_workspace::{
    Origin, PROJECT_FILE, Project, RuleOptions, System, Wanted, in_force, read_document,
    read_text_file,
};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tower_lsp::lsp_types::MessageType;

/// The world outside.
pub(crate) type Files = Arc<dyn System + Send + Sync>;

/// All folders are to be read: `gouji.toml`, rule texts, documents; and how far that is, where it is to
/// be shown.
struct Job(Option<Progress>);

/// Reads files for the world.
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
        std::thread::spawn(move || Reader { shared, files, told: String::new() }.run(&jobs, &tell));
        Self { jobs: Mutex::new(Jobs { sender, given: 0 }), done }
    }

    /// Reads all folders anew.
    pub(crate) fn read_folders(&self, progress: Option<Progress>) {
        self.give(Job(progress));
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

struct Reader {
    shared: Arc<Shared>,
    files: Files,
    /// What was last said to be wrong with the project files.
    told: String,
}

impl Reader {
    fn run(mut self, jobs: &Receiver<Job>, done: &watch::Sender<u64>) {
        while let Ok(job) = jobs.recv() {
            let work = AssertUnwindSafe(|| self.read_folders(job.0));
            if let Err(panic) = catch_unwind(work) {
                let language = self.shared.lock().language;
                self.shared.say_defect(language, &words(&panic));
            }
            done.send_modify(|done| *done += 1);
        }
    }

    fn read_folders(&mut self, progress: Option<Progress>) {
        let (folders, tongue) = self.look(|world| world.folders.clone());
        let folders: BTreeSet<PathBuf> = folders.into_iter().collect();
        let mut notices = Notices::new();
        let mut wanted = Vec::new();
        let mut remarks: BTreeMap<PathBuf, Vec<Remark>> = BTreeMap::new();
        let mut projects = Vec::new();
        for folder in &folders {
            let project = Project::find(&*self.files, folder);
            let documents = match &project {
                Some(project) if project.folder == *folder => Wanted::OfProject,
                _ => Wanted::Below(folder.clone()),
            };
            let options = RuleOptions::default();
            let found = in_force(&*self.files, project.as_ref(), &options, &documents);
            let own = found.packs.iter().filter(|pack| pack.origin != Origin::Shipped);
            let rules = own.flat_map(|pack| &pack.files);
            wanted.extend(rules.map(|file| (file.path.clone(), true)));
            wanted.extend(found.documents.documents.into_iter().map(|path| (path, false)));
            for (path, why) in found.documents.unreadable {
                tongue.note(&mut notices, &path, "", vec![notices::no_reader(why)]);
            }
            for problem in found.problems {
                let path = problem.file.unwrap_or_else(|| folder.join(PROJECT_FILE));
                remarks.entry(path).or_default().push(problem.diagnostic);
            }
            if let Some(Project { folder, problem: Some(problem), .. }) = &project {
                let at = TextRange::from(problem.at.clone());
                let remark = notices::project(problem.message.clone(), at);
                remarks.entry(folder.join(PROJECT_FILE)).or_default().push(remark);
            }
            projects.extend(project);
        }
        let mut wrong = Vec::new();
        for (path, remarks) in remarks {
            if path.ends_with(PROJECT_FILE) {
                wrong.extend(remarks.iter().map(|remark| tongue.pick(&remark.message)));
            }
            let text = read_text_file(&*self.files, &path).unwrap_or_default();
            tongue.note(&mut notices, &path, &text, remarks);
        }
        let read = self.read_all(&tongue, wanted, &mut notices, progress.as_ref());
        self.shared.change(|world| {
            world.projects = projects;
            world.notices = Arc::new(notices);
            world.take(read);
        });
        self.shared.refresh(true);
        self.tell(wrong);
        if let Some(progress) = progress {
            progress.follow_checking(Arc::clone(&self.shared));
        }
    }

    fn read_all(
        &self,
        tongue: &Tongue,
        wanted: Vec<(PathBuf, bool)>,
        notices: &mut Notices,
        progress: Option<&Progress>,
    ) -> Vec<OnDisk> {
        let all = wanted.len();
        let mut read = Vec::with_capacity(all);
        let mut seen = BTreeSet::new();
        for (number, (path, is_rule)) in wanted.into_iter().enumerate() {
            if let Some(progress) = progress {
                progress.reading(number, all);
            }
            if seen.insert(path.clone()) {
                read.push(self.read_one(tongue, path, is_rule, notices));
            }
        }
        read
    }

    fn read_one(
        &self,
        tongue: &Tongue,
        path: PathBuf,
        is_rule: bool,
        notices: &mut Notices,
    ) -> OnDisk {
        let contents = if is_rule {
            read_text_file(&*self.files, &path).map(|text| Contents::Rule(Arc::from(text)))
        } else {
            read_document(&*self.files, &path).map(Contents::Document)
        };
        let contents = match contents {
            Ok(contents) => Some(contents),
            Err(why) => {
                tongue.note(notices, &path, "", vec![notices::unreadable(why)]);
                None
            }
        };
        OnDisk { path, contents }
    }

    /// Looks something up in the world, and how the client wants to be spoken to.
    fn look<Found>(&self, find: impl FnOnce(&World) -> Found) -> (Found, Tongue) {
        let world = self.shared.lock();
        let tongue = Tongue { language: world.language, encoding: world.encoding };
        (find(&world), tongue)
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
struct Tongue {
    language: Language,
    encoding: Encoding,
}

impl Tongue {
    fn pick(&self, words: &Localized) -> String {
        words.in_language(self.language).to_owned()
    }

    fn note(&self, notices: &mut Notices, path: &Path, text: &str, remarks: Vec<Remark>) {
        let notice = Notice::new(path, text, remarks, self.encoding, self.language);
        notices.extend(notice.map(|notice| (path.to_owned(), notice)));
    }
}
