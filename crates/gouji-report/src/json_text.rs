//! How JSON is laid out: indented, and with nothing in it that a terminal could act on.

use crate::escape::is_harmful;
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{Result, Write};

/// A value as JSON that stands so many levels deep in an indented document: its lines after the first
/// are indented accordingly. Characters that a terminal could act on are written as escapes.
pub(crate) fn indented(value: &impl Serialize, level: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(1024);
    let layout = Layout { level, is_empty: true };
    value
        .serialize(&mut serde_json::Serializer::with_formatter(&mut text, layout))
        .expect("strings and whole numbers under fixed names always have a JSON form");
    text
}

/// Two blanks a level, a line an item.
struct Layout {
    level: usize,
    /// Whether nothing stands yet in the array or object at hand.
    is_empty: bool,
}

impl Layout {
    fn open<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.level += 1;
        self.is_empty = true;
        writer.write_all(bracket)
    }

    fn close<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.level = self.level.saturating_sub(1);
        if !self.is_empty {
            self.new_line(writer)?;
        }
        self.is_empty = false;
        writer.write_all(bracket)
    }

    fn item<W: Write + ?Sized>(&mut self, writer: &mut W, is_first: bool) -> Result<()> {
        if !is_first {
            writer.write_all(b",")?;
        }
        self.new_line(writer)
    }

    fn new_line<W: Write + ?Sized>(&self, writer: &mut W) -> Result<()> {
        const BLANKS: &[u8] = &[b' '; 64];
        writer.write_all(b"\n")?;
        let mut left = self.level * 2;
        while left > 0 {
            let taken = left.min(BLANKS.len());
            writer.write_all(&BLANKS[..taken])?;
            left -= taken;
        }
        Ok(())
    }
}

impl Formatter for Layout {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.item(writer, first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> Result<()> {
        self.is_empty = false;
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.item(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> Result<()> {
        self.is_empty = false;
        Ok(())
    }

    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_harmful) {
            let (before, harmful) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let Some(character) = harmful.chars().next() else { break };
            // As JSON escapes it: `\u202e`, beyond the first plane as two halves.
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &harmful[character.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::indented;
    use serde_json::{Value, json};

    #[test]
    fn the_layout_is_that_of_an_indented_document() {
        let value = json!({ "a": [1, 2, { "b": [] }, {}], "c": { "d": "甲\t“乙”\n" }, "e": null });
        let expected = serde_json::to_string_pretty(&value).unwrap();
        assert_eq!(String::from_utf8(indented(&value, 0)).unwrap(), expected);
        let deeper = String::from_utf8(indented(&value, 2)).unwrap();
        assert_eq!(deeper, expected.replace('\n', "\n    "));
    }

    #[test]
    fn what_a_terminal_could_act_on_is_escaped() {
        let text = "甲\u{1b}[31m\u{9b}\u{202e}乙\u{e0001}\u{7f}";
        let written = String::from_utf8(indented(&json!({ text: text }), 0)).unwrap();
        let escaped = "甲\\u001b[31m\\u009b\\u202e乙\\udb40\\udc01\\u007f";
        assert_eq!(written, format!("{{\n  \"{escaped}\": \"{escaped}\"\n}}"));
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap()[text], text);
    }
}
