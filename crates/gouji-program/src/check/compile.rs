//! Expressions to slots: the compiler's state, and the way into it.

use super::declarations::{Declarations, Declared};
use super::definitions::Parameter;
use super::report::{Checked, Failed, ItemText, Reporter};
use super::scope::{Frames, Local};
use super::types::{Dim, Type, Typed};
use crate::codes;
use crate::problem::problem_at;
use crate::{
    BuiltInKind, Expr, FieldId, Meaning, Problem, RecordTypeId, Role, Scalar, SourcePlace,
};
use gouji_diagnostic::CodeInfo;
use gouji_syntax::ast::{self, Expression, ExpressionKind, Name, UnaryOperator};
use gouji_text::{Localized, TextRange};

use gouji_value::Dimension;

/// Nodes of one expression, definitions inlined.
const MOST_NODES: u32 = 4096;
/// Depth of one expression, definitions inlined.
const DEEPEST: u32 = 256;

/// A field that a rule reads, and where it says so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use {
    pub record: RecordTypeId,
    /// `None`: the records themselves are gathered.
    pub field: Option<FieldId>,
    pub place: SourcePlace,
}

/// The size of an expression.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExpressionSize {
    pub nodes: u32,
    pub depth: u32,
}

/// Compiles the expressions of one item.
pub(crate) struct Compiler<'w, 't> {
    pub declarations: &'w Declarations<'t>,
    pub reporter: &'w mut Reporter,
    pub source: ItemText<'t>,
    pub pack: u32,
    pub scope: Frames,
    pub locals: Vec<Local>,
    /// Parameters of the definition that is being inlined.
    pub parameters: Vec<Parameter>,
    /// Definitions that are being inlined, outermost first.
    pub inlining: Vec<usize>,
    /// What 前.值 is, where a message may ask for it.
    pub witness: Option<Scalar>,
    /// Whether an expression may be a list of records (指向).
    pub lists_allowed: bool,
    pub uses: Vec<Use>,
    /// Dimensions of the figures that the condition compares.
    pub compared: Vec<Dim>,
    /// Element of the first series whose order the condition asks about.
    pub ordered: Option<Scalar>,
    nodes: u32,
    /// Nodes looked at for the sake of their names only.
    noted: u32,
    depth: u32,
    /// The greatest depth so far.
    reached: u32,
    /// Whether the expression was refused for its size already.
    refused: bool,
}

impl<'w, 't> Compiler<'w, 't> {
    pub fn new(
        declarations: &'w Declarations<'t>,
        reporter: &'w mut Reporter,
        source: ItemText<'t>,
        pack: u32,
    ) -> Self {
        Self {
            declarations,
            reporter,
            source,
            pack,
            scope: Frames::default(),
            locals: Vec::new(),
            parameters: Vec::new(),
            inlining: Vec::new(),
            witness: None,
            lists_allowed: false,
            uses: Vec::new(),
            compared: Vec::new(),
            ordered: None,
            nodes: 0,
            noted: 0,
            depth: 0,
            reached: 0,
            refused: false,
        }
    }

    /// Compiles an expression that stands by itself.
    pub fn root(&mut self, expression: &Expression) -> Checked<Typed> {
        self.start();
        self.expression(expression)
    }

    /// Compiles a path that stands by itself.
    pub fn root_path(&mut self, path: &[Name], range: TextRange) -> Checked<Typed> {
        self.start();
        self.path(path, range)
    }

    /// A new expression has all of its size before it.
    fn start(&mut self) {
        (self.nodes, self.noted, self.depth) = (0, 0, 0);
        (self.reached, self.refused) = (0, false);
    }

    /// Compiles a condition that stands by itself.
    pub fn root_condition(&mut self, expression: &Expression) -> Checked<Expr> {
        let typed = self.root(expression)?;
        self.need_condition(&typed)?;
        Ok(typed.expr)
    }

    /// Compiles a part of an expression.
    pub fn expression(&mut self, expression: &Expression) -> Checked<Typed> {
        self.spend(1, expression.range)?;
        if self.depth >= DEEPEST {
            return self.refuse(expression.range);
        }
        self.depth += 1;
        self.reached = self.reached.max(self.depth);
        let result = self.dispatch(expression);
        self.depth -= 1;
        result
    }

