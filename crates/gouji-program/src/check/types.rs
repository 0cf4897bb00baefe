//! Types of expressions.

use super::declarations::Declarations;
use crate::{Expr, RecordTypeId, Scalar};
use gouji_text::{Language, Localized, TextRange};

use gouji_value::{BaseUnit, Dimension};

/// What is known of a number's dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dim {
    /// Only the document can tell.
    Dynamic,
    /// A literal zero without a unit: of any dimension.
    Zero,
    Known(Dimension),
}

/// The type of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Number(Dim),
    /// What a limit allows: a number of any dimension, a date or a point of the year.
    Limit,
    Bound,
    Date,
    Period,
    Boolean,
    Series(Scalar),
    Record(RecordTypeId),
    List(RecordTypeId),
    /// `[a, b]`
    Literals,
}

/// A compiled expression and its type.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub expr: Expr,
    pub kind: Type,
    /// Where it is written, in the item that is being compiled.
    pub range: TextRange,
    /// A number literal without a unit, other than zero.
    pub bare: bool,
    /// A plain number that is a quotient of like figures and so compares with percentages.
    pub quotient: bool,
}

impl Typed {
    pub fn new(expr: Expr, kind: Type, range: TextRange) -> Self {
        Self { expr, kind, range, bare: false, quotient: false }
    }
}

impl Type {
    pub fn of_scalar(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Text => Self::Text,
            Scalar::Integer | Scalar::Number => Self::plain(),
            Scalar::Quantity(id) => {
                Self::Number(Dim::Known(Dimension::Simple(BaseUnit::Declared(id))))
            }
            Scalar::Percent => Self::ratio(),
            Scalar::Bound => Self::Bound,
            Scalar::Date => Self::Date,
            Scalar::Period => Self::Period,
        }
    }

    pub fn plain() -> Self {
        Self::Number(Dim::Known(Dimension::None))
    }

    pub fn ratio() -> Self {
        Self::Number(Dim::Known(Dimension::Ratio))
    }

    /// Whether it is, or may turn out to be, a number.
    pub fn is_numeric(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Limit)
    }

    /// Whether it is one value that can be kept, shown and compared.
    pub fn is_single(&self) -> bool {
        !matches!(self, Self::Series(_) | Self::Record(_) | Self::List(_) | Self::Literals)
    }

    /// Its dimension, where it is a number; a limit's is dynamic.
    pub fn dim(&self) -> Option<Dim> {
        match self {
            Self::Number(dim) => Some(dim.clone()),
            Self::Limit => Some(Dim::Dynamic),
            _ => None,
        }
    }
}

impl Declarations<'_> {
    /// What a type is called in messages.
    pub fn type_name(&self, kind: &Type) -> Localized {
        match kind {
            Type::Text => Localized::new("文本", "a text"),
            Type::Number(Dim::Known(dimension)) => Localized::new(
                dimension.name(&self.units, Language::Chinese),
                dimension.name(&self.units, Language::English),
            ),
            Type::Number(_) => Localized::new("数", "a number"),
            Type::Limit => Localized::new("界限里的数", "a figure of a limit"),
            Type::Bound => Localized::new("界限", "a limit"),
            Type::Date => Localized::new("日期", "a date"),
            Type::Period => Localized::new("时点", "a point of the year"),
            Type::Boolean => Localized::new("条件", "a condition"),
            Type::Series(_) => Localized::new("序列", "a series"),
            Type::Record(id) => {
                let name = &self.record(*id).name;
                Localized::new(format!("一条「{name}」记录"), format!("a record `{name}`"))
            }
            Type::List(id) => {
                let name = &self.record(*id).name;
                Localized::new(format!("多条「{name}」记录"), format!("a list of `{name}`"))
            }
            Type::Literals => Localized::new("清单", "a list of values"),
        }
    }
}

/// The dimension that two operands which must agree have in common.
pub(crate) fn common_dim(left: &Dim, right: &Dim) -> Option<Dim> {
    match (left, right) {
        (Dim::Zero, other) | (other, Dim::Zero) => Some(other.clone()),
        (Dim::Dynamic, other) | (other, Dim::Dynamic) => Some(other.clone()),
        (Dim::Known(one), Dim::Known(other)) => one.same(other).then(|| left.clone()),
    }
}

/// Gives a literal zero the dimension of what it stands beside, so that it is a figure of it.
pub(crate) fn adopt(expr: &mut Expr, dim: &Dim) {
    if let (Expr::Number(number), Dim::Known(dimension)) = (expr, dim)
        && number.amount.is_zero()
        && number.dimension == Dimension::None
    {
        number.dimension = dimension.clone();
    }
}

/// Whether a predicate such as 有值 can be asked of an expression.
pub(crate) fn has_state(expr: &Expr) -> bool {
    match expr {
        Expr::Field(_) | Expr::Sole(_) | Expr::Key(_) => true,
        Expr::Aggregate(aggregate) => aggregate.function == crate::Aggregate::Only,
        _ => false,
    }
}
