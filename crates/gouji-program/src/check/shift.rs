//! Moving a compiled expression to a deeper place.

use crate::Expr;
use crate::expression::Gathering;

/// Renumbers the frames that an expression pushes itself (those from `base` on) by `by`, for use
/// where that many more frames are on the stack. Frames below `base` are those of its surroundings
/// and stay.
pub(crate) fn shift(expr: &mut Expr, base: u8, by: u8) {
    if by == 0 {
        return;
    }
    let moved = |frame: &mut u8| {
        if *frame >= base {
            *frame = frame.saturating_add(by);
        }
    };
    match expr {
        Expr::Field(field) => moved(&mut field.frame),
        Expr::Record { frame, .. } => moved(frame),
        Expr::Aggregate(aggregate) => {
            moved(&mut aggregate.frame);
            if let Gathering::Children { frame, .. } = &mut aggregate.source {
                moved(frame);
            }
            if let Some((field, other)) = &mut aggregate.join {
                moved(&mut field.frame);
                shift(other, base, by);
            }
        }
        _ => {}
    }
    each_child(expr, &mut |child| shift(child, base, by));
}

/// Calls `each` with the parts of an expression (not with the join of an aggregate, which repeats
/// a part of its filter).
fn each_child(expr: &mut Expr, each: &mut impl FnMut(&mut Expr)) {
    match expr {
        Expr::Text(_)
        | Expr::Number(_)
        | Expr::Date(_)
        | Expr::Boolean(_)
        | Expr::Field(_)
        | Expr::Sole(_)
        | Expr::Record { .. }
        | Expr::Local(_)
        | Expr::Key(_)
        | Expr::Witness(_) => {}
        Expr::List(parts) | Expr::And(parts) | Expr::Or(parts) => parts.iter_mut().for_each(each),
        Expr::Call { arguments, .. } => arguments.iter_mut().for_each(each),
        Expr::Negate(operand)
        | Expr::Not(operand)
        | Expr::Is { operand, .. }
        | Expr::Predicate { operand, .. } => each(operand),
        Expr::Arithmetic { left, right, .. } | Expr::Compare { left, right, .. } => {
            each(left);
            each(right);
        }
        Expr::If { condition, then, otherwise } => {
            each(condition);
            each(then);
            each(otherwise);
        }
        Expr::Default { operand, value } => {
            each(operand);
            each(value);
        }
        Expr::In { operand, list } => {
            each(operand);
            list.iter_mut().for_each(each);
        }
        Expr::TextTest { operand, pattern, .. } => {
            each(operand);
            each(pattern);
        }
        Expr::Aggregate(aggregate) => {
            let parts = [&mut aggregate.filter, &mut aggregate.value, &mut aggregate.condition];
            parts.into_iter().flatten().for_each(each);
        }
    }
}
