//! What is said of the arguments: help, and mistakes with a way out, in one language at a time.

use crate::support::{CLEAN, Folder, gouji, gouji_in, sample};

/// Arguments that are wrong, and what is said of them in Chinese and in English.
const MISTAKES: [(&str, &str, &str); 21] = [
    (
        "",
        "没有写要做什么，例如：gouji check 文件",
        "no command given; for example: gouji check FILE",
    ),
    ("chekc a.txt", "没有「chekc」这个命令；是不是 check？", "did you mean check?"),
    ("frobnicate", "可以用 check、extract、text", "there are check, extract, text"),
    (
        "预算.txt",
        "要检查文件，写 gouji check 预算.txt",
        "to check a document, write gouji check 预算.txt",
    ),
    (
        "explain",
        "还没有写<规则名或代码>：规则的名字，或报告里的代码",
        "<RULE or CODE> is missing: name of a rule, or a code",
    ),
    (
        "check a --format papyrus",
        "不能是「papyrus」；报告的格式：pretty",
        "cannot be “papyrus”; format of the report: pretty",
    ),
    ("check a --format jsn", "是不是 json？", "did you mean json?"),
    ("check a --format", "--format <格式> 后面没有写值", "--format <FORMAT> needs a value"),
    ("check a --format=", "--format <格式> 后面没有写值", "--format <FORMAT> needs a value"),
    ("check a --jobs many", "--jobs <个数> 的值不能是「many」；用几个核，写整数", "a whole number"),
    ("check a --jobs -1", "没有 -1 这个选项", "there is no option -1"),
    ("check a --formt json", "没有 --formt 这个选项；是不是 --format？", "did you mean --format?"),
    ("check a --rule b", "没有 --rule 这个选项；是不是 --rules？", "did you mean --rules?"),
    (
        "check a --no-such-option",
        "没有 --no-such-option 这个选项",
        "there is no option --no-such-option",
    ),
    (
        "explain 甲 --format json",
        "gouji explain 没有 --format 这个选项；check、extract 才有",
        "gouji explain has no option --format",
    ),
    (
        "--format json check a",
        "--format 要写在命令后面，例如：gouji check --format",
        "--format stands behind the command",
    ),
    ("--format json", "--format 要写在命令后面", "--format stands behind the command"),
    ("explain 甲 乙", "多写了「乙」", "“乙” is one argument too many"),
    ("check a --format json --format json", "--format <格式> 只能写一次", "can be given only once"),
    ("check a --no-default-packs=1", "--no-default-packs 后面不能写值", "takes no value"),
    ("check a --help=1", "--help 后面不能写值", "takes no value"),
];

/// Words that are the same in both languages: names of verbs, options and their values.
const NAMES: [&str; 38] = [
    "completions",
    "shell",
    "SHELL",
    "bash",
    "zsh",
    "fish",
    "powershell",
    "elvish",
    "gouji",
    "check",
    "extract",
    "explain",
    "rules",
    "test",
    "fmt",
    "diff",
    "keywords",
    "lsp",
    "help",
    "version",
    "auto",
    "always",
    "never",
    "text",
    "pretty",
    "rounding",
    "unpaired",
    "lacking",
    "unread",
    "concise",
    "json",
    "html",
    "JSON",
    "error",
    "warning",
    "note",
    "zh",
    "en",
];

/// Words of English in a text that should be Chinese. What a person wrote, and options, are left out.
fn english_in(text: &str, written: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for argument in written
        .split_whitespace()
        .filter(|argument| argument.len() > 1 && !argument.starts_with('-'))
    {
        text = text.replace(argument, " ");
    }
    // An option is one word with its dashes.
    let words = text.split(|letter: char| !letter.is_ascii_alphabetic() && letter != '-');
    let words = words.filter(|word| !word.starts_with('-'));
    let english = words.filter(|word| word.len() > 1 && !NAMES.contains(word));
    english.map(str::to_owned).collect()
}

