//! Names that may have been meant.

use gouji_text::nearest;

/// The names that are nearest to one that nothing is called by, the nearest first. What stands before
/// the stroke may be left out: `收入合计`, `no-unit`.
pub(crate) fn near_names<'names>(wanted: &str, names: &[&'names str]) -> Vec<&'names str> {
    let behind = |name: &'names str| name.rsplit('/').next().unwrap_or(name);
    let short = wanted.rsplit('/').next().unwrap_or(wanted);
    let whole = match wanted.contains('/') {
        true => nearest(wanted, names.iter().copied()),
        false => Vec::new(),
    };
    // With another family, or without its own, a name is found at once.
    let same = names.iter().map(|name| behind(name)).find(|name| *name == short);
    let near = nearest(short, names.iter().map(|name| behind(name)));
    let of_short = |short| names.iter().copied().filter(move |name| behind(name) == short);
    let mut found: Vec<&str> = Vec::new();
    for name in whole.into_iter().chain(same.into_iter().chain(near).flat_map(of_short)) {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}
