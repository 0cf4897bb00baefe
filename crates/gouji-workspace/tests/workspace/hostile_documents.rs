//! The shipped pack over damaged disclosures: whatever a page, a copy or a person did to a text, it is
//! checked to the end, every rule is accounted for, and every place lies in the text.

use gouji_report::DocumentReport;
use gouji_workspace::{MemorySystem, Next, RuleOptions, check_documents, discover, load_rules};
use proptest::prelude::*;
use std::sync::OnceLock;

/// What damages are made of.
const PIECES: [&str; 18] = [
    "\n",
    "\t",
    "\t\t\t",
    " ",
    "\r\n",
    "项目编码\t",
    "项目名称\t",
    "合 计\t",
    "小计\t",
    "单位：万元\n",
    "3 月底\t",
    "12月底\t100%",
    "一级指标\t二级指标\t三级指标\n",
    "99999999999999999999999999.99",
    "≥",
    "2021年2月30日",
    "二、",
    "\u{0}",
];

#[derive(Clone, Debug)]
enum Damage {
    Insert(usize, &'static str),
    Remove(usize, usize),
    Repeat(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let piece = prop::sample::select(&PIECES[..]);
    prop_oneof![
        (0_usize..1000, piece).prop_map(|(at, piece)| Damage::Insert(at, piece)),
        (0_usize..1000, 1_usize..400).prop_map(|(at, length)| Damage::Remove(at, length)),
        (0_usize..1000, 1_usize..3000).prop_map(|(at, length)| Damage::Repeat(at, length)),
    ]
}

/// The byte of `text` at so many thousandths of its length.
fn place(text: &str, thousandths: usize) -> usize {
    let mut at = text.len() * thousandths / 1000;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn end(text: &str, start: usize, characters: usize) -> usize {
    text[start..].char_indices().nth(characters).map_or(text.len(), |(at, _)| start + at)
}

fn apply(text: &mut String, damage: &Damage) {
    match *damage {
        Damage::Insert(at, piece) => text.insert_str(place(text, at), piece),
        Damage::Remove(at, length) => {
            let start = place(text, at);
            text.replace_range(start..end(text, start, length), "");
        }
        Damage::Repeat(at, length) => {
            let start = place(text, at);
            let part = text[start..end(text, start, length)].to_owned();
            text.insert_str(start, &part);
        }
    }
}

fn sample() -> &'static str {
    static SAMPLE: OnceLock<String> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/disclosures/");
        std::fs::read_to_string(format!("{folder}bailu-culture-tourism-2021.txt")).unwrap()
    })
}

/// The report of a document, and whether the program failed on it.
fn check(text: &str) -> (DocumentReport, bool) {
    let system = MemorySystem::default().with("a.txt", text);
    let loaded = load_rules(&system, &RuleOptions::default());
    let mut checked = None;
    let _ = check_documents(
        &system,
        &discover(&system, &["a.txt".into()]),
        &loaded,
        1,
        |report, crashed| {
            checked = Some((report, crashed));
            Next::Continue(())
        },
    );
    checked.expect("a document")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_disclosures_are_checked_to_the_end(damages in prop::collection::vec(damage(), 1..24)) {
        let mut text = sample().to_owned();
        for damage in &damages {
            apply(&mut text, damage);
        }
        let (document, crashed) = check(&text);
        prop_assert!(!crashed);
        let text = &document.source.text;
        for counts in &document.rules {
            let outcomes = counts.passed + counts.failed + counts.undetermined + counts.not_applicable + counts.broken;
            prop_assert!(outcomes > 0, "{} is not accounted for", counts.rule);
        }
        for diagnostic in document.diagnostics() {
            for place in &diagnostic.places {
                prop_assert!(text.get(place.at.range.to_usize()).is_some(), "{diagnostic:?}");
            }
        }
    }
}

#[test]
fn the_whole_sample_is_checked() {
    let (document, crashed) = check(sample());
    assert!(document.not_checked.is_none() && !crashed);
    assert_eq!(document.rules.iter().map(|counts| counts.failed).sum::<usize>(), 8);
}
