//! 明细: the rows under a header, over page breaks, sorted by kind.

use super::builder::Builder;
use super::index::{Folded, Hit, Index, LineKind};
use super::labels::{LabelId, LabelSet, LabelTable};
use super::matcher::{Capture, Matcher, Outcome};
use super::regions::PlannedRegion;
use super::scalar::{says_percent, unit_for};
use super::{CompiledForm, trimmed};
use crate::{Content, FormProblemKind, Note, Primitive};
use gouji_document::Cell;
use gouji_program::form::{Grid, Ownership, RowKind, RowTarget};
use gouji_program::{FieldId, RecordTypeId, Scalar};
use gouji_text::TextRange;
use gouji_value::UnitId;
use std::borrow::Cow;

/// Most rows of a header.
const MOST_HEADER_ROWS: usize = 3;

/// A grid whose labels are numbers.
pub(super) struct CompiledGrid<'program> {
    pub(super) grid: &'program Grid,
    /// For each column, its alternative paths.
    columns: Vec<Vec<Vec<LabelId>>>,
    /// All labels of all paths.
    labels: LabelSet,
    /// How many columns must be there for a row to be this grid's header.
    threshold: usize,
}

/// A header found in a document.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Its first line.
    line: u32,
    /// Number of its rows.
    height: u32,
    /// For each column of the grid: the column of the document, and the line and cell of its heading.
    columns: Vec<Option<(u16, u32, u32)>>,
    /// Number of the document's columns.
    width: u16,
}

/// What belongs to a table, in order.
enum Part {
    Header(Header),
    Row(u32),
}

impl<'program> CompiledGrid<'program> {
    pub(super) fn new(grid: &'program Grid, table: &mut LabelTable) -> Self {
        let mut labels = LabelSet::default();
        let mut path = |texts: &Vec<String>| -> Vec<LabelId> {
            let ids: Vec<LabelId> = texts.iter().map(|text| table.add(text)).collect();
            labels.extend(ids.iter().copied());
            ids
        };
        let required = grid.columns.iter().filter(|column| !column.optional).count();
        let threshold = required.div_ceil(2).max(2).min(grid.columns.len());
        let columns = grid
            .columns
            .iter()
            .map(|column| column.labels.iter().map(&mut path).collect())
            .collect();
        Self { grid, columns, labels, threshold }
    }

    /// Whether a line with these labels may begin this grid's header.
    pub(super) fn may_begin(&self, hits: &[Hit]) -> bool {
        let needed = self.threshold.min(2);
        hits.len() >= needed && self.own_labels(hits).count() >= needed
    }

    /// Those of some labels that head this grid's columns.
    fn own_labels(&self, hits: &[Hit]) -> impl Iterator<Item = Hit> {
        hits.iter().filter(|hit| self.labels.contains(hit.label)).copied()
    }

    /// The first header in lines `first..end`.
    fn first_header(&self, index: &Index<'_>, first: u32, end: u32) -> Option<Header> {
        let mut seen = None;
        // Lines without a label begin no header.
        let lines = index.hits_between(first, end).iter().map(|hit| hit.line);
        let mut lines = lines.filter(|line| seen.replace(*line) != Some(*line));
        lines.find_map(|line| self.header_at(index, line))
    }

    /// The header that begins at `line`: as many rows as bind the most columns.
    pub(super) fn header_at(&self, index: &Index<'_>, line: u32) -> Option<Header> {
        if !self.may_begin(index.line_hits(line)) {
            return None;
        }
        let block = index.notes.lines[line as usize].block;
        let mut best: Option<(usize, Header)> = None;
        for height in 1..=MOST_HEADER_ROWS as u32 {
            let last = line + height - 1;
            if index.notes.lines.get(last as usize).is_none_or(|line| line.block != block) {
                break;
            }
            // A row without a heading of this grid binds no column that the rows above do not.
            if height > 1 && self.own_labels(index.line_hits(last)).next().is_none() {
                continue;
            }
            let header = self.bind(index, line, height);
            let bound = header.columns.iter().flatten().count();
            if best.as_ref().is_none_or(|(most, _)| bound > *most) {
                best = Some((bound, header));
            }
            if bound == self.columns.len() {
                break;
            }
        }
        best.filter(|(bound, _)| *bound >= self.threshold).map(|(_, header)| header)
    }

