//! What forms saw of a document, in words.

use crate::{Configuration, DocumentFile, document_facts, model, reader};
use gouji_analysis::{Records, SurveyFilter};
use gouji_report::Source;
use gouji_text::Language;
use salsa::Database;

/// What a form saw of a document, or all forms where none is named; the same page as that of the command.
/// Why a document could not be read at all is said in its findings: then there is nothing here.
///
/// Not kept: it is asked for by hand, and reads most of the document again.
pub fn reading(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    form: Option<&str>,
    language: Language,
) -> String {
    let model = model(db, document);
    let source = Source {
        name: document.name(db).into(),
        text: model.body.text.clone(),
        lines: model.lines.clone(),
        addresses: model.addresses.clone(),
    };
    let facts = document_facts(db, configuration, document);
    let read = (model.body.clone(), model.origin);
    let records = Records::new(reader(db, configuration), read, facts, source);
    let filter = SurveyFilter { form: form.map(str::to_owned), ..SurveyFilter::default() };
    records.unknown_in(&filter, language).unwrap_or_else(|| records.saw(&filter, language))
}
