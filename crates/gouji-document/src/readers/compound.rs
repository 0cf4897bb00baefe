//! Compound files: the containers of Excel 97, and of encrypted packages. Streams in a file of sectors.
//!
//! A chain of sectors is followed for at most as many steps as the file has sectors, so that a circle ends.

use super::bytes::{number16, number32};
use crate::problems::{self, Refusal};

/// What such files begin with.
pub(super) const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Sector numbers from here on are no sectors: ends of chains and marks.
const FIRST_MARK: u32 = 0xffff_fffa;

/// An entry of the directory: its name in bytes, its kind, where it starts, and how long it is.
const ENTRY: usize = 128;

/// A compound file.
pub(crate) struct Compound {
    bytes: Vec<u8>,
    /// Bytes of a sector.
    sector: usize,
    /// For each sector the next one of its chain.
    next: Vec<u32>,
    /// The same for the small sectors inside of the root's stream.
    next_small: Vec<u32>,
    small_sector: usize,
    /// The stream that holds the small sectors.
    small: Vec<u8>,
    /// Streams that are shorter stand in small sectors.
    cutoff: u32,
    directory: Vec<u8>,
}

fn damaged() -> Refusal {
    problems::damaged(
        "里面的扇区接不上".to_owned(),
        "its sectors do not go on with each other".to_owned(),
    )
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|four| number32(four, 0))
}

impl Compound {
    /// Opens a file.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let field = |at: usize| number32(&bytes, at).ok_or_else(damaged);
        let shift = |at: usize, most: u16| {
            number16(&bytes, at).filter(|shift| (4..=most).contains(shift)).ok_or_else(damaged)
        };
        if !bytes.starts_with(MAGIC) {
            return Err(damaged());
        }
        let (sector, small_sector) = (1 << shift(30, 16)?, 1 << shift(32, 12)?);
        let (directory, cutoff, first_small) = (field(48)?, field(56)?, field(60)?);
        let (mut more, header) = (field(68)?, bytes.get(76..512).unwrap_or_default().to_vec());
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_small: Vec::new(),
            small_sector,
            small: Vec::new(),
            cutoff,
            directory: Vec::new(),
        };
        // The sectors that hold the table of chains: listed in the header, and from there in sectors of lists.
        let mut tables: Vec<u32> = numbers(&header).take_while(|it| *it < FIRST_MARK).collect();
        for _ in 0..file.sectors() {
            let Some(list) = file.sector_at(more) else { break };
            let mut listed: Vec<u32> = numbers(list).collect();
            more = listed.pop().unwrap_or(u32::MAX);
            tables.extend(listed.into_iter().take_while(|it| *it < FIRST_MARK));
        }
        tables.truncate(file.sectors());
        file.next = tables
            .iter()
            .filter_map(|table| file.sector_at(*table))
            .flat_map(numbers)
            .take(file.sectors())
            .collect();
        file.directory = file.chain(directory)?;
        let small = file.chain(first_small).unwrap_or_default();
        file.next_small = numbers(&small).collect();
        let root = file.entries().find_map(|it| (it.kind == 5).then_some(it.place.0));
        file.small = root.and_then(|start| file.chain(start).ok()).unwrap_or_default();
        Ok(file)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn sector_at(&self, number: u32) -> Option<&[u8]> {
        let start =
            (number < FIRST_MARK).then_some(number as usize + 1)?.checked_mul(self.sector)?;
        let end = start.saturating_add(self.sector).min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// All that stands in a chain of sectors.
    fn chain(&self, first: u32) -> Result<Vec<u8>, Refusal> {
        let (mut at, mut whole) = (first, Vec::new());
        for _ in 0..self.sectors() {
            if at >= FIRST_MARK {
                return Ok(whole);
            }
            whole.extend_from_slice(self.sector_at(at).ok_or_else(damaged)?);
            at = self.next.get(at as usize).copied().ok_or_else(damaged)?;
        }
        Err(damaged())
    }

    /// The same in small sectors.
    fn small_chain(&self, first: u32) -> Result<Vec<u8>, Refusal> {
        let (mut at, mut whole) = (first, Vec::new());
        for _ in 0..=self.next_small.len() {
            if at >= FIRST_MARK {
                return Ok(whole);
            }
            let start = at as usize * self.small_sector;
            let sector = self.small.get(start..start + self.small_sector).ok_or_else(damaged)?;
            whole.extend_from_slice(sector);
            at = self.next_small.get(at as usize).copied().ok_or_else(damaged)?;
        }
        Err(damaged())
    }

    fn entries(&self) -> impl Iterator<Item = DirectoryEntry<'_>> {
        self.directory.chunks_exact(ENTRY).filter_map(|entry| {
            let length = usize::from(number16(entry, 64)?).saturating_sub(2);
            Some(DirectoryEntry {
                name: entry.get(..length.min(62))?,
                kind: *entry.get(66)?,
                place: (number32(entry, 116)?, number32(entry, 120)?),
            })
        })
    }

    /// What stands in a stream; `None` where there is none of that name.
    pub(crate) fn stream(&self, name: &str) -> Option<Result<Vec<u8>, Refusal>> {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (start, length) =
            self.entries().find_map(|it| (it.kind == 2 && it.name == wide).then_some(it.place))?;
        let whole = if length < self.cutoff { self.small_chain(start) } else { self.chain(start) };
        Some(whole.map(|mut whole| {
            whole.truncate(length as usize);
            whole
        }))
    }
}

struct DirectoryEntry<'file> {
    name: &'file [u8],
    kind: u8,
    /// First sector and length.
    place: (u32, u32),
}