    /// Binds columns to a header of `height` rows.
    fn bind(&self, index: &Index<'_>, line: u32, height: u32) -> Header {
        let mut rows = [&[][..]; MOST_HEADER_ROWS];
        let rows = &mut rows[..height as usize];
        for (row, line) in rows.iter_mut().zip(line..) {
            *row = index.cells(line);
        }
        let width = rows.iter().filter_map(|cells| cells.last()).map(|cell| cell.column + 1);
        let width = width.max().unwrap_or(0);
        let mut columns = vec![None; self.columns.len()];
        // The headings in force in each upper row, carried to the right over blank cells.
        let mut carried = [Headings::default(); MOST_HEADER_ROWS];
        for column in 0..width {
            let Some(path) = heading_path(index, rows, line, column, &mut carried) else {
                continue;
            };
            let free = self.columns.iter().enumerate().find(|(number, alternatives)| {
                columns[*number].is_none()
                    && alternatives.iter().any(|wanted| ends_with_path(path.labels(), wanted))
            });
            if let Some((number, _)) = free {
                columns[number] = Some((column, path.line, path.cell));
            }
        }
        Header { line, height, columns, width }
    }

    /// Whether a row's cells can belong under a header.
    fn fits(header: &Header, cells: &[Cell]) -> bool {
        let width = cells.last().map_or(0, |cell| cell.column + 1);
        width + 1 >= header.width && width <= header.width + 1
    }
}

/// The headings over one column.
struct HeadingPath {
    labels: [Headings; MOST_HEADER_ROWS],
    /// How many of them there are.
    depth: usize,
    line: u32,
    cell: u32,
}

impl HeadingPath {
    fn push(&mut self, labels: Headings) {
        self.labels[self.depth] = labels;
        self.depth += 1;
    }

    fn labels(&self) -> &[Headings] {
        &self.labels[..self.depth]
    }
}

/// The labels that one heading is.
type Headings = [Option<LabelId>; 2];

/// The headings over a column, outer first; `None` where no heading of its own stands over it.
fn heading_path(
    index: &Index<'_>,
    rows: &[&[Cell]],
    first_line: u32,
    column: u16,
    carried: &mut [Headings; MOST_HEADER_ROWS],
) -> Option<HeadingPath> {
    let mut path = HeadingPath { labels: Default::default(), depth: 0, line: 0, cell: 0 };
    let mut own = false;
    for (depth, cells) in rows.iter().enumerate() {
        let line = first_line + depth as u32;
        let is_last = depth + 1 == rows.len();
        let at = position_of(cells, column).filter(|at| !index.is_blank(&cells[*at]));
        match at {
            Some(at) => {
                let mut found = index.line_hits(line).iter().filter(|hit| hit.cell as usize == at);
                let here = [found.next().map(|hit| hit.label), found.next().map(|hit| hit.label)];
                carried[depth] = here;
                // An outer heading ends where another begins above an inner one.
                for inner in &mut carried[depth + 1..] {
                    *inner = [None, None];
                }
                path.push(here);
                (path.line, path.cell) = (line, at as u32);
                own = true;
            }
            None if is_last => {}
            None => {
                if carried[depth] != [None, None] {
                    path.push(carried[depth]);
                }
            }
        }
    }
    own.then_some(path)
}

/// Where the cell of a column stands in its row: most often at that very place.
fn position_of(cells: &[Cell], column: u16) -> Option<usize> {
    let straight = usize::from(column);
    if cells.get(straight).is_some_and(|cell| cell.column == column) {
        return Some(straight);
    }
    cells.iter().position(|cell| cell.column == column)
}

