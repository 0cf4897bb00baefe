//! A place in published text that moves over folded characters: white space is passed over, width
//! does not matter, and where things stand is known in bytes of the text as published.

use crate::Notation;
use gouji_text::{fold_char, is_invisible};

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'text> {
    text: &'text str,
    at: usize,
    notation: Notation,
}

/// A folded character and the bytes it stands at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoldedCharacter {
    pub(crate) character: char,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl FoldedCharacter {
    /// The value of a decimal digit.
    pub(crate) fn digit(self) -> Option<u8> {
        match self.character {
            digit @ '0'..='9' => Some(digit as u8 - b'0'),
            _ => None,
        }
    }
}

impl<'text> Cursor<'text> {
    /// At the start of `text`.
    pub(crate) fn new(text: &'text str) -> Self {
        Self { text, at: 0, notation: Notation::default() }
    }

    /// The same place, numbers being written like this.
    pub(crate) fn written(self, notation: Notation) -> Self {
        Self { notation, ..self }
    }

    /// How numbers are written.
    pub(crate) fn notation(self) -> Notation {
        self.notation
    }

    /// One past the last character taken, in bytes.
    pub(crate) fn at(self) -> usize {
        self.at
    }

    /// The text behind, white space included.
    pub(crate) fn rest(self) -> &'text str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The text between two places.
    pub(crate) fn slice(self, start: usize, end: usize) -> &'text str {
        self.text.get(start..end).unwrap_or("")
    }

    /// All of the text.
    pub(crate) fn text(self) -> &'text str {
        self.text
    }

    /// The next folded character.
    #[inline]
    pub(crate) fn peek(self) -> Option<FoldedCharacter> {
        let mut start = self.at;
        loop {
            let byte = *self.text.as_bytes().get(start)?;
            if byte.is_ascii() {
                if byte.is_ascii_graphic() {
                    let character = if byte == b'\'' { '"' } else { char::from(byte) };
                    return Some(FoldedCharacter { character, start, end: start + 1 });
                }
                start += 1;
                continue;
            }
            let character = self.text.get(start..)?.chars().next()?;
            let end = start + character.len_utf8();
            if let Some(character) = fold_char(character) {
                return Some(FoldedCharacter { character, start, end });
            }
            start = end;
        }
    }

    /// The character behind the next one.
    pub(crate) fn peek_second(self) -> Option<FoldedCharacter> {
        let next = self.peek()?;
        self.moved_to(next.end).peek()
    }

    /// Whether only white space is left.
    pub(crate) fn is_at_end(self) -> bool {
        self.peek().is_none()
    }

    /// The same text, at another place, behind what shows nothing there.
    pub(crate) fn moved_to(self, at: usize) -> Self {
        let mut moved = Self { at, ..self };
        moved.pass_invisible();
        moved
    }

    /// The same place in a text that ends sooner.
    pub(crate) fn limited_to(self, end: usize) -> Self {
        Self { text: self.text.get(..end).unwrap_or(self.text), ..self }
    }

    /// Takes the next character.
    pub(crate) fn advance(&mut self) -> Option<FoldedCharacter> {
        let next = self.peek()?;
        self.at = next.end;
        self.pass_invisible();
        Some(next)
    }

    /// What shows nothing is no gap: `74<U+200B>3` is one number.
    #[inline]
    fn pass_invisible(&mut self) {
        while self.text.as_bytes().get(self.at).is_some_and(|byte| !byte.is_ascii()) {
            let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
            match next.filter(|character| is_invisible(*character)) {
                Some(character) => self.at += character.len_utf8(),
                None => return,
            }
        }
    }

    /// Takes an ASCII digit that stands right here: what figures nearly always consist of.
    #[inline]
    pub(crate) fn take_plain_digit(&mut self) -> Option<u8> {
        let digit = *self.text.as_bytes().get(self.at)?;
        if !digit.is_ascii_digit() {
            return None;
        }
        self.at += 1;
        self.pass_invisible();
        Some(digit - b'0')
    }

    /// Takes a digit of any width that stands right here.
    pub(crate) fn advance_if_adjacent_digit(&mut self) -> Option<FoldedCharacter> {
        let next = self.peek().filter(|next| next.start == self.at && next.digit().is_some())?;
        self.advance();
        Some(next)
    }

    /// Takes the next character if it is this one (folded).
    pub(crate) fn take(&mut self, character: char) -> bool {
        let found = self.peek().filter(|next| next.character == character);
        if let Some(next) = found {
            self.at = next.end;
            self.pass_invisible();
        }
        found.is_some()
    }

    /// Takes a word (folded) if the text goes on with it.
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        let mut ahead = *self;
        let found = word.chars().all(|character| ahead.take(character));
        if found {
            *self = ahead;
        }
        found
    }
}