fn is_chinese(letter: char) -> bool {
    ('\u{3000}'..='\u{9fff}').contains(&letter) || ('\u{ff00}'..='\u{ffef}').contains(&letter)
}

#[test]
fn mistakes_are_answered_in_the_reader_s_language_with_a_way_out() {
    for (written, chinese, english) in MISTAKES {
        let mut arguments: Vec<&str> = written.split_whitespace().collect();
        let run = gouji(&arguments).ends(2).says(chinese).says("--help 看用法");
        assert_eq!(run.stdout, "", "{written}");
        let left = english_in(&run.stderr, written);
        assert!(left.is_empty(), "{left:?} in the Chinese answer to “{written}”:\n{}", run.stderr);

        arguments.splice(0..0, ["--lang", "en"]);
        let run = gouji(&arguments).ends(2).says(english).says("--help");
        let bare = written
            .split_whitespace()
            .fold(run.stderr.clone(), |text, word| text.replace(word, ""));
        assert!(!bare.contains(is_chinese), "{}", run.stderr);
    }
}

#[test]
fn the_help_is_in_one_language() {
    for verb in ["", "check", "extract", "explain", "rules", "test", "fmt", "lsp", "completions"] {
        let mut arguments: Vec<&str> = verb.split_whitespace().collect();
        arguments.push("--help");
        let run = gouji(&arguments).ends(0).says("用法");
        let left = english_in(&run.stdout, "");
        assert!(left.is_empty(), "{left:?} in the Chinese help:\n{}", run.stdout);
        arguments.push("--lang=en");
        let run = gouji(&arguments).ends(0).says("Usage");
        assert!(!run.stdout.contains(is_chinese), "{}", run.stdout);
    }
    gouji(&["--version"]).ends(0).says(env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_columns_of_the_help_stand_under_each_other() {
    let run = gouji(&["check", "--help"]).ends(0);
    let options = run.stdout.lines().filter(|line| line.trim_start().starts_with('-'));
    let column = |line: &str| {
        let (_, help) = line.split_at(line.find("  ").filter(|at| *at > 2).unwrap_or(0));
        let help = help.trim_start();
        let before = &line[..line.len() - help.len()];
        before.chars().map(|letter| if is_chinese(letter) { 2 } else { 1 }).sum::<usize>()
    };
    let columns: Vec<usize> =
        options.map(|line| column(&line.replacen("      --", "  -x, --", 1))).collect();
    assert!(
        columns.len() > 5 && columns.iter().all(|at| *at == columns[0]),
        "{columns:?}\n{}",
        run.stdout
    );
}

#[test]
fn the_language_may_stand_before_the_verb() {
    gouji(&["--lang", "en", "check", CLEAN]).ends(0).says("documents checked: 1");
}

#[test]
fn a_path_that_is_nearly_right_is_answered_with_the_right_one() {
    let folder = Folder::new("near-path");
    folder.write("公开/局机关2021.txt", sample(CLEAN));
    folder.write("rules/mine.gouji", "");
    let here = std::path::PathBuf::from(folder.path(""));
    let run = gouji_in(&here, &["check", "公开/局机关2012.txt"]).ends(2);
    run.says("没有这个文件或文件夹；是不是「公开/局机关2021.txt」？");
    let run = gouji_in(&here, &["extract", "公升", "--lang", "en"]).ends(2);
    run.says("no such file or folder; did you mean “公开”?");
    gouji_in(&here, &["check", "公开", "--rules", "rulez"]).says("是不是「rules」？");
    let run = gouji_in(&here, &["check", "公开/天气.md"]).ends(2);
    assert!(!run.said().contains("是不是"), "{}", run.said());
}

#[test]
fn shells_complete_the_verbs_and_options_there_are() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = gouji(&["completions", shell]).ends(0);
        for word in ["extract", "fail-level", "no-default-packs"] {
            assert!(run.stdout.contains(word), "no {word} for {shell}");
        }
    }
    gouji(&["completions", "bahs"]).ends(2).says("是不是 bash？");
}