/// Whether `wanted` is the innermost heading with its outer ones above it, in order.
fn ends_with_path(labels: &[Headings], wanted: &[LabelId]) -> bool {
    let is = |label: &Headings, wanted: LabelId| label.contains(&Some(wanted));
    let (Some((inner, outer)), Some((leaf, above))) = (labels.split_last(), wanted.split_last())
    else {
        return false;
    };
    if !is(inner, *leaf) {
        return false;
    }
    let mut outer = outer.iter();
    above.iter().all(|wanted| outer.any(|label| is(label, *wanted)))
}

/// The parts of the table whose header begins at `header.line`, and the line behind it. Blank lines,
/// page headings and repeated headers do not end a table; a paragraph without a repeated header
/// behind it, another table's header and rows of another shape do.
fn parts(
    index: &Index<'_>,
    compiled: &CompiledForm<'_>,
    grid: &CompiledGrid<'_>,
    header: Header,
    end: u32,
) -> (Vec<Part>, u32) {
    let mut parts = Vec::new();
    let mut block = index.notes.lines[header.line as usize].block;
    let mut line = header.line + header.height;
    let mut current = header.clone();
    parts.push(Part::Header(header));
    while line < end {
        let here = &index.notes.lines[line as usize];
        if !matches!(here.kind, LineKind::Row(_)) {
            // A numbered heading begins something else. A page's own heading does not, where the
            // next row repeats the header.
            let mut gap = (line..end).take_while(|line| index.row(*line).is_none());
            if gap.any(|line| matches!(index.notes.lines[line as usize].kind, LineKind::Heading(_)))
            {
                break;
            }
            let next = (line..end).find(|line| index.row(*line).is_some());
            match next.and_then(|next| grid.header_at(index, next)) {
                Some(again) => {
                    line = again.line;
                    block = index.notes.lines[line as usize].block;
                    continue;
                }
                None => break,
            }
        }
        if let Some(again) = grid.header_at(index, line) {
            line += again.height;
            block = here.block;
            current = again.clone();
            parts.push(Part::Header(again));
            continue;
        }
        if is_foreign(index, compiled, line) {
            break;
        }
        if here.block != block {
            if !CompiledGrid::fits(&current, index.cells(line)) {
                break;
            }
            block = here.block;
        }
        if index.cells(line).iter().any(|cell| !index.is_blank(cell)) {
            parts.push(Part::Row(line));
        }
        line += 1;
    }
    (parts, line)
}

/// Whether a row belongs to another part of the same form: a label that values stand beside.
fn is_foreign(index: &Index<'_>, compiled: &CompiledForm<'_>, line: u32) -> bool {
    index.line_hits(line).iter().any(|hit| compiled.beside.contains(hit.label))
}

/// The end of the table whose header is at `line`, for cutting regions.
pub(super) fn table_end(
    index: &Index<'_>,
    compiled: &CompiledForm<'_>,
    grid: &CompiledGrid<'_>,
    line: u32,
) -> Option<u32> {
    let header = grid.header_at(index, line)?;
    Some(parts(index, compiled, grid, header, index.line_count()).1)
}

/// A grid inside a region: its rows become children of `own`.
pub(super) fn read_inner(
    builder: &mut Builder<'_>,
    index: &Index<'_>,
    compiled: &CompiledForm<'_>,
    grid: &CompiledGrid<'_>,
    own: u32,
    planned: &PlannedRegion,
) {
    let Some(header) = grid.first_header(index, planned.anchor, planned.end) else {
        let column = grid.grid.columns.first().map(column_name).unwrap_or_default();
        let kind = FormProblemKind::GridMissing { column };
        builder.problem(kind, planned.place, Some(grid.grid.place));
        return;
    };
    let (parts, _) = parts(index, compiled, grid, header, planned.end);
    let mut rows = Rows::new(builder, index, grid, planned, Some(own));
    rows.read(parts);
}

