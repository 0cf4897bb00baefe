//! Sums over random figures agree with plain integer arithmetic.

use super::build::*;
use gouji_program::expression::Compare;
use std::fmt::Write;

/// A small generator of pseudo-random numbers (xorshift), so that runs repeat.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

/// Hundredths of 万元 as printed.
fn printed(hundredths: i128) -> String {
    let mut text = String::new();
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    write!(text, "{sign}{}.{:02}", size / 100, size % 100).unwrap();
    text
}

#[test]
fn random_sums_with_rounding() {
    let operators = [
        Compare::Equal,
        Compare::Exactly,
        Compare::NotEqual,
        Compare::Less,
        Compare::LessOrEqual,
        Compare::Greater,
        Compare::GreaterOrEqual,
    ];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for operator in operators {
        let mut world = World::new();
        let condition =
            compare(operator, world.sole("支出", "项目支出"), world.sum("项目", "预算数"));
        world.rule(None, condition);
        for _ in 0..200 {
            let count = 1 + random.below(12) as i128;
            let figures: Vec<i128> =
                (0..count).map(|_| random.below(2_000_000) as i128 - 1_000_000).collect();
            let sum: i128 = figures.iter().sum();
            let total = sum + random.below(17) as i128 - 8;
            let mut document = world.document().add("支出", &[("项目支出", &printed(total))]);
            for figure in &figures {
                document = document.add("项目", &[("预算数", &printed(*figure))]);
            }
            let result = world.run(document);
            // In halves of the last digit: each of the figures but zero is off by less than one.
            let rounded = figures.iter().chain([&total]).filter(|figure| **figure != 0).count();
            let meets = total == sum || (total - sum).abs() * 2 < rounded as i128;
            let (holds, exactly) = match operator {
                Compare::Equal => (meets, total == sum),
                Compare::Exactly => (total == sum, total == sum),
                Compare::NotEqual => (!meets, !meets),
                Compare::Less => (total < sum, total < sum),
                Compare::LessOrEqual => (total <= sum || meets, total <= sum),
                Compare::Greater => (total > sum, total > sum),
                Compare::GreaterOrEqual => (total >= sum || meets, total >= sum),
            };
            let expected = match (holds, exactly) {
                (true, true) => (1, 0, 0, 0, 0),
                (true, false) => (1, 1, 0, 0, 0),
                (false, _) => (0, 0, 0, 1, 0),
            };
            assert_eq!(counts(&result), expected, "{operator:?} {total} {figures:?}");
            let proofs = result.findings.iter().chain(&result.rounded);
            for proof in proofs.filter_map(|finding| finding.proof.as_ref()) {
                assert_eq!(figure(&proof.right.value), printed(sum));
                assert_eq!(proof.right.terms.len(), figures.len());
                let difference = proof.difference.as_deref().unwrap();
                assert_eq!(difference.split(' ').next(), Some(printed(total - sum).as_str()));
            }
        }
    }
}
