//! Texts of records: of one byte or two a character, cut wherever a record was full.

use encoding_rs::{Encoding, UTF_16LE, WINDOWS_1252};

/// What stands in a record and those that go on with it.
pub(super) struct Pieces<'stream> {
    pieces: Vec<&'stream [u8]>,
    piece: usize,
    at: usize,
}

impl<'stream> Pieces<'stream> {
    pub(super) fn new(pieces: Vec<&'stream [u8]>) -> Self {
        Self { pieces, piece: 0, at: 0 }
    }

    /// The next byte, in the next piece where this one is at its end.
    pub(super) fn byte(&mut self) -> Option<u8> {
        loop {
            let piece = self.pieces.get(self.piece)?;
            if let Some(byte) = piece.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            (self.piece, self.at) = (self.piece + 1, 0);
        }
    }

    pub(super) fn number16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn number32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]))
    }

    fn is_at_end_of_piece(&self) -> bool {
        self.pieces.get(self.piece).is_none_or(|piece| self.at >= piece.len())
    }

    fn skip(&mut self, bytes: u32) {
        for _ in 0..bytes {
            if self.byte().is_none() {
                break;
            }
        }
    }

    /// A text of so many characters, with its flags in front: how wide they are, and what follows them.
    pub(super) fn text(&mut self, characters: u32) -> Option<String> {
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { u32::from(self.number16()?) };
        let phonetic = if flags & 4 == 0 { 0 } else { self.number32()? };
        let text = self.characters(characters, flags & 1 != 0)?;
        self.skip(runs.saturating_mul(4).saturating_add(phonetic));
        Some(text)
    }

    /// So many characters. Behind the end of a piece the next one says anew how wide they are.
    fn characters(&mut self, count: u32, wide: bool) -> Option<String> {
        let (mut units, mut wide) = (Vec::new(), wide);
        for _ in 0..count {
            if self.is_at_end_of_piece() {
                wide = self.byte()? & 1 != 0;
            }
            units.push(if wide { self.number16()? } else { u16::from(self.byte()?) });
        }
        Some(String::from_utf16_lossy(&units))
    }
}

/// A text of so many characters in one record, with its flags in front.
pub(super) fn text(bytes: &[u8], characters: u32) -> Option<String> {
    Pieces::new(vec![bytes]).text(characters)
}

/// How the bytes of older files stand for characters.
pub(super) fn encoding_of(code_page: u16) -> &'static Encoding {
    let label = match code_page {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        1200 => return UTF_16LE,
        10_000 => "macintosh".to_owned(),
        65_001 => "utf-8".to_owned(),
        other => format!("windows-{other}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}