    fn dispatch(&mut self, expression: &Expression) -> Checked<Typed> {
        let range = expression.range;
        match &*expression.kind {
            ExpressionKind::Text(text) => {
                Ok(Typed::new(Expr::Text(text.value.clone()), Type::Text, range))
            }
            ExpressionKind::Number(literal) => self.number(literal, range),
            ExpressionKind::Date(date) => self.date(date),
            ExpressionKind::Boolean(value) => {
                Ok(Typed::new(Expr::Boolean(*value), Type::Boolean, range))
            }
            ExpressionKind::List(members) => self.list(members, range),
            ExpressionKind::Path(path) => self.path(path, range),
            ExpressionKind::Missing(parts) => {
                self.note_all(parts);
                Err(Failed)
            }
            ExpressionKind::Unary { operator, operand } => self.unary(*operator, operand, range),
            ExpressionKind::Binary { operator, left, right, .. } => {
                self.binary(*operator, (left, right), range)
            }
            ExpressionKind::If { condition, then, otherwise } => {
                self.choice(condition, (then, otherwise), range)
            }
            ExpressionKind::Call { function, arguments } => self.call(function, arguments, range),
            ExpressionKind::Aggregate { function, function_range, over, filter, condition } => {
                let meaning = Meaning::Function(BuiltInKind::Aggregate(*function));
                self.reporter.name(self.source, *function_range, meaning, Role::Use);
                self.aggregate(*function, over, (filter.as_ref(), condition.as_ref()), range)
            }
            ExpressionKind::Predicate { operand, predicate, .. } => {
                self.predicate(operand, *predicate, range)
            }
            ExpressionKind::Default { operand, value } => self.default(operand, value, range),
            ExpressionKind::AtPoint { series, point } => self.at_point(series, point, range),
            ExpressionKind::Is { operand, dimension } => self.is(operand, dimension, range),
            ExpressionKind::In { operand, list, negated } => {
                self.is_in(operand, list, *negated, range)
            }
            ExpressionKind::TextTest { operand, test, pattern } => {
                self.text_test(operand, *test, pattern, range)
            }
        }
    }

    /// Counts nodes towards the limit of one expression.
    pub fn spend(&mut self, nodes: u32, range: TextRange) -> Checked<()> {
        let spent = if self.reporter.is_quiet() { &mut self.noted } else { &mut self.nodes };
        *spent = spent.saturating_add(nodes);
        if *spent > MOST_NODES { self.refuse(range) } else { Ok(()) }
    }

    /// Compiles a part of an expression and measures it: its nodes and its depth.
    pub fn measured(&mut self, expression: &Expression) -> (Checked<Typed>, ExpressionSize) {
        let (nodes, reached) = (self.nodes, self.reached);
        self.reached = self.depth;
        let value = self.expression(expression);
        let depth = self.reached.saturating_sub(self.depth);
        self.reached = self.reached.max(reached);
        (value, ExpressionSize { nodes: self.nodes.saturating_sub(nodes), depth })
    }

    /// Puts something of that size in place, if it fits.
    pub fn place(&mut self, size: ExpressionSize, range: TextRange) -> Checked<()> {
        let depth = self.depth.saturating_add(size.depth);
        self.reached = self.reached.max(depth);
        if depth > DEEPEST { self.refuse(range) } else { self.spend(size.nodes, range) }
    }

    /// Compiles something of a definition: with its text, its pack and its parameters.
    pub fn parameters_for<T>(
        &mut self,
        definition: &Declared<'t, ast::Definition>,
        parameters: Vec<Parameter>,
        compile: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let source = std::mem::replace(&mut self.source, definition.source);
        let pack = std::mem::replace(&mut self.pack, definition.pack);
        let outer = std::mem::replace(&mut self.parameters, parameters);
        let result = compile(self);
        self.parameters = outer;
        self.pack = pack;
        self.source = source;
        result
    }

