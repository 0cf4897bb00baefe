//! Why a path cannot be read, in the reader's words.

use crate::system::{EntryKind, System};
use gouji_text::{Localized, nearest};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a path cannot be read.
pub fn reason(error: &Error) -> Localized {
    let (chinese, english) = match error.kind() {
        ErrorKind::NotFound => ("没有这个文件或文件夹", "no such file or folder"),
        ErrorKind::PermissionDenied => ("没有读取权限", "permission denied"),
        // Ours carries the limit; the system's own does not know it.
        ErrorKind::FileTooLarge if error.raw_os_error().is_none() => {
            return Localized::new(
                format!("文件太大（超过 {error}）"),
                format!("the file is too large (over {error})"),
            );
        }
        ErrorKind::FileTooLarge => ("文件太大", "the file is too large"),
        ErrorKind::Unsupported => ("不是普通文件", "not a regular file"),
        ErrorKind::IsADirectory => ("是文件夹，不是文件", "a folder, not a file"),
        ErrorKind::NotADirectory => {
            ("路径中间有一段是文件，不是文件夹", "a part of the path is a file, not a folder")
        }
        ErrorKind::InvalidFilename => ("文件名太长或有不能用的字符", "not a valid file name"),
        ErrorKind::InvalidInput => {
            ("路径里有不能用的字符", "the path holds a character that no path may")
        }
        _ => return other_reason(error),
    };
    Localized::new(chinese, english)
}

/// Why a link leads to no file.
pub(crate) fn broken_link() -> Localized {
    Localized::new(
        "是一个链接，指向的文件不在，或者绕成了圈",
        "is a link to nothing, or in a circle",
    )
}

/// The system's own words are English: in Chinese its number stands for them.
fn other_reason(error: &Error) -> Localized {
    let chinese = match error.raw_os_error() {
        Some(number) => format!("读不出来（系统错误 {number}）"),
        None => "读不出来".to_owned(),
    };
    Localized::new(chinese, error.to_string())
}

/// Why a path that a person wrote cannot be read, with a name that may have been meant.
pub(crate) fn reason_for(system: &dyn System, path: &Path, error: &Error) -> Localized {
    let why = reason(error);
    if error.kind() != ErrorKind::NotFound {
        return why;
    }
    match near_path(system, path) {
        None => why,
        Some(near) => {
            let near = near.display();
            why.then(&format!("；是不是「{near}」？"), &format!("; did you mean “{near}”?"))
        }
    }
}

/// That a path cannot be read, and why.
pub(crate) fn unreadable_words(system: &dyn System, path: &Path, error: &Error) -> Localized {
    let why = reason_for(system, path, error);
    Localized::new(
        format!("「{}」读不了：{}", path.display(), why.chinese),
        format!("cannot read “{}”: {}", path.display(), why.english),
    )
}

/// The path with its first part that is not there replaced by the nearest name beside it.
fn near_path(system: &dyn System, path: &Path) -> Option<PathBuf> {
    let is_folder = |folder: &Path| matches!(system.kind(folder), Ok(EntryKind::Folder));
    // Upward from the whole path: the first part whose folder is there.
    let missing = path.ancestors().find(|part| match part.parent() {
        Some(above) if above.as_os_str().is_empty() => true,
        Some(above) => is_folder(above),
        None => false,
    })?;
    let above = missing.parent()?;
    let written = missing.file_name()?.to_str()?;
    let names = system.names(above);
    let near = *nearest(written, names.iter().map(String::as_str)).first()?;
    let rest = path.strip_prefix(missing).ok()?;
    let meant =
        if rest.as_os_str().is_empty() { above.join(near) } else { above.join(near).join(rest) };
    system.kind(&meant).is_ok().then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    #[test]
    fn a_path_nearly_right_is_answered_with_the_right_one() {
        let system = MemorySystem::default()
            .with("预算/局机关2021.txt", "x")
            .with("预算/学校2021.txt", "x")
            .with("budget.txt", "x");
        let near = |path: &str| near_path(&system, Path::new(path));
        assert_eq!(near("预算/局机关2012.txt"), Some("预算/局机关2021.txt".into()));
        assert_eq!(near("预箅/学校2021.txt"), Some("预算/学校2021.txt".into()));
        assert_eq!(near("budegt.txt"), Some("budget.txt".into()));
        assert_eq!(near("预箅/没有.txt"), None);
        assert_eq!(near("天气.md"), None);
        assert_eq!(near(""), None);
        assert_eq!(near("/"), None);
    }

    #[test]
    fn no_reason_in_chinese_holds_english() {
        for number in 1..134 {
            let words = reason(&Error::from_raw_os_error(number)).chinese;
            let is_english =
                words.replace("MiB", "").contains(|one: char| one.is_ascii_alphabetic());
            assert!(!is_english, "{number}: {words}");
        }
    }
}
