//! Figures as people write them, `五万元` and `5万`, and how the language writes them.

use super::compile::Compiler;
use super::types::{Dim, Type, Typed};
use crate::Problem;
use crate::problem::Corrected;
use gouji_value::{BaseUnit, Dimension};

impl Compiler<'_, '_> {
    /// A name that is a figure in Chinese numerals, with or without a unit: `五万元` is `5 万元`.
    pub fn in_figures(&self, name: &str) -> Option<String> {
        // The shortest numerals, and so the longest unit, come first.
        let ends = name.char_indices().skip(1).map(|(at, _)| at).chain([name.len()]);
        ends.take(LONGEST).map(|at| name.split_at(at)).find_map(|(numerals, unit)| {
            let is_unit = unit.is_empty() || self.declarations.units.unit(unit).is_some();
            let number = numerals_value(numerals).filter(|_| is_unit)?;
            Some(format!("{number} {unit}").trim_end().to_owned())
        })
    }

    /// Adds how a figure is written whose unit lacks its end: `5万` beside an amount is `5 万元`.
    pub fn suggest_whole_unit(&self, problem: Problem, left: &Typed, right: &Typed) -> Problem {
        let mended = [(left, right), (right, left)].into_iter().find_map(|(figure, other)| {
            let whole = self.whole_unit(&self.source.written(figure.range), &other.kind)?;
            Some((figure.range, whole))
        });
        match mended {
            None => problem,
            Some((range, whole)) => problem
                .help(format!("写作「{whole}」"), format!("write `{whole}`"))
                .replace(range, whole),
        }
    }

    fn whole_unit(&self, written: &str, wanted: &Type) -> Option<String> {
        let Type::Number(Dim::Known(Dimension::Simple(BaseUnit::Declared(dimension)))) = wanted
        else {
            return None;
        };
        let is_figure = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
        let (figure, beginning) = written.split_at(written.find(|one| !is_figure(one))?);
        let beginning = beginning.trim();
        let units = &self.declarations.units;
        let whole = units
            .units_of(*dimension)
            .map(|unit| units.unit_name(unit))
            .filter(|unit| unit.len() > beginning.len() && unit.starts_with(beginning))
            .min_by_key(|unit| unit.len())?;
        (!figure.is_empty() && !beginning.is_empty()).then(|| format!("{figure} {whole}"))
    }
}

/// Most characters of a figure in Chinese numerals.
const LONGEST: usize = 24;

/// The number that Chinese numerals say: `三十`, `一百零五`, `两千`, `十二万`.
fn numerals_value(numerals: &str) -> Option<u64> {
    let (mut whole, mut section, mut digit) = (0_u64, 0_u64, None);
    for numeral in numerals.chars() {
        if let Some(value) = "〇一二三四五六七八九".chars().position(|one| one == numeral)
        {
            if digit.replace(value as u64).is_some() {
                return None;
            }
            continue;
        }
        let scale = match numeral {
            '零' if digit.is_none() => continue,
            '两' if digit.is_none() => {
                digit = Some(2);
                continue;
            }
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => return None,
        };
        if scale < 10_000 {
            let many = digit.take().or((scale == 10 && section == 0).then_some(1))?;
            section = section.checked_add(many.checked_mul(scale)?)?;
        } else {
            section = section.checked_add(digit.take().unwrap_or(0))?;
            if section == 0 {
                return None;
            }
            let scaled = if scale == 10_000 { section } else { whole.checked_add(section)? };
            let kept = if scale == 10_000 { whole } else { 0 };
            whole = kept.checked_add(scaled.checked_mul(scale)?)?;
            section = 0;
        }
    }
    (!numerals.is_empty()).then(|| whole.checked_add(section)?.checked_add(digit.unwrap_or(0)))?
}

#[cfg(test)]
mod tests {
    use super::numerals_value;

    #[test]
    fn numerals_are_read_as_they_are_said() {
        for (numerals, value) in [
            ("五", 5),
            ("十", 10),
            ("三十", 30),
            ("一百零五", 105),
            ("两千", 2_000),
            ("十二万", 120_000),
            ("一亿零三万", 100_030_000),
            ("二千三百四十五", 2_345),
            ("零", 0),
        ] {
            assert_eq!(numerals_value(numerals), Some(value), "{numerals}");
        }
        for no_number in ["", "百", "万", "五五", "五元", "收入", "一二", "千万"] {
            assert_eq!(numerals_value(no_number), None, "{no_number}");
        }
        assert_eq!(numerals_value(&"九亿".repeat(20)), None);
    }
}
