//! What is read from the disk: one thread reads what was asked for, in the order asked, outside the
//! lock, and then hands it to the world. Edits and questions go on meanwhile.

use crate::convert::Encoding;
use crate::guard::words;
use crate::notices::{self, Notice, Notices, Remark};
use crate::progress::Progress;
use crate::shared::Shared;
use crate::world::{OnDisk, World};
use gouji_text::{Language, Localized, TextRange};

use gouji_workspace::{PROJECT_FILE, Project, Role, System, read_text_file};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tower_lsp::lsp_types::MessageType;

/// The world outside.
pub(crate) type Files = Arc<dyn System + Send + Sync>;

/// What is to be read.
enum Job {
    /// All folders: `gouji.toml`, rule texts, documents; and how far that is, where it is to be shown.
    Folders(Option<Progress>),
    /// Files that may have been made, changed or removed.
    Files(Vec<PathBuf>),
}

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
        self.give(Job::Folders(progress));
    }

    /// Reads files anew; a `gouji.toml` among them changes what the folders are about.
    pub(crate) fn read_files(&self, paths: Vec<PathBuf>) {
        let is_project = |path: &PathBuf| path.file_name().is_some_and(|name| name == PROJECT_FILE);
        let job = if paths.iter().any(is_project) { Job::Folders(None) } else { Job::Files(paths) };
        self.give(job);
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
            let work = AssertUnwindSafe(|| match job {
                Job::Folders(progress) => self.read_folders(progress),
                Job::Files(paths) => self.read_files(&paths),
            });
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
        let projects: Vec<Project> =
            folders.iter().map(|folder| Project::of_folder(&*self.files, folder)).collect();
        let mut notices = Notices::new();
        let mut wanted = Vec::new();
        let mut wrong = Vec::new();
        for project in &projects {
            let survey = project.survey(&*self.files);
            wanted.extend(survey.rules.into_iter().map(|path| (path, true)));
            wanted.extend(survey.documents.into_iter().map(|path| (path, false)));
            for (path, why) in survey.unreadable {
                tongue.note(&mut notices, &path, "", vec![notices::no_reader(why)]);
            }
            let remarks = project_remarks(project, survey.missing);
            if !remarks.is_empty() {
                wrong.extend(remarks.iter().map(|remark| tongue.pick(&remark.message)));
                let path = project.folder.join(PROJECT_FILE);
                let text = read_text_file(&*self.files, &path).unwrap_or_default();
                tongue.note(&mut notices, &path, &text, remarks);
            }
        }
        let read = self.read_all(&tongue, wanted, &mut notices, progress.as_ref());
        self.shared.change(|world| {
            world.projects = projects;
            world.notices = Arc::new(notices);
            world.take(read, true);
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
        let text = match read_text_file(&*self.files, &path) {
            Ok(text) => Some(text),
            Err(why) => {
                tongue.note(notices, &path, "", vec![notices::unreadable(why)]);
                None
            }
        };
        OnDisk { path, is_rule, text }
    }

    fn read_files(&mut self, paths: &[PathBuf]) {
        let (roles, tongue) = self.look(|world| roles_of(world, paths));
        let mut notices = Notices::new();
        let mut read = Vec::new();
        for (path, role) in &roles {
            // What is gone is nothing to be told of.
            let is_there = self.files.kind(path).is_ok();
            match role {
                Some(Role::Rule | Role::Document) if is_there => {
                    let is_rule = *role == Some(Role::Rule);
                    read.push(self.read_one(&tongue, path.clone(), is_rule, &mut notices));
                }
                Some(Role::Unreadable(why)) if is_there => {
                    let remarks = vec![notices::no_reader(why.clone())];
                    tongue.note(&mut notices, path, "", remarks);
                }
                _ => read.push(OnDisk { path: path.clone(), is_rule: false, text: None }),
            }
        }
        self.shared.change(|world| {
            let all = Arc::make_mut(&mut world.notices);
            all.retain(|path, _| roles.iter().all(|(reread, _)| reread != path));
            all.extend(notices);
            world.take(read, false);
        });
        self.shared.refresh(true);
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

/// The files at paths and, where a path was a folder, the files known to be below it; and what they
/// are to the workspace.
fn roles_of(world: &World, paths: &[PathBuf]) -> Vec<(PathBuf, Option<Role>)> {
    let known = world.entries.keys().chain(world.notices.keys());
    let below = known.filter(|known| paths.iter().any(|path| known.starts_with(path)));
    let all: BTreeSet<&PathBuf> = paths.iter().chain(below).collect();
    all.into_iter().map(|path| (path.clone(), world.role(path))).collect()
}

fn project_remarks(project: &Project, missing: Vec<Localized>) -> Vec<Remark> {
    let at = TextRange::from(project.problem_at.clone());
    let words = |problem: &String| Localized { chinese: problem.clone(), english: problem.clone() };
    let wrong = project.problem.iter().map(|problem| notices::project(words(problem), at));
    let missing =
        missing.into_iter().map(|message| notices::project(message, TextRange::default()));
    wrong.chain(missing).collect()
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
