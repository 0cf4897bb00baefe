//! What does not matter in a document: how its lines end, empty cells behind a line of text, and
//! characters that show nothing.

use crate::support::{CLEAN, FAULTY, Folder, gouji, root, sample};

/// What the shipped rules say of texts: for each, its findings line by line, without its name.
fn findings(test: &str, texts: &[String]) -> Vec<Vec<String>> {
    let folder = Folder::new(test);
    let paths: Vec<String> = (texts.iter().enumerate())
        .map(|(number, text)| folder.write(&format!("{number:04}.txt"), text))
        .collect();
    let run = gouji(&["check", "--format", "concise", &folder.path(".")]);
    let of = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or_default();
        let own = run.stdout.lines().filter_map(|line| line.split_once(name));
        own.map(|(_, finding)| finding.to_owned()).collect()
    };
    paths.iter().map(of).collect()
}

/// The samples in UTF-8 in the folder of disclosures.
fn samples() -> Vec<String> {
    let folder = std::fs::read_dir(root().join("tests/disclosures")).expect("the samples");
    let paths = folder.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "txt")).collect();
    paths.sort();
    let texts: Vec<_> =
        paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    assert!(texts.len() >= 4, "{}", texts.len());
    texts
}

/// Holds each text to the findings of the one it was made of.
#[track_caller]
fn same_findings(test: &str, original: &str, changed: Vec<(String, String)>) {
    let (names, texts): (Vec<_>, Vec<_>) = changed.into_iter().unzip();
    let texts: Vec<String> = std::iter::once(original.to_owned()).chain(texts).collect();
    let found = findings(test, &texts);
    let [original, found @ ..] = found.as_slice() else { panic!("no document") };
    assert!(!original.is_empty(), "nothing was said of the original");
    for (name, found) in names.iter().zip(found) {
        assert_eq!(found, original, "{name}");
    }
}

#[test]
fn one_tab_behind_a_line_of_text_changes_no_finding() {
    for (number, text) in samples().iter().enumerate() {
        let lines: Vec<&str> = text.split('\n').collect();
        let is_text = |line: &str| !line.trim().is_empty() && !line.contains('\t');
        let texts: Vec<usize> = (0..lines.len()).filter(|at| is_text(lines[*at])).collect();
        assert!(texts.len() > 30, "{}", texts.len());
        let with_tab_at = |chosen: &[usize]| {
            let line = |(at, line): (usize, &&str)| match chosen.contains(&at) {
                true => format!("{}\t", line.trim_end_matches('\r')),
                false => (*line).to_owned(),
            };
            lines.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
        };
        let one = |at: &usize| (format!("line {}: {}", at + 1, lines[*at]), with_tab_at(&[*at]));
        // The lines in turn, each in one of the samples or two, and all of a sample together.
        let step = 3;
        let mut changed: Vec<_> = texts.iter().skip(number % step).step_by(step).map(one).collect();
        changed.push(("all lines".to_owned(), with_tab_at(&texts)));
        same_findings(&format!("tab-behind-{number}"), text, changed);
    }
}

#[test]
fn the_end_of_its_lines_changes_no_finding() {
    for (number, text) in [sample(FAULTY), sample(CLEAN)].iter().enumerate() {
        let ends = ["\r\n", "\r", "\r\r\n", "\u{85}", "\u{2028}", "\u{2029}"];
        let with = |end: &str| (format!("{end:?}"), text.replace("\r\n", "\n").replace('\n', end));
        same_findings(&format!("line-ends-{number}"), text, ends.map(with).to_vec());
    }
}

#[test]
fn characters_that_show_nothing_change_no_finding() {
    for (number, text) in [sample(FAULTY), sample(CLEAN)].iter().enumerate() {
        let marks = ["\u{200b}", "\u{feff}", "\u{200e}", "\u{200f}", "\u{ad}", "\u{2060}"];
        let mut changed = Vec::new();
        for mark in marks {
            // At the end of cells and lines, so that no place moves but behind them.
            let behind =
                text.replace("\t\t", &format!("\t{mark}\t")).replace('\n', &format!("{mark}\n"));
            changed.push((format!("{mark:?} behind"), behind));
        }
        let places = |findings: &[String]| -> Vec<String> {
            // The column is that of the text as published, marks included.
            let without = findings.iter().map(|line| line.splitn(4, ':').collect::<Vec<_>>());
            without.map(|parts| format!("{}:{}", parts[1], parts[3])).collect()
        };
        let texts: Vec<String> =
            std::iter::once(text.clone()).chain(changed.iter().map(|it| it.1.clone())).collect();
        let found = findings(&format!("invisible-{number}"), &texts);
        let original = places(&found[0]);
        assert!(!original.is_empty(), "there is nothing that could change");
        for (found, (name, _)) in found[1..].iter().zip(&changed) {
            assert_eq!(places(found), original, "{name}");
        }
    }
}
