//! Packages: zip files of XML parts, unpacked within limits.

use crate::problems::{self, Refusal};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// All parts of a package that are read come to at most so many bytes.
const UNPACKED: u64 = 128 << 20;

/// A package whose parts are unpacked when they are asked for.
pub(crate) struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    left: u64,
}

impl Package {
    /// Opens a package; what stands in the middle or the end of the file tells what its parts are.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|_| {
            problems::damaged(
                "压缩包的目录读不出来，文件可能没有传全",
                "the directory of its zip archive cannot be read; it may be incomplete",
            )
        })?;
        Ok(Self { archive, left: UNPACKED })
    }

    /// Whether it has a part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.file_names().any(|it| it.is_ok_and(|it| it == name))
    }

    /// The names of its parts that begin like this, in order.
    pub(crate) fn parts(&self, beginning: &str) -> Vec<String> {
        let names = self.archive.file_names().filter_map(Result::ok);
        let names = names.filter(|name| name.starts_with(beginning));
        let mut names: Vec<String> = names.map(|name| name.to_string()).collect();
        names.sort_unstable();
        names
    }

    /// The text of a part; `None` where there is none of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        if !self.has(name) {
            return Ok(None);
        }
        let unreadable = || {
            problems::damaged(
                format!("其中的 {name} 解不开或不完整"),
                format!("its part {name} cannot be unpacked or is incomplete"),
            )
        };
        let file = self.archive.by_name(name).map_err(|_| unreadable())?;
        if file.size() > self.left {
            return Err(problems::unpacks_too_large());
        }
        let mut text = Vec::new();
        // What an archive says of its sizes need not be true.
        file.take(self.left + 1).read_to_end(&mut text).map_err(|_| unreadable())?;
        let Some(left) = self.left.checked_sub(text.len() as u64) else {
            return Err(problems::unpacks_too_large());
        };
        self.left = left;
        String::from_utf8(text).map(Some).map_err(|_| unreadable())
    }
}
