//! The words.

use gouji_database::{Configuration, DocumentFile, GoujiDatabase, RuleFile};
use gouji_diagnostic::Diagnostic;
use gouji_text::{Language, TextRange};

use std::sync::Arc;

/// A text that an editor shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum File {
    /// A rule text.
    Rule(RuleFile),
    /// A disclosure.
    Document(DocumentFile),
}

/// Answers questions about one state of the world.
pub struct Ide<'db> {
    /// The database.
    pub database: &'db GoujiDatabase,
    /// Which packs are in force.
    pub configuration: Configuration,
    /// The disclosures that are open or in the workspace.
    pub documents: &'db [DocumentFile],
    /// Those of them that are open.
    pub open: &'db [DocumentFile],
    /// The language to answer in.
    pub language: Language,
}

/// What stands at a place, in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: TextRange,
    /// The words.
    pub markdown: String,
}

/// A proposal to complete what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What kind of thing it is.
    pub kind: CompletionKind,
    /// A word more: the type, where a label occurs.
    pub detail: String,
    /// Documentation, Markdown.
    pub documentation: String,
    /// What an editor filters by: the label, and its pinyin initials.
    pub filter: String,
    /// What is replaced.
    pub range: TextRange,
    /// By what; with `$1`, `${1:…}` and `$0` where `is_snippet`.
    pub insert: String,
    /// Whether `insert` has places to fill in.
    pub is_snippet: bool,
}

/// Kinds of proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A keyword.
    Keyword,
    /// A field of a record.
    Field,
    /// A record type.
    Record,
    /// A function or definition.
    Function,
    /// A unit or dimension.
    Unit,
    /// A label that occurs in a document.
    Label,
    /// A whole construct.
    Snippet,
    /// A local or a parameter.
    Local,
    /// A rule.
    Rule,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file.
    pub file: File,
    /// The whole thing.
    pub range: TextRange,
    /// Its name.
    pub selection: TextRange,
}

/// A replacement in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// The file.
    pub file: File,
    /// What is replaced.
    pub range: TextRange,
    /// By what.
    pub text: String,
}

/// Something an editor can do about a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does.
    pub title: String,
    /// The diagnostic it mends: its code.
    pub code: String,
    /// The edits.
    pub edits: Vec<FileEdit>,
}

/// An entry of a file's outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// A word more.
    pub detail: String,
    /// What kind of thing it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: TextRange,
    /// Its name.
    pub selection: TextRange,
    /// What it holds.
    pub children: Vec<Symbol>,
}

/// Kinds of symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// A ruleset.
    Ruleset,
    /// A record type.
    Record,
    /// A field.
    Field,
    /// A form.
    Form,
    /// A rule.
    Rule,
    /// A definition.
    Function,
    /// A dimension.
    Unit,
    /// An example.
    Example,
    /// A heading of a disclosure.
    Heading,
    /// A table of a disclosure.
    Table,
}

/// A coloured stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Where; never over a line end.
    pub range: TextRange,
    /// What it is.
    pub kind: HighlightKind,
}

/// Kinds of stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HighlightKind {
    /// A keyword.
    Keyword,
    /// A comment.
    Comment,
    /// A documentation comment.
    Documentation,
    /// A string.
    Text,
    /// A number.
    Number,
    /// A unit.
    Unit,
    /// A record type.
    Record,
    /// A field.
    Field,
    /// A function or aggregate.
    Function,
    /// A rule's name.
    Rule,
    /// A local or parameter.
    Local,
    /// An operator.
    Operator,
    /// In a disclosure: a figure that a form reads.
    Figure,
    /// In a disclosure: a label or heading that a form looks for.
    Label,
}

/// A word shown between the characters of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Where, in bytes.
    pub offset: u32,
    /// The word.
    pub text: String,
    /// More, on hover.
    pub tooltip: String,
}

/// How a rule or form fares on the documents, above its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The name.
    pub range: TextRange,
    /// `查过 65 项 · 4 项不通过 · 5 项无法判定`
    pub title: String,
    /// Where it leads.
    pub leads_to: LensTarget,
}

/// The text of a document whose file holds something else: a page, a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPage {
    /// The text; all places in the document are places of it.
    pub text: Arc<str>,
    /// Where pages, sheets and tables begin in it, and what they are called.
    pub marks: Vec<(u32, String)>,
}

/// Where a lens leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LensTarget {
    /// The findings of a rule, to be listed.
    Findings(Vec<Target>),
    /// What a form saw of a document: the page that [`Ide::reading`](crate::Ide::reading) writes.
    Reading {
        /// The form's name.
        form: String,
        /// A document that it reads, else one that it should; `None` where there is none.
        document: Option<File>,
    },
}

/// What a function takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// `舍入(数, 位数)`
    pub label: String,
    /// Ranges of the parameters in the label, in bytes.
    pub parameters: Vec<TextRange>,
    /// Which one the cursor is in.
    pub active: usize,
    /// What it does, Markdown.
    pub documentation: String,
}

/// What is wrong in a file.
pub type Diagnostics = Arc<Vec<Diagnostic>>;
