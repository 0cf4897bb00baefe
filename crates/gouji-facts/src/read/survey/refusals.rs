//! Why forms that read tables do not read one.

use super::super::compiled::{CompiledClause, CompiledGrid, FormReader};
use super::super::header::BoundHeader;
use super::super::headings::header_rows;
use super::super::index::Index;
use super::super::table::headers_at;
use super::super::titles::TableTitle;
use super::stretches::SurveyedStretch;
use crate::{RefusalReason, TableRefusal};
use gouji_program::FormId;
use gouji_program::form::{Clause, Column, Form, Grid, Scope};

/// What each form that reads tables lacks in one that it does not read, the nearest first.
pub(super) fn of(
    reader: &FormReader,
    index: &Index<'_>,
    stretch: &SurveyedStretch,
    claimed_by: &[FormId],
    titles: &[TableTitle],
) -> Vec<TableRefusal> {
    let forms = reader.program.forms.iter().zip(&reader.forms).enumerate();
    let mut all = Vec::new();
    for (number, (form, compiled)) in forms {
        let id = FormId(number as u16);
        let mut grids = Vec::new();
        collect_grids(&form.clauses, &compiled.clauses, &mut grids);
        let is_titled = matches!(form.scope, Scope::Titled(_));
        if claimed_by.contains(&id) || (grids.is_empty() && !is_titled) {
            continue;
        }
        let has_title = titles.iter().any(|title| title.form == number);
        let of = (reader, index, stretch);
        all.push(refusal(of, (claimed_by, has_title), (id, form), &grids));
    }
    // The nearest: those whose title fits, then those with the most of their columns.
    all.sort_by_key(|it| {
        let is_titled_so =
            it.reason != RefusalReason::Region && !matches!(it.reason, RefusalReason::Title(_));
        (!is_titled_so && it.present.is_empty(), it.missing.len(), usize::MAX - it.present.len())
    });
    all
}

/// The grids among some clauses. How deep clauses stand in one another is bounded by the parser.
fn collect_grids<'form>(
    clauses: &'form [Clause],
    compiled: &'form [CompiledClause],
    found: &mut Vec<(&'form Grid, &'form CompiledGrid)>,
) {
    for (clause, compiled) in clauses.iter().zip(compiled) {
        found.extend(clause.primitive().grid().zip(compiled.grid.as_ref()));
        if let Clause::Within(within) = clause {
            collect_grids(&within.clauses, &compiled.inner, found);
        }
    }
}

fn refusal(
    (reader, index, stretch): (&FormReader, &Index<'_>, &SurveyedStretch),
    (claimed_by, has_title): (&[FormId], bool),
    (id, form): (FormId, &Form),
    grids: &[(&Grid, &CompiledGrid)],
) -> TableRefusal {
    let (mut present, mut missing, mut ambiguous) = (Vec::new(), Vec::new(), Vec::new());
    let is_whole = matches!(form.scope, Scope::Titled(_) | Scope::Table);
    for (grid, compiled, bound) in bound(index, stretch, grids, is_whole) {
        let columns = grid.columns.iter().zip(&compiled.optional).zip(&bound.header.columns);
        for (number, ((column, optional), place)) in columns.enumerate() {
            let several = bound.ambiguous.iter().find(|(leader, _)| *leader == number);
            match (several, place) {
                (Some((_, count)), _) => ambiguous.push((Column::name(column), *count)),
                (None, Some(_)) => present.push(Column::name(column)),
                (None, None) if !optional => missing.push(Column::name(column)),
                (None, None) => {}
            }
        }
    }
    let fits = missing.is_empty() && ambiguous.is_empty() && !present.is_empty();
    let reason = match &form.scope {
        Scope::Titled(titled) => {
            let written =
                titled.templates.iter().map(|it| it.written(&reader.program, form.record));
            let written: Vec<String> = written.collect();
            if has_title {
                reason_of_columns(fits, claimed_by)
            } else {
                RefusalReason::Title(written)
            }
        }
        Scope::Table => reason_of_columns(fits, claimed_by),
        _ => RefusalReason::Region,
    };
    TableRefusal { form: id, reason, present, missing, ambiguous }
}

fn reason_of_columns(fits: bool, claimed_by: &[FormId]) -> RefusalReason {
    if fits && !claimed_by.is_empty() { RefusalReason::Claimed } else { RefusalReason::Columns }
}

/// The header that binds the most columns of some grids: of those together that read one table
/// (`is_whole`), of others the nearest.
fn bound<'form>(
    index: &Index<'_>,
    stretch: &SurveyedStretch,
    grids: &[(&'form Grid, &'form CompiledGrid)],
    is_whole: bool,
) -> Vec<(&'form Grid, &'form CompiledGrid, BoundHeader)> {
    let count = |bounds: &[BoundHeader]| bounds.iter().map(BoundHeader::count).sum::<usize>();
    let height = stretch.height.max(1);
    let best = |grids: &[(&Grid, &CompiledGrid)]| -> Vec<BoundHeader> {
        let compiled: Vec<&CompiledGrid> = grids.iter().map(|(_, compiled)| *compiled).collect();
        let lines = stretch.header..stretch.header + height;
        let best = lines
            .filter(|line| header_rows(index, *line) > 0)
            .filter_map(|line| headers_at(index, &compiled, line))
            .reduce(|best, next| if count(&next) > count(&best) { next } else { best });
        best.unwrap_or_else(|| {
            compiled.iter().map(|grid| grid.bind(index, stretch.header, height)).collect()
        })
    };
    let with = |grids: &[(&'form Grid, &'form CompiledGrid)], bounds: Vec<BoundHeader>| {
        let both = grids.iter().zip(bounds);
        both.map(|((grid, compiled), bound)| (*grid, *compiled, bound)).collect()
    };
    if is_whole {
        return with(grids, best(grids));
    }
    let each = grids.chunks(1).map(|one| (one, best(one)));
    let nearest = each.reduce(|one, next| if count(&next.1) > count(&one.1) { next } else { one });
    nearest.map_or(Vec::new(), |(one, bounds)| with(one, bounds))
}