/// A region that is a table: its rows become records of the form.
pub(super) fn read_table(
    builder: &mut Builder<'_>,
    index: &Index<'_>,
    compiled: &CompiledForm<'_>,
    planned: &PlannedRegion,
) {
    let Some(grid) = compiled.grids.iter().flatten().next() else { return };
    let Some(header) = grid.header_at(index, planned.anchor) else { return };
    let (parts, _) = parts(index, compiled, grid, header, planned.end);
    let first_context = planned;
    let mut rows = Rows::new(builder, index, grid, planned, None);
    rows.form = Some((compiled, first_context));
    rows.read(parts);
}

/// Rows on their way to records.
struct Rows<'rows, 'read> {
    builder: &'rows mut Builder<'read>,
    index: &'rows Index<'rows>,
    grid: &'rows CompiledGrid<'rows>,
    planned: &'rows PlannedRegion,
    /// The form, where its own records are made of rows.
    form: Option<(&'rows CompiledForm<'rows>, &'rows PlannedRegion)>,
    /// The own record that rows go to.
    own: Option<u32>,
    /// Whether the own record already has its total row.
    has_total: bool,
    /// The open records of lists: list path, record. Rows go to the innermost that owns rows below it.
    open: Vec<(Vec<FieldId>, u32)>,
    /// Rows that wait for the subtotal below that owns them.
    waiting: Vec<u32>,
    header: Option<Header>,
    /// For each kind and column: the unit of bare figures.
    units: Vec<Vec<Option<UnitId>>>,
    /// For each kind and field: the row before, for 续上.
    above: Vec<Option<u32>>,
    /// The label of the row at hand, by which its kind is found.
    label: Folded,
    said_missing: bool,
}

impl<'rows, 'read> Rows<'rows, 'read> {
    fn new(
        builder: &'rows mut Builder<'read>,
        index: &'rows Index<'rows>,
        grid: &'rows CompiledGrid<'rows>,
        planned: &'rows PlannedRegion,
        own: Option<u32>,
    ) -> Self {
        Self {
            builder,
            index,
            grid,
            planned,
            form: None,
            own,
            has_total: false,
            open: Vec::new(),
            waiting: Vec::new(),
            header: None,
            units: Vec::new(),
            above: vec![None; grid.grid.kinds.len()],
            label: Folded::default(),
            said_missing: false,
        }
    }

    fn read(&mut self, parts: Vec<Part>) {
        for part in parts {
            match part {
                Part::Header(header) => self.take_header(header),
                Part::Row(line) => self.take_row(line),
            }
        }
        self.close_waiting(None);
    }

    fn take_header(&mut self, header: Header) {
        let missing = self.grid.grid.columns.iter().zip(&header.columns);
        for (column, bound) in missing {
            if bound.is_none() && !column.optional && !self.said_missing {
                let kind = FormProblemKind::ColumnMissing { column: column_name(column) };
                let place = self.line_place(header.line);
                self.builder.problem(kind, place, Some(self.grid.grid.place));
            }
        }
        self.said_missing = true;
        let kinds = &self.grid.grid.kinds;
        let units: Vec<Vec<_>> =
            kinds.iter().map(|kind| self.units_of_kind(kind, &header)).collect();
        // A page that does not repeat the unit continues the one before.
        for (kind, found) in units.into_iter().enumerate() {
            match self.units.get_mut(kind) {
                Some(known) => {
                    for (known, found) in known.iter_mut().zip(found) {
                        *known = found.or(*known);
                    }
                }
                None => self.units.push(found),
            }
        }
        self.header = Some(header);
    }

    fn units_of_kind(&self, kind: &RowKind, header: &Header) -> Vec<Option<UnitId>> {
        let record = self.record_type(kind);
        let unit = |(field, column): (&Option<FieldId>, &Option<(u16, u32, u32)>)| {
            let (field, (_, line, cell)) = ((*field)?, (*column)?);
            let scalar = self.scalar(record?, field)?;
            let heading = self.index.cells(line).get(cell as usize)?;
            let text = self.index.document.text_of(heading.range);
            unit_for(self.builder, self.index, scalar, &text, self.planned.first, header.line)
        };
        kind.columns.iter().zip(&header.columns).map(unit).collect()
    }

