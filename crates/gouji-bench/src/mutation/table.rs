//! A tally as Markdown.

use super::change::FigureChange;
use super::figure::FigureKind;
use super::judgement::Noticed;
use super::tally::{Coverage, OutcomeCounts};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The tables of a tally: kinds of figure by kind of change, grouped by record, and rules.
///
/// A cell says how many changes were told and, behind a plus, listed, and of how many.
pub fn as_markdown(tally: &Coverage) -> String {
    let mut page = String::new();
    page.push_str("| figure | number |");
    for change in FigureChange::ALL {
        let _ = write!(page, " {} |", change.name());
    }
    page.push_str(" told | listed | masked | missed | told % | or listed % |\n| --- |");
    page.push_str(&" ---: |".repeat(FigureChange::ALL.len() + 7));
    page.push('\n');
    let records: BTreeSet<(bool, &str)> =
        tally.kinds.keys().map(|kind| (!kind.is_read(), kind.record.as_str())).collect();
    for (is_unread, record) in records {
        let is_of = |kind: &FigureKind| kind.record == record && kind.is_read() != is_unread;
        let fields: Vec<&FigureKind> = tally.kinds.keys().filter(|kind| is_of(kind)).collect();
        if fields.len() > 1 {
            row(&mut page, tally, &format!("**{record}**"), is_of);
        }
        for field in fields {
            let name = match is_unread {
                true => format!("{record} (unread)"),
                false => format!("{record}.{}", field.field),
            };
            row(&mut page, tally, &name, |kind| kind == field);
        }
    }
    row(&mut page, tally, "**all**", |_| true);
    page.push_str("\n| rule | told | of these alone |\n| --- | ---: | ---: |\n");
    let mut rules: Vec<_> = tally.rules.iter().collect();
    rules.sort_by(|one, other| other.1.told.cmp(&one.1.told).then_with(|| one.0.cmp(other.0)));
    for (rule, told) in rules {
        let _ = writeln!(page, "| {rule} | {} | {} |", told.told, told.alone);
    }
    page
}

fn row(page: &mut String, tally: &Coverage, name: &str, is_of: impl Fn(&FigureKind) -> bool) {
    let figures: usize =
        tally.figures.iter().filter(|(kind, _)| is_of(kind)).map(|(_, count)| count).sum();
    let _ = write!(page, "| {name} | {figures} |");
    for change in FigureChange::ALL {
        let counts = tally.counts(|kind, of| is_of(kind) && of == change);
        let _ = write!(page, " {} |", cell(counts));
    }
    let all = tally.counts(|kind, _| is_of(kind));
    for outcome in Noticed::ALL {
        let _ = write!(page, " {} |", all.of(outcome));
    }
    let told = all.of(Noticed::Told);
    let noticed = told + all.of(Noticed::OnlyListed);
    let _ = writeln!(page, " {} | {} |", percent(told, all), percent(noticed, all));
}

/// `12+3/20`: of 20 changes 12 were told and 3 listed.
fn cell(counts: OutcomeCounts) -> String {
    if counts.total() == 0 {
        return String::new();
    }
    match counts.of(Noticed::OnlyListed) {
        0 => format!("{}/{}", counts.of(Noticed::Told), counts.total()),
        listed => format!("{}+{listed}/{}", counts.of(Noticed::Told), counts.total()),
    }
}

/// With one decimal, rounded down: nothing that was missed shows as 100.
fn percent(part: usize, whole: OutcomeCounts) -> String {
    let thousandths = part * 1000 / whole.total().max(1);
    format!("{}.{}", thousandths / 10, thousandths % 10)
}
