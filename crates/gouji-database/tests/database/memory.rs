//! What is known of texts that are no longer there is given back.

use crate::common::{DOCUMENT, MORE_RULES, RULES, raw};
use gouji_analysis::Selection;
use gouji_database::{
    Configuration, DocumentFile, Durability, GoujiDatabase, PackFiles, RuleFile, Setter,
    document_findings,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Edits until as many values are kept as are needed at one time, and edits that are counted.
const EDITS: usize = 200;

#[test]
fn edits_without_end_keep_no_more_values() {
    let kept: Arc<AtomicUsize> = Arc::default();
    let counter = Arc::clone(&kept);
    let mut database = GoujiDatabase::observed(Box::new(move |event| {
        if matches!(event.kind, salsa::EventKind::DidInternValue { .. }) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }));
    // As the server has them: rules change seldom, documents all the time.
    let rules = [RULES, MORE_RULES].iter().enumerate().map(|(number, text)| {
        RuleFile::builder(format!("{number}.gouji"), Arc::from(*text))
            .durability(Durability::MEDIUM)
            .new(&database)
    });
    let pack = PackFiles { files: rules.collect(), selection: Selection::default() };
    let configuration =
        Configuration::builder(vec![pack]).durability(Durability::MEDIUM).new(&database);
    let document = DocumentFile::new(&database, "文件.txt".to_owned(), raw(DOCUMENT));
    let mut type_figures = |from: usize| {
        let before = kept.load(Ordering::Relaxed);
        for number in from..from + EDITS {
            let text = DOCUMENT.replace("\t10.00\t财政", &format!("\t{number}.00\t财政"));
            document.set_raw(&mut database).to(raw(&text));
            document_findings(&database, configuration, document);
        }
        kept.load(Ordering::Relaxed) - before
    };
    let first = type_figures(1000);
    assert!(first >= EDITS / 4, "{first}: no value was made for what was typed");
    let second = type_figures(5000);
    assert!(second < EDITS / 4, "{second} values more are kept after {EDITS} edits more");
}