    fn scalar(&self, record: RecordTypeId, field: FieldId) -> Option<Scalar> {
        match self.builder.program.field(record, field).kind {
            gouji_program::FieldKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The type of record that a kind of row becomes.
    fn record_type(&self, kind: &RowKind) -> Option<RecordTypeId> {
        match &kind.target {
            RowTarget::Skip => None,
            RowTarget::Own => {
                let form = self.builder.program.forms.get(self.planned.region.form.0 as usize);
                form.map(|form| form.record)
            }
            RowTarget::List { record, .. } => Some(*record),
        }
    }

    fn take_row(&mut self, line: u32) {
        let cells = self.index.cells(line);
        let Some(label) = cells.iter().find(|cell| !self.index.is_blank(cell)) else { return };
        let kinds = &self.grid.grid.kinds;
        if kinds.iter().any(|kind| !kind.patterns.is_empty()) {
            self.label.replace(self.index.document, label.range);
        }
        let found = kinds.iter().enumerate().find_map(|(number, kind)| {
            self.kind_matches(kind).map(|captures| (number, kind, captures))
        });
        let Some((number, kind, captures)) = found else { return };
        match &kind.target {
            RowTarget::Skip => {}
            RowTarget::Own => {
                let own = self.own_for_total(kind, line);
                self.fill_row(own, number, kind, line, &captures);
                self.finish_total(kind, own);
            }
            RowTarget::List { lists, record } => {
                self.take_list_row(number, kind, lists, *record, line, &captures);
            }
        }
    }

    /// Whether a row is of a kind, by its label cell; what the pattern's holes took.
    fn kind_matches(&self, kind: &RowKind) -> Option<Vec<Capture>> {
        if kind.patterns.is_empty() {
            return Some(Vec::new());
        }
        let (text, folded) = (&self.index.document.text, &self.label);
        let mut matcher = Matcher::new(self.builder.program, text, folded, folded.whole());
        kind.patterns.iter().find_map(|pattern| match matcher.match_whole(pattern) {
            Outcome::Match(found) => Some(found.captures),
            Outcome::NoMatch | Outcome::TooCostly => None,
        })
    }

    /// The own record that a total row fills: a new one where this one has its total already.
    fn own_for_total(&mut self, kind: &RowKind, line: u32) -> u32 {
        let is_above = kind.ownership == Some(Ownership::Above);
        let has_rows = !self.open.is_empty() || !self.waiting.is_empty();
        match self.own {
            Some(own) if !self.has_total && (is_above || !has_rows) => own,
            _ => self.new_own(line),
        }
    }

    fn new_own(&mut self, line: u32) -> u32 {
        let form = self.planned.region.form;
        let record = self.builder.program.forms[form.0 as usize].record;
        self.close_waiting(None);
        self.open.clear();
        self.has_total = false;
        let place = self.line_place(line);
        let own = self.builder.record(record, None, place);
        self.own = Some(own);
        if let Some((compiled, planned)) = self.form {
            for context in &compiled.form.contexts {
                super::text_scopes::read_context(self.builder, self.index, own, context, planned);
            }
        }
        own
    }

    fn finish_total(&mut self, kind: &RowKind, own: u32) {
        let (blanks, form) = match self.form {
            Some((compiled, _)) => (compiled.form.blanks.as_slice(), true),
            None => (&[][..], false),
        };
        self.builder.apply_blanks(own, blanks);
        self.has_total = true;
        if kind.ownership == Some(Ownership::Above) {
            self.close_waiting(None);
            self.open.clear();
            if form {
                // The next row begins another record.
                self.own = None;
                self.has_total = false;
            }
        }
        if self.grid.grid.kinds.len() == 1 {
            self.own = None;
            self.has_total = false;
        }
    }

    fn take_list_row(
        &mut self,
        number: usize,
        kind: &RowKind,
        lists: &[FieldId],
        record: RecordTypeId,
        line: u32,
        captures: &[Capture],
    ) {
        let own = match self.own {
            Some(own) => own,
            None => self.new_own(line),
        };
        let Some((last, above)) = lists.split_last() else { return };
        let place = self.line_place(line);
        self.open.retain(|(path, _)| path.len() < lists.len() || kind.ownership.is_none());
        let owner = self.open.iter().rev().find(|(path, _)| path == above).map(|(_, owner)| *owner);
        let row = match (above.is_empty(), owner) {
            (true, _) => self.builder.record(record, Some((own, *last)), place),
            (false, Some(owner)) => self.builder.record(record, Some((owner, *last)), place),
            (false, None) => {
                let row = self.builder.record(record, None, place);
                self.waiting.push(row);
                row
            }
        };
        self.fill_row(row, number, kind, line, captures);
        self.builder.extend_place(own, place);
        match kind.ownership {
            Some(Ownership::Below) => self.open.push((lists.to_vec(), row)),
            Some(Ownership::Above) => self.close_waiting(Some(row)),
            None => {}
        }
    }

    /// Rows that waited for a subtotal below them become its children; without one they belong to none.
    fn close_waiting(&mut self, owner: Option<u32>) {
        let waiting = std::mem::take(&mut self.waiting);
        for row in waiting {
            match owner {
                Some(owner) if self.builder.adopt(owner, row) => {}
                _ => {
                    let place = self.builder.place(row);
                    self.builder.problem(
                        FormProblemKind::OrphanRow,
                        place,
                        Some(self.grid.grid.place),
                    );
                }
            }
        }
    }

    fn fill_row(
        &mut self,
        row: u32,
        number: usize,
        kind: &RowKind,
        line: u32,
        captures: &[Capture],
    ) {
        let Some(header) = &self.header else { return };
        let cells = self.index.cells(line);
        let end = cells.last().map_or(0, |cell| cell.range.end);
        for (position, (field, column)) in kind.columns.iter().zip(&header.columns).enumerate() {
            let (Some(field), Some((column, heading, at))) = (*field, *column) else { continue };
            let Some(scalar) = self.builder.scalar(row, field) else { continue };
            let unit =
                self.units.get(number).and_then(|units| units.get(position).copied()).flatten();
            let cell = position_of(cells, column).map(|at| cells[at]);
            let range = cell.map_or(TextRange::empty(end), |cell| cell.range);
            let mut value = self.builder.cell(scalar, range, unit, Primitive::Grid);
            if scalar == Scalar::Percent && says_percent(&heading_text(self.index, heading, at)) {
                self.builder.read_bare_percent(&mut value);
            }
            self.builder.set(row, field, value);
        }
        self.builder.fill(row, captures, Primitive::RowKind);
        self.builder.apply_blanks(row, &kind.blanks);
        self.fill_down(row, number, kind);
    }

    fn fill_down(&mut self, row: u32, number: usize, kind: &RowKind) {
        if let Some(above) = self.above[number] {
            for field in &kind.fill_down {
                if self.builder.field(row, *field).content == Content::Blank {
                    let repeated = self.builder.field(above, *field).clone();
                    let is_filled = repeated.content != Content::Blank;
                    self.builder.set(row, *field, repeated);
                    if is_filled {
                        self.builder.set_note(row, *field, Note::FilledDown);
                    }
                }
            }
        }
        self.above[number] = Some(row);
    }

    fn line_place(&self, line: u32) -> TextRange {
        trimmed(&self.index.document.text, self.index.notes.lines[line as usize].range)
    }
}

/// The text of the heading in a line's cell.
fn heading_text<'text>(index: &'text Index<'_>, line: u32, cell: u32) -> Cow<'text, str> {
    let cell = index.cells(line).get(cell as usize);
    cell.map_or(Cow::default(), |cell| index.document.text_of(cell.range))
}

/// A column as declared: its first alternative.
fn column_name(column: &gouji_program::form::Column) -> String {
    column.labels.first().map(|path| path.join("/")).unwrap_or_default()
}
