//! What readers notice in documents, in words.

use crate::codes;
use gouji_diagnostic::{CodeInfo, Diagnostic};
use gouji_text::{Localized, TextRange};

/// Something that a reader noticed, at a range of the document's text. What is an error leaves nothing to check.
pub type ReaderProblem = Diagnostic<TextRange>;

/// Why a file is not read at all.
pub(crate) type Refusal = Box<ReaderProblem>;

fn problem(
    code: &'static CodeInfo,
    range: TextRange,
    chinese: impl Into<String>,
    english: impl Into<String>,
) -> ReaderProblem {
    Diagnostic::new(code, Localized::new(chinese, english)).at(range, Localized::default())
}

/// Nothing, or nothing but white space.
pub(crate) fn empty() -> ReaderProblem {
    problem(&codes::EMPTY, TextRange::default(), "文件是空的", "the document is empty")
}

/// No text: the format that its first bytes show, where known, or `None` for control bytes.
pub(crate) fn not_text(format: Option<&str>) -> ReaderProblem {
    let range = TextRange::default();
    match format {
        Some(format) => problem(
            &codes::NOT_TEXT,
            range,
            format!("这是 {format} 文件，不是文本，没有检查"),
            format!("this is a {format} file, not a text; it was not checked"),
        ),
        None => problem(
            &codes::NOT_TEXT,
            range,
            "这不是文本文件，没有检查",
            "this is not a text file; it was not checked",
        ),
    }
}

/// A file of a format that is read, and why it cannot be.
pub(crate) fn damaged(chinese: impl Into<String>, english: impl Into<String>) -> Refusal {
    let (chinese, english) = (chinese.into(), english.into());
    Box::new(problem(
        &codes::DAMAGED,
        TextRange::default(),
        format!("文件损坏，没有检查：{chinese}"),
        format!("the file is damaged and was not checked: {english}"),
    ))
}

/// A file that a password protects.
pub(crate) fn encrypted() -> ReaderProblem {
    problem(
        &codes::ENCRYPTED,
        TextRange::default(),
        "文件加了密码，打不开，没有检查；请去掉密码另存一份再查",
        "the file is protected by a password and was not checked; save a copy without one",
    )
}

/// A document whose pages are pictures.
pub(crate) fn no_text_layer(pages: usize) -> Refusal {
    Box::new(problem(
        &codes::NO_TEXT_LAYER,
        TextRange::default(),
        format!("这是扫描件，{pages} 页都只有图、没有文字，没有检查；请先做文字识别（OCR）再查"),
        format!(
            "this is a scan: its {pages} pages hold pictures and no text; it was not checked; run OCR first"
        ),
    ))
}

/// Pages that are pictures, by their numbers from 0; `None` where there are none.
pub(crate) fn scanned_pages(pages: &[usize]) -> Option<ReaderProblem> {
    let named: Vec<String> = pages.iter().take(10).map(|page| (page + 1).to_string()).collect();
    let more = if pages.len() > 10 { "……" } else { "" };
    let (count, chinese, english) = (pages.len(), named.join("、"), named.join(", "));
    (count > 0).then(|| {
        problem(
            &codes::SCANNED_PAGES,
            TextRange::default(),
            format!("有 {count} 页只有图、没有文字（第 {chinese}{more} 页），上面的内容没有读；请先做文字识别（OCR）再查"),
            format!("{count} pages hold pictures and no text (pages {english}{more}) and were not read; run OCR first"),
        )
    })
}

/// A file that is not what its name says.
pub(crate) fn not_as_named(format: &str) -> ReaderProblem {
    problem(
        &codes::DAMAGED,
        TextRange::default(),
        format!("文件名说是 {format}，内容却不是，没有检查；请重新下载，或者改成实际格式的扩展名"),
        format!(
            "the file is named as {format} but is none; it was not checked; download it again, or name it as what it is"
        ),
    )
}

/// A package that is far larger than it looks.
pub(crate) fn unpacks_too_large() -> Refusal {
    Box::new(problem(
        &codes::TOO_LARGE,
        TextRange::default(),
        "文件解压后的内容太多（部件超过 128 MiB，文字超过 64 MiB，或者单元格超过 400 万），没有检查",
        "the file unpacks to too much (parts of over 128 MiB, text of over 64 MiB, or over 4 million cells); it was not checked",
    ))
}

/// A file of a program's older format, and the one to save it in.
pub(crate) fn legacy_format(program: &str, extension: &str) -> ReaderProblem {
    problem(
        &codes::LEGACY_FORMAT,
        TextRange::default(),
        format!("这是旧格式的 {program} 文件，读不了，没有检查；请另存为 .{extension} 再查"),
        format!(
            "this file is of an older format of {program} and was not checked; save it as .{extension}"
        ),
    )
}

