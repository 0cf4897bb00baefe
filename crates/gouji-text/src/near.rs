//! Names that may have been meant: one idea of near for keywords, names in rules, verbs, options
//! and paths.

/// Longer names are compared by containment only: comparing letter by letter is quadratic.
const LONGEST: usize = 48;

/// Letters to insert, leave out, change or swap with their neighbour until one name is the other;
/// upper and lower case are the same. `None` where a name is too long to be compared.
pub fn edits(left: &str, right: &str) -> Option<usize> {
    let is_short = |name: &str| name.len() <= LONGEST || name.chars().count() <= LONGEST;
    (is_short(left) && is_short(right))
        .then(|| strsim::osa_distance(&left.to_lowercase(), &right.to_lowercase()))
}

/// The nearest of `candidates`, best first, at most three.
///
/// Near is: within a third of the longer name's characters by [`edits`] (one edit for short names),
/// or one that contains the other and is at least two characters long.
pub fn nearest<'names>(
    name: &str,
    candidates: impl Iterator<Item = &'names str>,
) -> Vec<&'names str> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        if let Some(distance) = distance(name, candidate)
            && !found.iter().any(|(_, known)| *known == candidate)
        {
            found.push((distance, candidate));
            found.sort_by_key(|(distance, _)| *distance);
            found.truncate(3);
        }
    }
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// How far `candidate` is from `name`; `None` where it is not near.
fn distance(name: &str, candidate: &str) -> Option<usize> {
    if name == candidate || name.is_empty() {
        return None;
    }
    let (shorter, longer) = {
        let (one, other) = (name.chars().count(), candidate.chars().count());
        (one.min(other), one.max(other))
    };
    if let Some(edits) = edits(name, candidate)
        && edits <= (longer / 3).max(1)
        && edits < longer
        && shares_a_letter(name, candidate)
    {
        return Some(edits);
    }
    // Behind everything that is near by edits.
    let contained = shorter >= 2 && (candidate.contains(name) || name.contains(candidate));
    contained.then(|| LONGEST + (longer - shorter))
}

fn shares_a_letter(left: &str, right: &str) -> bool {
    let right = right.to_lowercase();
    left.to_lowercase().chars().any(|letter| right.contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_parts_of_names_are_near() {
        let names = ["预算数", "项目名称", "财政资金", "amount"];
        let near = |name| nearest(name, names.into_iter());
        assert_eq!(near("预算书"), ["预算数"]);
        assert_eq!(near("名称"), ["项目名称"]);
        assert_eq!(near("项目名稱"), ["项目名称"]);
        assert_eq!(near("amuont"), ["amount"]);
        assert_eq!(near("Amount"), ["amount"]);
        assert!(near("采购").is_empty());
        assert!(near("").is_empty());
    }

    #[test]
    fn the_nearest_comes_first_and_long_names_cost_little() {
        assert_eq!(nearest("cheek", ["cheeky", "check", "chess"].into_iter()), ["cheeky", "check"]);
        let long = "规".repeat(100_000);
        assert_eq!(edits(&long, "规"), None);
        assert!(nearest(&long, ["规则"].into_iter()).is_empty());
    }
}
