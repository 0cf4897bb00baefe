//! Names that may have been meant.

/// Longer names are compared by containment only.
const LONGEST: usize = 48;

/// The nearest of `candidates`, best first, at most three.
///
/// Near is: within a third of the name's characters by edits (one edit for short names), or, for
/// names in Chinese, one that contains the other.
pub(crate) fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Vec<String> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        if let Some(distance) = distance(name, &wanted, candidate)
            && !found.iter().any(|(_, known)| *known == candidate)
        {
            found.push((distance, candidate));
            found.sort_by_key(|(distance, _)| *distance);
            found.truncate(3);
        }
    }
    found.into_iter().map(|(_, candidate)| candidate.to_owned()).collect()
}

/// How far `candidate` is from `name`; `None` where it is not near.
fn distance(name: &str, wanted: &[char], candidate: &str) -> Option<usize> {
    if name == candidate || wanted.is_empty() {
        return None;
    }
    let other: Vec<char> = candidate.to_lowercase().chars().collect();
    let (shorter, longer) = (wanted.len().min(other.len()), wanted.len().max(other.len()));
    let contained = shorter >= 2 && (candidate.contains(name) || name.contains(candidate));
    if longer <= LONGEST {
        let edits = edits(wanted, &other);
        let shares = wanted.iter().any(|character| other.contains(character));
        if shares && edits <= (longer / 3).max(1) && edits < longer {
            return Some(edits);
        }
    }
    // Behind everything that is near by edits.
    contained.then(|| 100 + (longer - shorter))
}

/// Edit distance, a swap of neighbours counting as one edit.
fn edits(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, one) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let substituted = previous[column] + usize::from(one != other);
            let mut best = substituted.min(previous[column + 1] + 1).min(current[column] + 1);
            let swapped =
                row > 0 && column > 0 && left[row - 1] == *other && right[column - 1] == *one;
            if swapped {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_and_parts_of_names_are_near() {
        let names = ["预算数", "项目名称", "财政资金", "amount"];
        let near = |name| nearest(name, names.into_iter());
        assert_eq!(near("预算书"), ["预算数"]);
        assert_eq!(near("名称"), ["项目名称"]);
        assert_eq!(near("项目名稱"), ["项目名称"]);
        assert_eq!(near("amuont"), ["amount"]);
        assert!(near("采购").is_empty());
        assert!(near("").is_empty());
    }
}
