//! Formulas of Excel 97, as far as they add, subtract, multiply, divide and sum: those that tie figures
//! together.

/// Operands that wait for their operator, at most.
const DEEPEST: usize = 64;

/// Longer formulas are not written out.
const LONGEST: usize = 1024;

/// The text of a formula from its tokens; `None` where it has others than those that are followed.
pub(super) fn text(mut tokens: &[u8]) -> Option<String> {
    let mut stack: Vec<String> = Vec::new();
    while let Some((kind, rest)) = tokens.split_first() {
        let taken = token(*kind, rest, &mut stack)?;
        tokens = rest.get(taken..)?;
        if stack.len() > DEEPEST || stack.last().is_some_and(|last| last.len() > LONGEST) {
            return None;
        }
    }
    let text = stack.pop()?;
    stack.is_empty().then_some(text)
}

/// Takes a token; how many bytes of the rest belong to it.
fn token(kind: u8, rest: &[u8], stack: &mut Vec<String>) -> Option<usize> {
    let number = |at: usize| Some(u16::from_le_bytes([*rest.get(at)?, *rest.get(at + 1)?]));
    match kind {
        0x03..=0x06 => {
            let (right, left) = (stack.pop()?, stack.pop()?);
            let sign = ['+', '-', '*', '/'].get(usize::from(kind - 3))?;
            stack.push(format!("{left}{sign}{right}"));
            Some(0)
        }
        0x13 => {
            let inner = stack.pop()?;
            stack.push(format!("-{inner}"));
            Some(0)
        }
        0x15 => {
            let inner = stack.pop()?;
            stack.push(format!("({inner})"));
            Some(0)
        }
        // An attribute: the sum of one operand, or white space.
        0x19 => {
            match *rest.first()? {
                0x10 => {
                    let inner = stack.pop()?;
                    stack.push(format!("SUM({inner})"));
                }
                0x01 | 0x40 | 0x41 => {}
                _ => return None,
            }
            Some(3)
        }
        0x1e => {
            stack.push(number(0)?.to_string());
            Some(2)
        }
        0x1f => {
            let bytes: [u8; 8] = rest.get(..8)?.try_into().ok()?;
            stack.push(f64::from_le_bytes(bytes).to_string());
            Some(8)
        }
        // SUM with several operands: the number of them, and that of the function.
        0x22 | 0x42 | 0x62 if number(1)? == 4 => {
            let from = stack.len().checked_sub(usize::from(*rest.first()? & 0x7f))?;
            let operands = stack.split_off(from).join(",");
            stack.push(format!("SUM({operands})"));
            Some(3)
        }
        0x24 | 0x44 | 0x64 => {
            stack.push(cell(number(0)?, number(2)?));
            Some(4)
        }
        0x25 | 0x45 | 0x65 => {
            let (first, last) = (cell(number(0)?, number(4)?), cell(number(2)?, number(6)?));
            stack.push(format!("{first}:{last}"));
            Some(8)
        }
        _ => None,
    }
}

/// `B7` for a row and a column from 0; the marks for what moves when it is copied are left out.
fn cell(row: u16, column: u16) -> String {
    format!(
        "{}{}",
        gouji_diagnostic::column_letters(u32::from(column & 0xff) + 1),
        u32::from(row) + 1
    )
}
