//! An examination as JSON.

use super::change::FigureChange;
use super::examine::Examination;
use super::judgement::Noticed;
use super::tally::{Coverage, OutcomeCounts};
use serde_json::{Map, Value, json};

/// What came of all changes of documents: totals by kind of figure and change and by rule, and every change.
pub fn as_json(examinations: &[Examination]) -> Value {
    let mut tally = Coverage::default();
    examinations.iter().for_each(|one| tally.add(one));
    let kinds = tally.kinds.iter().map(|(kind, changes)| {
        let of_change =
            |change: FigureChange| Some((change.name().to_owned(), counts(*changes.get(&change)?)));
        json!({
            "record": kind.record,
            "field": kind.field,
            "figures": tally.figures.get(kind),
            "changes": FigureChange::ALL.into_iter().filter_map(of_change).collect::<Map<_, _>>(),
        })
    });
    let rules = tally.rules.iter();
    let rules = rules.map(|(rule, by)| json!({ "rule": rule, "told": by.told, "alone": by.alone }));
    json!({
        "all": counts(tally.counts(|_, _| true)),
        "elsewhere": tally.elsewhere,
        "kinds": kinds.collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
        "documents": examinations.iter().map(document).collect::<Vec<_>>(),
    })
}

fn counts(counts: OutcomeCounts) -> Value {
    let each = Noticed::ALL.into_iter();
    let each = each.map(|outcome| (outcome.name().to_owned(), counts.of(outcome).into()));
    Value::Object(each.collect())
}

fn document(examination: &Examination) -> Value {
    let mutations = examination.mutations.iter().filter_map(|mutation| {
        let figure = examination.figures.get(mutation.figure)?;
        let place = examination.place(figure);
        Some(json!({
            "line": place.line,
            "column": place.column,
            "record": figure.kind.record,
            "field": figure.kind.field,
            "change": mutation.change.name(),
            "replaced": mutation.edit.range.of(&examination.text),
            "by": mutation.edit.replacement,
            "outcome": mutation.judgement.outcome.name(),
            "told_by": mutation.judgement.told_by,
            "elsewhere": mutation.judgement.elsewhere,
            "gone": mutation.judgement.gone,
        }))
    });
    json!({
        "name": examination.name,
        "figures": examination.figures.len(),
        "not_checked": examination.not_checked,
        "mutations": mutations.collect::<Vec<_>>(),
    })
}