    fn refuse<T>(&mut self, range: TextRange) -> Checked<T> {
        if !self.refused && !self.reporter.is_quiet() {
            self.refused = true;
            self.report(
                &codes::TOO_LARGE,
                range,
                Localized::new(
                    "这个式子（连同展开的定义）太大，请拆成几个「设」或几条规则",
                    "this expression, definitions included, is too large; split it up",
                ),
                Localized::new("式子太大", "too large"),
            );
        }
        Err(Failed)
    }

    /// Reports an error in the current item.
    pub fn report(
        &mut self,
        code: &'static CodeInfo,
        range: TextRange,
        message: Localized,
        label: Localized,
    ) {
        self.reporter.push(problem_at(code, self.source.place(range), message, label));
    }

    /// An error in the current item, to be completed.
    pub fn problem(
        &self,
        code: &'static CodeInfo,
        range: TextRange,
        message: Localized,
        label: Localized,
    ) -> Problem {
        problem_at(code, self.source.place(range), message, label)
    }

    /// Reports that a condition is expected where there is none.
    pub fn need_condition(&mut self, typed: &Typed) -> Checked<()> {
        if typed.kind == Type::Boolean {
            return Ok(());
        }
        let name = self.declarations.type_name(&typed.kind);
        let written = self.source.written(typed.range);
        let problem = self
            .problem(
                &codes::NOT_A_CONDITION,
                typed.range,
                Localized::new(
                    format!("这里应写一个条件，「{written}」是{}", name.chinese),
                    format!("a condition belongs here; `{written}` is {}", name.english),
                ),
                Localized::new("不是条件", "not a condition"),
            )
            .help("例如：甲 = 乙、甲 ≤ 乙、甲 有值", "for example: a = b, a ≤ b, a present");
        self.reporter.fail(problem)
    }

    fn unary(
        &mut self,
        operator: UnaryOperator,
        operand: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let typed = self.expression(operand)?;
        match operator {
            UnaryOperator::Not => {
                self.need_condition(&typed)?;
                Ok(Typed::new(Expr::Not(Box::new(typed.expr)), Type::Boolean, range))
            }
            UnaryOperator::Negate => {
                self.need_number(&typed)?;
                let expr = match typed.expr {
                    Expr::Number(number) => Expr::Number(number.negated()),
                    other => Expr::Negate(Box::new(other)),
                };
                Ok(Typed { expr, range, kind: number_kind(typed.kind), ..typed })
            }
        }
    }

    fn choice(
        &mut self,
        condition: &Expression,
        (then, otherwise): (&Expression, &Expression),
        range: TextRange,
    ) -> Checked<Typed> {
        let condition = self.expression(condition).and_then(|typed| {
            self.need_condition(&typed)?;
            Ok(typed.expr)
        });
        let then = self.expression(then);
        let otherwise = self.expression(otherwise);
        let (condition, mut then, mut otherwise) = (condition?, then?, otherwise?);
        let kind = self.agree(&mut then, &mut otherwise)?;
        let quotient = then.quotient && otherwise.quotient;
        let bare = then.bare && otherwise.bare;
        let expr = Expr::If {
            condition: Box::new(condition),
            then: Box::new(then.expr),
            otherwise: Box::new(otherwise.expr),
        };
        Ok(Typed { bare, quotient, ..Typed::new(expr, kind, range) })
    }

    fn default(
        &mut self,
        operand: &Expression,
        value: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let operand = self.expression(operand);
        let value = self.expression(value);
        let (mut operand, mut value) = (operand?, value?);
        let kind = self.agree(&mut operand, &mut value)?;
        let quotient = operand.quotient;
        let expr = Expr::Default { operand: Box::new(operand.expr), value: Box::new(value.expr) };
        Ok(Typed { quotient, ..Typed::new(expr, kind, range) })
    }
}

/// What arithmetic makes of a type: the figure of a limit is a number from then on.
pub(crate) fn number_kind(kind: Type) -> Type {
    match kind {
        Type::Limit => Type::Number(Dim::Dynamic),
        other => other,
    }
}

/// Whether a dimension is that of plain numbers.
pub(crate) fn is_plain(dimension: &Dimension) -> bool {
    *dimension == Dimension::None
}