/// Parts of a file: how many there are, and what they are in both languages, with `{}` for the number.
pub(crate) type CountedParts = (u32, [&'static str; 2]);

/// The parts of which there are any, one behind the other.
fn listed(parts: impl IntoIterator<Item = CountedParts>) -> Option<Localized> {
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let (chinese, english): (Vec<String>, Vec<String>) = parts
        .map(|(count, words)| {
            let [chinese, english] = words.map(|words| words.replace("{}", &count.to_string()));
            (chinese, english)
        })
        .unzip();
    (!chinese.is_empty()).then(|| Localized::new(chinese.join("、"), english.join(", ")))
}

/// What of a file was not read, or not as it is shown; `None` where all was.
pub(crate) fn parts_unread(parts: impl IntoIterator<Item = CountedParts>) -> Option<ReaderProblem> {
    let parts = listed(parts)?;
    Some(problem(
        &codes::PARTS_UNREAD,
        TextRange::default(),
        format!("有内容没有照样读：{}", parts.chinese),
        format!("not read as shown: {}", parts.english),
    ))
}

/// What a file does not show and is read all the same; the first of it stands at `range`. `None` where there is
/// none of it.
pub(crate) fn hidden_parts(
    sheets: &[String],
    parts: impl IntoIterator<Item = CountedParts>,
    range: TextRange,
) -> Option<ReaderProblem> {
    let named: Vec<String> = sheets.iter().take(5).map(|name| format!("「{name}」")).collect();
    let more = if sheets.len() > 5 { "……" } else { "" };
    let (count, named) = (sheets.len(), named.join(""));
    let sheets = (count > 0).then(|| {
        Localized::new(
            format!("{count} 张工作表（{named}{more}）"),
            format!("{count} sheets ({named}{more})"),
        )
    });
    let parts = match (sheets, listed(parts)) {
        (Some(sheets), Some(parts)) => sheets.then("、", ", ").and(&parts),
        (one, other) => one.or(other)?,
    };
    Some(problem(
        &codes::HIDDEN_PARTS,
        range,
        format!("文件里隐藏了{}，里面有内容，也一起读了", parts.chinese),
        format!("hidden in the file are {}; what they hold was read as well", parts.english),
    ))
}

/// Formulas whose values the file does not hold; the first sheet with one starts at `range`.
pub(crate) fn formula_without_value(count: u32, range: TextRange) -> ReaderProblem {
    problem(
        &codes::FORMULA_WITHOUT_VALUE,
        range,
        format!(
            "有 {count} 个公式没有存下计算结果，这些格子读作空白；用表格软件打开、保存一次再查"
        ),
        format!(
            "{count} formulas have no stored result and their cells were read as blank; open and save the file once in a spreadsheet program"
        ),
    )
}

/// More bytes than are read.
pub(crate) fn too_large() -> ReaderProblem {
    problem(
        &codes::TOO_LARGE,
        TextRange::default(),
        "文件超过 256 MiB，没有检查",
        "the file is over 256 MiB; it was not checked",
    )
}

/// Bytes that are not of the encoding; each was replaced by U+FFFD, the first in `range`.
pub(crate) fn undecodable(count: u32, range: TextRange) -> ReaderProblem {
    problem(
        &codes::UNDECODABLE,
        range,
        format!("有 {count} 处字节不是有效的文字编码，已用「\u{fffd}」代替；从这里开始"),
        format!(
            "{count} places are not valid in the text's encoding and were replaced by “\u{fffd}”, from here on"
        ),
    )
}

/// NUL characters in the text, the first in `range`.
pub(crate) fn nul(count: u32, range: TextRange) -> ReaderProblem {
    problem(
        &codes::NUL,
        range,
        format!("文中有 {count} 个空字符（NUL），可能不是完整的文本"),
        format!("the text holds {count} NUL characters; it may be damaged"),
    )
}

/// A line of more than a mebibyte.
pub(crate) fn long_line(line: TextRange) -> ReaderProblem {
    problem(
        &codes::LONG_LINE,
        line,
        "有一行超过 1 MiB，文件可能没有正常分行",
        "a line is longer than 1 MiB; the text may have lost its line ends",
    )
}

/// Lines of a csv whose quotation marks do not pair, or with something behind the second; the first
/// such mark is at `mark`.
pub(crate) fn unpaired_quotes(count: u32, mark: TextRange) -> ReaderProblem {
    problem(
        &codes::UNPAIRED_QUOTES,
        mark,
        format!(
            "有 {count} 行的引号没有配成对，或者引号后面紧跟着别的字；这些行里的引号按普通字符读，从这里开始"
        ),
        format!(
            "in {count} lines a quotation mark has no partner or text right behind it; their quotation marks were read as ordinary characters, from here on"
        ),
    )
}

/// Rows of a csv with filled cells behind the last one of the rows around them. The first stands at
/// `row` and has so many cells up to its last filled one; those around it have `expected`.
pub(crate) fn ragged_rows(
    count: u32,
    row: TextRange,
    cells: usize,
    expected: usize,
) -> ReaderProblem {
    problem(
        &codes::RAGGED_ROWS,
        row,
        format!(
            "有 {count} 行比上下的行多出有内容的单元格：这一行有 {cells} 格，上下都是 {expected} 格；单元格里如果有分隔符（例如 1,234.00），要给整格加引号"
        ),
        format!(
            "{count} rows have filled cells beyond those of the rows around them: this one has {cells} cells, the others {expected}; a cell that holds the delimiter (such as 1,234.00) must be quoted"
        ),
    )
}

/// More cells in one row, or rows in the document, than are read; `range` is left out.
pub(crate) fn too_many_cells(range: TextRange) -> ReaderProblem {
    problem(
        &codes::TOO_MANY_CELLS,
        range,
        "单元格多于能够读取的数目，从这里起有内容没有读",
        "more cells than can be read; some content from here on was left out",
    )
}
