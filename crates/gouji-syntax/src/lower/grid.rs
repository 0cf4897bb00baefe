//! 明细: grids.

use super::expression::Expect;
use super::junk::JunkPlace;
use super::{Lowering, Node};
use crate::ast::{
    Expression, FormClauseKind, GridColumn, GridOption, OtherColumnBinding, OtherColumnProperty,
    OwnName, Ownership, RowPattern, RowRule, RowTarget,
};
use crate::parse::Rule;

impl Lowering<'_> {
    pub(super) fn grid(&self, node: Node<'_>) -> Option<FormClauseKind> {
        let mut columns = Some(Vec::new());
        let mut target = None;
        let mut options = Vec::new();
        let mut side_by_side = false;
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let place = self.place(&part);
            match part.as_rule() {
                Rule::grid_column => {
                    columns = columns.zip(self.grid_column(part)).map(|(mut columns, column)| {
                        columns.push(column);
                        columns
                    });
                }
                Rule::kw_side_by_side => side_by_side = true,
                Rule::arrow => self.arrow(&part),
                Rule::name | Rule::reserved_name | Rule::missing_name => {
                    target = Some(self.name_or_gap(&part));
                }
                Rule::fill_down
                | Rule::row_kind
                | Rule::other_columns
                | Rule::levels
                | Rule::blank_as => {
                    self.begin_clause();
                    options.extend(self.grid_option(part));
                }
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_grid_option => self.junk(&part, JunkPlace::Grid, end),
                Rule::missing_close_brace => self.missing(part.as_rule(), part.as_span().start()),
                _ => {}
            }
            end = end.max(place.end);
        }
        Some(FormClauseKind::Grid { columns: columns?, target, options, side_by_side })
    }

    fn grid_column(&self, node: Node<'_>) -> Option<GridColumn> {
        let mut labels = None;
        let mut field = None;
        let mut optional = false;
        let mut ordinal = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_optional => optional = true,
                Rule::column_ordinal | Rule::column_of => ordinal = Some(ordinal_of(part.as_str())),
                Rule::column_labels => labels = self.texts(part.into_inner()),
                Rule::kw_as => {}
                _ => field = Some(self.name_or_gap(&part)),
            }
        }
        Some(GridColumn { labels: labels?, field, optional, ordinal })
    }

    fn grid_option(&self, node: Node<'_>) -> Option<GridOption> {
        match node.as_rule() {
            Rule::fill_down => {
                let names = node.into_inner().find(|part| part.as_rule() == Rule::name_list)?;
                self.path(names.into_inner()).map(GridOption::FillDown)
            }
            Rule::blank_as => {
                let (value, fields) = self.blank_as(node)?;
                Some(GridOption::BlankAs { value, fields })
            }
            Rule::other_columns => self.other_columns(node),
            Rule::levels => self.levels(node).map(GridOption::Levels),
            _ => self.row_rule(node).map(GridOption::Rows),
        }
    }

    fn row_rule(&self, node: Node<'_>) -> Option<RowRule> {
        let range = self.tight(&node);
        let mut pattern = RowPattern::Any;
        let mut condition = None;
        let mut target = None;
        let mut names = Some(Vec::new());
        let mut ownership = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_rest => pattern = RowPattern::Rest,
                Rule::text_list => {
                    pattern = RowPattern::Templates(self.texts(part.into_inner())?);
                }
                Rule::row_condition => condition = self.row_condition(part),
                Rule::arrow => self.arrow(&part),
                Rule::kw_skip => target = Some(RowTarget::Skip(self.span(&part))),
                Rule::kw_own | Rule::short_own => target = Some(RowTarget::Own(self.span(&part))),
                Rule::path => target = self.path(part.into_inner()).map(RowTarget::List),
                Rule::own_names => names = self.own_names(part),
                Rule::kw_below => ownership = Some(Ownership::Below),
                Rule::kw_above_rows => ownership = Some(Ownership::Above),
                Rule::missing_target => self.missing(part.as_rule(), part.as_span().start()),
                _ => {}
            }
        }
        Some(RowRule { pattern, condition, target: target?, names: names?, ownership, range })
    }

    fn row_condition(&self, node: Node<'_>) -> Option<Expression> {
        let condition = node.into_inner().find(|part| part.as_rule() == Rule::expression)?;
        Some(self.expression(condition, Expect::Condition))
    }

    /// `（金额 为 总计）`
    fn own_names(&self, node: Node<'_>) -> Option<Vec<OwnName>> {
        let mut names = Some(Vec::new());
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::own_name => {
                    names = names.zip(self.own_name(part)).map(|(mut names, name)| {
                        names.push(name);
                        names
                    });
                }
                Rule::missing_close_paren => self.missing(part.as_rule(), part.as_span().start()),
                _ => {}
            }
        }
        names
    }

    fn own_name(&self, node: Node<'_>) -> Option<OwnName> {
        let mut column = None;
        let mut field = None;
        let mut behind = false;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_as => behind = true,
                Rule::missing_as => {
                    behind = true;
                    self.missing(part.as_rule(), part.as_span().start());
                }
                _ if behind => field = self.name(&part),
                _ => column = self.name(&part),
            }
        }
        Some(OwnName { column: column?, field: field? })
    }

    /// `其余列 → 来源 { 列名 → 名称  值 → 金额 }`
    fn other_columns(&self, node: Node<'_>) -> Option<GridOption> {
        let mut list = None;
        let mut bindings = Vec::new();
        let mut is_broken = false;
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let place = self.place(&part);
            match part.as_rule() {
                Rule::name | Rule::reserved_name | Rule::missing_name => list = self.name(&part),
                Rule::arrow => self.arrow(&part),
                Rule::other_column_binding => {
                    self.begin_clause();
                    bindings.extend(self.other_column(part));
                }
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_line => {
                    is_broken = true;
                    self.junk(&part, JunkPlace::OtherColumns, end);
                }
                Rule::missing_arrow | Rule::missing_open_brace | Rule::missing_close_brace => {
                    self.missing(part.as_rule(), part.as_span().start());
                }
                _ => {}
            }
            end = end.max(place.end);
        }
        // What could not be read may have been what is missing.
        let list = list.filter(|_| !is_broken)?;
        Some(GridOption::OtherColumns { list, bindings })
    }

    fn other_column(&self, node: Node<'_>) -> Option<OtherColumnBinding> {
        let mut property = None;
        let mut field = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_other_column_property => {
                    property = Some(match part.as_str() {
                        "列名" | "column_name" => OtherColumnProperty::ColumnName,
                        _ => OtherColumnProperty::Value,
                    });
                }
                Rule::arrow => self.arrow(&part),
                Rule::missing_arrow => self.missing(part.as_rule(), part.as_span().start()),
                _ => field = self.name(&part),
            }
        }
        Some(OtherColumnBinding { property: property?, field: field? })
    }
}

/// The number in 第 2 列. A column beyond all others stands nowhere.
fn ordinal_of(written: &str) -> u16 {
    let folded = gouji_text::fold(written);
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u16::MAX)
}
