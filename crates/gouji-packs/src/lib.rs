//! The rule packs that gouji ships, as texts inside the binary, for whoever has no files.
//!
//! Must never know: files, threads, what stands in a pack.

#![warn(clippy::all)]

use gouji_analysis::{PackText, RuleText};
use std::sync::Arc;

macro_rules! shipped {
    ($folder:literal: $($file:literal),+ $(,)?) => {
        ($folder, &[$(($file, include_str!(concat!("../../../rules/", $folder, "/", $file)))),+])
    };
}

/// A shipped pack: folder, and name and text of its files.
type ShippedPack = (&'static str, &'static [(&'static str, &'static str)]);

/// A test holds this list to the folder `rules/`.
const SHIPPED: &[ShippedPack] = &[
    shipped!(
        "jiangsu-budget":
        "between-tables.gouji",
        "form-examples.gouji",
        "forms.gouji",
        "records.gouji",
        "ruleset.gouji",
        "table-rules.gouji",
        "text-forms.gouji",
        "text-records.gouji",
        "text-rules.gouji",
    ),
    shipped!("budget-common": "records.gouji", "rules.gouji", "ruleset.gouji"),
    shipped!(
        "shanghai-accounts":
        "cross-table-rules.gouji",
        "forms.gouji",
        "records.gouji",
        "ruleset.gouji",
        "statement-forms.gouji",
        "statement-records.gouji",
        "statement-rules.gouji",
        "table-rules.gouji",
    ),
    shipped!(
        "shanghai-budget":
        "form-examples.gouji",
        "forms.gouji",
        "records.gouji",
        "row-rules.gouji",
        "rules.gouji",
        "ruleset.gouji",
        "text-forms.gouji",
        "text-records.gouji",
        "text-rules.gouji",
    ),
    shipped!(
        "department-budget":
        "assets.gouji",
        "document.gouji",
        "forms.gouji",
        "performance-targets.gouji",
        "procurement.gouji",
        "projects.gouji",
        "records.gouji",
        "ruleset.gouji",
        "three-public-expenses.gouji",
        "totals.gouji",
    ),
];

/// The shipped packs. Their files are named `rules/PACK/FILE.gouji`, as in the repository.
pub fn shipped() -> Vec<PackText> {
    let pack = |(folder, files): &ShippedPack| PackText {
        files: files
            .iter()
            .map(|(name, text)| RuleText {
                name: format!("rules/{folder}/{name}").into(),
                text: Arc::from(*text),
            })
            .collect(),
    };
    SHIPPED.iter().map(pack).collect()
}

#[cfg(test)]
mod tests {
    use super::shipped;
    use std::path::Path;

    fn rule_files(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                rule_files(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "gouji") {
                found.push(path.display().to_string().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn every_rule_file_of_the_repository_is_shipped() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut found = Vec::new();
        rule_files(&root.join("rules"), &mut found);
        let mut shipped: Vec<String> = shipped()
            .iter()
            .flat_map(|pack| &pack.files)
            .map(|file| root.join(&*file.name).display().to_string().replace('\\', "/"))
            .collect();
        found.sort();
        shipped.sort();
        assert_eq!(shipped, found);
    }
}
