//! The shipped packs, written out: for whoever wants to read or change them.

use crate::reasons::reason;
use crate::system::{EntryKind, System};
use gouji_analysis::RuleText;
use gouji_text::Localized;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Result, Write};
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The folders of the packs: what `rules` in `gouji.toml`, or `--rules`, can name.
    pub packs: Vec<PathBuf>,
    /// Files written.
    pub written: usize,
    /// Files that stood there already, as they would have been written.
    pub unchanged: usize,
}

/// Writes the shipped packs below a folder, one folder a pack. Nothing that stands there is
/// overwritten: where a file differs, none is written, and the error names it.
pub fn export_packs(
    system: &dyn System,
    folder: &Path,
) -> std::result::Result<Exported, Localized> {
    let mut exported = Exported::default();
    let mut missing: Vec<(PathBuf, String)> = Vec::new();
    for file in gouji_packs::shipped().into_iter().flat_map(|pack| pack.files) {
        let path = folder.join(shipped_below(&file.name));
        if let Some(pack) =
            path.parent().filter(|pack| !exported.packs.iter().any(|known| known == pack))
        {
            exported.packs.push(pack.to_owned());
        }
        let is_same = |bytes: Vec<u8>| bytes == file.text.as_bytes();
        match system.kind(&path) {
            Err(_) => missing.push((path, file.text.to_string())),
            Ok(EntryKind::File) if system.read(&path, file.text.len()).is_ok_and(is_same) => {
                exported.unchanged += 1;
            }
            Ok(_) => return Err(in_the_way(&path)),
        }
    }
    for (path, text) in missing {
        write(system, &path, &text).map_err(|error| cannot_write(&path, &error))?;
        exported.written += 1;
    }
    Ok(exported)
}

/// The shipped files as files that an editor can open, not to be changed: the name of each, and where its
/// copy stands in the folder for what can be made again. What differs there is written anew.
pub fn copy_shipped(
    system: &dyn System,
) -> std::result::Result<Vec<(PathBuf, PathBuf)>, Localized> {
    let files: Vec<RuleText> =
        gouji_packs::shipped().into_iter().flat_map(|pack| pack.files).collect();
    // Several versions of the program may be in use side by side.
    let mut hasher = DefaultHasher::new();
    files.iter().for_each(|file| (&file.name, &file.text).hash(&mut hasher));
    let version = format!("{}-{:016x}", env!("CARGO_PKG_VERSION"), hasher.finish());
    let folder = system.cache_folder().join("gouji").join(version);
    let copy = |file: &RuleText| {
        let path = folder.join(&*file.name);
        let is_same = |bytes: Vec<u8>| bytes == file.text.as_bytes();
        if !system.read(&path, file.text.len()).is_ok_and(is_same) {
            write(system, &path, &file.text)
                .and_then(|()| system.set_read_only(&path))
                .map_err(|error| cannot_write(&path, &error))?;
        }
        Ok((PathBuf::from(&*file.name), path))
    };
    files.iter().map(copy).collect()
}

/// Where a shipped file stands below the folder of all packs: `PACK/FILE.gouji`.
fn shipped_below(name: &str) -> &str {
    name.strip_prefix("rules/").unwrap_or(name)
}

/// Writes a file, with the folders above it.
fn write(system: &dyn System, path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        system.create_folder(folder)?;
    }
    let mut file = system.create(path)?;
    file.write_all(text.as_bytes())?;
    file.complete()
}

fn in_the_way(path: &Path) -> Localized {
    let path = path.display();
    Localized {
        chinese: format!(
            "「{path}」已经在那里，而且内容不同，什么也没有写；请换一个文件夹，或先把它移开"
        ),
        english: format!(
            "“{path}” is there already and differs; nothing was written. Choose another folder, or move it away first"
        ),
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Localized {
    let why = reason(error);
    Localized {
        chinese: format!("「{}」写不出去：{}", path.display(), why.chinese),
        english: format!("“{}” cannot be written: {}", path.display(), why.english),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DocumentChoice, MemorySystem, RuleOptions, in_force};

    #[test]
    fn copies_are_what_is_shipped_whatever_stood_there() {
        let system = MemorySystem::default();
        let copies = copy_shipped(&system).unwrap();
        let (name, copy) = &copies[0];
        assert!(copy.ends_with(name), "{copy:?}");
        let text = system.read(copy, 1 << 20).unwrap();
        let system = system.with(&copy.to_string_lossy(), "changed");
        assert_eq!(copy_shipped(&system).unwrap(), copies);
        assert_eq!(system.read(copy, 1 << 20).unwrap(), text);
    }

    #[test]
    fn exported_packs_are_packs_and_nothing_is_overwritten() {
        let system = MemorySystem::default();
        let first = export_packs(&system, Path::new("out")).unwrap();
        assert!(first.written > 5 && first.unchanged == 0, "{first:?}");
        let shipped = gouji_packs::shipped();
        let is_exported = |path: &PathBuf| path.starts_with("out") && !path.ends_with("rules");
        assert!(first.packs.iter().all(is_exported), "{:?}", first.packs);
        assert_eq!(first.packs.len(), shipped.len());
        let options = RuleOptions { paths: first.packs.clone(), ..RuleOptions::default() };
        let found = in_force(&system, None, &options, &DocumentChoice::Nothing);
        assert_eq!(found.packs.len(), shipped.len(), "they take the places of those shipped");
        let files = found.packs.iter().map(|pack| pack.files.len());
        assert_eq!(files.sum::<usize>(), first.written);
        let again = export_packs(&system, Path::new("out")).unwrap();
        assert_eq!((again.written, again.unchanged), (0, first.written));
        let system = system.with("out/department-budget/totals.gouji", "mine");
        let system = system.without("out/department-budget/forms.gouji");
        let refused = export_packs(&system, Path::new("out")).unwrap_err();
        assert!(refused.english.contains("totals.gouji"), "{refused:?}");
        assert!(system.kind(Path::new("out/department-budget/forms.gouji")).is_err());
    }
}
