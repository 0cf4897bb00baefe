//! What the READMEs show is what there is.

use crate::support::{FAULTY, Folder, SAMPLE_PDF, gouji, root};

const PAGES: [&str; 2] = ["README.md", "README.zh-CN.md"];

/// The blocks of a page in this language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(page)).expect("a page");
    let fence = format!("```{language}\n");
    let parts = text.split(&fence).skip(1);
    parts.map(|part| part.split("```").next().expect("a block").to_owned()).collect()
}

#[test]
fn the_findings_shown_are_those_of_the_sample() {
    let outputs = [
        gouji(&["check", SAMPLE_PDF]).ends(1).stdout,
        gouji(&["check", SAMPLE_PDF, "--lang", "en"]).ends(1).stdout,
    ];
    for page in PAGES {
        let shown = blocks(page, "text");
        assert_eq!(shown.len(), 2, "{page}");
        for block in shown {
            assert!(outputs.iter().any(|output| output.contains(&block)), "{page} shows\n{block}");
        }
    }
}

#[test]
fn the_rules_shown_work() {
    let pack =
        std::fs::read_to_string(root().join("rules/department-budget/performance-targets.gouji"));
    let pack = pack.expect("a rule file");
    for page in PAGES {
        let [shipped, own] = &blocks(page, "gouji")[..] else { panic!("{page} shows two rules") };
        assert!(pack.contains(shipped.trim_end()), "{page} shows\n{shipped}");
        let folder = Folder::new(&format!("readme-{page}"));
        let path = folder.write("my-rule.gouji", own);
        let words: Vec<&str> = own.split_whitespace().collect();
        let keyword = words.iter().position(|word| ["规则", "rule"].contains(word));
        let name = words[keyword.expect("a rule") + 1];
        gouji(&["check", FAULTY, "--rules", &path]).ends(1).says(&format!("[部门预算公开/{name}]"));
    }
}

#[test]
fn the_number_of_rules_is_right() {
    let rules = gouji(&["rules"]).ends(0).stdout;
    let pack = rules.lines().filter(|line| line.contains("部门预算公开/")).count();
    let said = |page: &str, words: &str| {
        let text = std::fs::read_to_string(root().join(page)).expect("a page");
        assert!(text.contains(words), "{page} should say “{words}”");
    };
    said("README.md", &format!("a pack of {pack} rules"));
    said("README.zh-CN.md", &format!("{pack} 条规则"));
}

#[test]
fn the_verbs_and_options_named_are_there() {
    for verb in ["check", "extract", "explain", "rules", "test"] {
        let help = gouji(&[verb, "--help"]).ends(0).stdout;
        assert!(help.contains("--lang"), "{help}");
        for page in PAGES {
            let text = std::fs::read_to_string(root().join(page)).expect("a page");
            assert!(text.contains(&format!("| `{verb}")), "{page} does not name {verb}");
        }
    }
    let help = gouji(&["check", "--help"]).ends(0).stdout;
    for option in ["--rules", "--no-default-packs", "--format", "--fail-level"] {
        assert!(help.contains(option), "{help}");
    }
}
