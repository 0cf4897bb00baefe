//! All figures of a document, each changed in all ways.

use super::change::{FigureChange, TextEdit};
use super::figure::{WatchedFigure, figures};
use super::judgement::Judgement;
use super::said::Statements;
use gouji_database::{
    Configuration, DocumentFile, GoujiDatabase, PackFiles, RuleFile, Setter, applicable,
    document_facts, document_report, model, schema,
};
use gouji_document::RawDocument;
use gouji_text::{LineColumn, LineIndex};
use gouji_workspace::PackInForce;
use std::sync::Arc;

/// What came of all changes in a document.
#[derive(Debug)]
pub struct Examination {
    /// The name that the document is shown under.
    pub name: String,
    /// What the document says.
    pub text: Arc<str>,
    /// The lines of that.
    pub lines: LineIndex,
    /// Its figures, in order of place.
    pub figures: Vec<WatchedFigure>,
    /// What was done to them, in order of figures and changes.
    pub mutations: Vec<Mutation>,
    /// Why nothing was checked, in Chinese; `None` where the document was checked.
    pub not_checked: Option<String>,
}

/// A change of a figure, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutation {
    /// Which figure, by its number.
    pub figure: usize,
    /// How it was changed.
    pub change: FigureChange,
    /// The edit.
    pub edit: TextEdit,
    /// What came of it.
    pub judgement: Judgement,
}

/// Changes every figure of a document alone and in all ways, and checks the document each time by the rules in
/// force, on so many threads. The same for any number of threads.
///
/// A document that is no text is taken for the text that was read of it.
pub fn examine(
    packs: &[PackInForce],
    name: &str,
    raw: &RawDocument,
    threads: usize,
) -> Examination {
    let check = Check::new(packs, name, raw);
    let model = model(&check.database, check.document);
    let (text, lines) = (Arc::clone(&model.body.text), model.lines.clone());
    let before = check.report();
    let mut examination = Examination {
        name: name.to_owned(),
        figures: check.figures(),
        text,
        lines,
        mutations: Vec::new(),
        not_checked: before.not_checked.as_ref().map(|why| why.chinese.clone()),
    };
    if examination.not_checked.is_some() {
        return examination;
    }
    let before = Statements::of(&before, &examination.lines, None);
    let share = examination.figures.len().div_ceil(threads.max(1)).max(1);
    let numbers: Vec<usize> = (0..examination.figures.len()).collect();
    let mutations = std::thread::scope(|scope| {
        let (examination, before) = (&examination, &before);
        let shares: Vec<_> = numbers
            .chunks(share)
            .map(|figures| {
                scope.spawn(move || {
                    let mut check = Check::new(packs, name, raw);
                    let of_figure =
                        figures.iter().map(|figure| check.mutate(examination, before, *figure));
                    of_figure.collect::<Vec<_>>().concat()
                })
            })
            .collect();
        let shares = shares.into_iter().map(|share| match share.join() {
            Ok(mutations) => mutations,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        shares.collect::<Vec<_>>().concat()
    });
    examination.mutations = mutations;
    examination
}

/// A database with one document.
struct Check {
    database: GoujiDatabase,
    configuration: Configuration,
    document: DocumentFile,
    raw: RawDocument,
}

impl Check {
    fn new(packs: &[PackInForce], name: &str, raw: &RawDocument) -> Self {
        let database = GoujiDatabase::default();
        let raw = raw.with_text(Arc::clone(&raw.read().body.text));
        let in_force = packs.iter().map(|pack| PackFiles {
            files: pack
                .files
                .iter()
                .map(|file| {
                    let name = file.path.display().to_string();
                    RuleFile::new(&database, name, Arc::clone(&file.text))
                })
                .collect(),
            selection: pack.selection,
        });
        let configuration = Configuration::new(&database, in_force.collect());
        let document = DocumentFile::new(&database, name.to_owned(), raw.clone());
        Self { database, configuration, document, raw }
    }

    fn report(&self) -> Arc<gouji_report::DocumentReport> {
        document_report(&self.database, self.configuration, self.document)
    }

    fn figures(&self) -> Vec<WatchedFigure> {
        let (database, configuration, document) =
            (&self.database, self.configuration, self.document);
        let facts = document_facts(database, configuration, document);
        let applies = applicable(database, configuration, document);
        let text = &model(database, document).body.text;
        figures(&schema(database, configuration), &facts, text, &applies.packs)
    }

    /// What comes of all changes of a figure.
    fn mutate(
        &mut self,
        examination: &Examination,
        before: &Statements,
        number: usize,
    ) -> Vec<Mutation> {
        let Examination { text, lines, figures, .. } = examination;
        let Some(figure) = figures.get(number) else { return Vec::new() };
        let line = lines.line_of(figure.digits.start);
        let edits = FigureChange::ALL
            .into_iter()
            .filter_map(|change| Some((change, change.edit(text, figure)?)));
        let mutations = edits.map(|(change, edit)| {
            let changed = self.raw.with_text(edit.apply(text).into());
            self.document.set_raw(&mut self.database).to(changed);
            let after = Statements::of(&self.report(), lines, Some(&edit));
            let judgement = Judgement::of(before, &after, line);
            Mutation { figure: number, change, edit, judgement }
        });
        mutations.collect()
    }
}

impl Examination {
    /// Where a figure stands, as a person finds it.
    pub fn place(&self, figure: &WatchedFigure) -> LineColumn {
        self.lines.line_column(&self.text, figure.digits.start)
    }

    /// The text of the line that a figure stands in.
    pub fn line(&self, figure: &WatchedFigure) -> &str {
        let (front, behind) = self.text.split_at(figure.digits.start as usize);
        let start = front.rfind('\n').map_or(0, |end| end + 1);
        let end = behind.find('\n').map_or(self.text.len(), |end| front.len() + end);
        self.text.get(start..end).unwrap_or("").trim_end()
    }
}
