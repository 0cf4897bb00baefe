//! Packs for documents of other countries, under `tests/packs`.

use crate::support::{gouji, root, skipped};
use gouji::{Checker, DocumentReport, Rules, Severity};

/// A pack of `tests/packs` and no other.
fn pack(name: &str) -> Checker {
    let folder = root().join("tests/packs").join(name);
    let mut rules = Rules::builder();
    for entry in std::fs::read_dir(folder).expect("a pack") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a rule text");
        rules = rules.file(&path.display().to_string(), &text);
    }
    Checker::new(rules.build().expect("a sound pack"))
}

/// What is said of a document above notes: the line, and the message in English.
fn said(report: &DocumentReport) -> Vec<(u32, &str)> {
    let all = report.findings.iter().chain(&report.problems);
    let grave = all.filter(|said| said.severity > Severity::Note);
    let at =
        |place: &gouji::Place<gouji::Span>| report.source.lines.line_of(place.at.range.start) + 1;
    grave.map(|said| (said.places.first().map_or(0, at), said.message.english.as_str())).collect()
}

const SPANISH: &str = "\
Presupuesto del Ayuntamiento 2012
Clasificación funcional
Unidad: euros
Código\tNombre\tImporte
1\tServicios públicos básicos\t1.250,75
13\tSeguridad\t1.250,75
130\tAdministración general\t250,50
132\tOrden público\t1.000,25
2\tActuaciones de protección\t90,00
23\tServicios sociales\t90,00
Total\t\t1.340,75
";

#[test]
fn a_municipal_budget_of_spain_adds_up() {
    let madrid = pack("madrid");
    let report = madrid.check("presupuesto.txt", SPANISH);
    assert_eq!(said(&report), []);
    assert_eq!(report.rules.iter().map(|rule| rule.passed).sum::<usize>(), 4);
    // A point groups digits, and a comma stands in front of the decimals.
    let slip = SPANISH.replace("\t250,50", "\t2.505,00");
    let report = madrid.check("presupuesto.txt", slip.as_str());
    let found = said(&report);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, 6, "{found:?}");
    assert!(found[0].1.contains("3505.25"), "{found:?}");
    // What is written as elsewhere is no number here, and is said.
    let unread = SPANISH.replace("\t1.000,25", "\t1,000.25");
    let report = madrid.check("presupuesto.txt", unread.as_str());
    assert!(said(&report).iter().any(|(line, _)| *line == 8), "{:?}", said(&report));
    assert_eq!(report.rules.iter().map(|rule| rule.failed).sum::<usize>(), 0);
}

#[test]
fn the_published_budget_of_madrid_adds_up() {
    let path = root().join("../shared/disclosures/as-text/madrid-es.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        return skipped(&format!("no published documents beside the project ({})", path.display()));
    };
    let madrid = pack("madrid");
    let report = madrid.check("madrid-es.txt", text.as_str());
    assert_eq!(said(&report), []);
    assert_eq!(report.rules.iter().map(|rule| rule.passed).sum::<usize>(), 24);
    let slip = text.replace("\t876.976.463,00", "\t876.967.463,00");
    assert_ne!(slip, text);
    let found_in = madrid.check("madrid-es.txt", slip.as_str());
    let lines: Vec<u32> = said(&found_in).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [8, 9], "the area and the policy do not add up");
}

#[test]
fn their_examples_hold_and_they_are_laid_out() {
    let run = gouji(&["test", "tests/packs/madrid"]).ends(0);
    assert!(run.stdout.contains("4"), "{}", run.stdout);
    gouji(&["fmt", "--check", "tests/packs"]).ends(0);
}
