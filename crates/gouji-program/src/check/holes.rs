//! Texts with holes that show something: cut at the holes.

use super::report::{Checked, ItemText, Reporter};
use crate::codes;
use crate::problem::problem_at;
use crate::template::parse::Character;
use gouji_text::{Localized, TextRange};

/// A piece of such a text.
pub(crate) enum MessagePiece<'c> {
    /// Words to show as they are.
    Words(String),
    /// A hole.
    Hole {
        /// Its brace.
        open: Character,
        /// What stands between the braces.
        inside: &'c [Character],
    },
    /// The last hole, where it is not closed: reported, and looked at for the names in it.
    Unclosed {
        /// Its brace.
        open: Character,
        /// What stands behind it.
        inside: &'c [Character],
    },
}

/// The pieces of a text, and whether that is all of it: reports a hole that is not closed.
pub(crate) fn pieces<'c>(
    reporter: &mut Reporter,
    source: ItemText<'_>,
    characters: &'c [Character],
) -> (Vec<MessagePiece<'c>>, Checked<()>) {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut index = 0;
    while let Some(character) = characters.get(index) {
        index += 1;
        if character.escaped || !matches!(character.value, '{' | '｛') {
            words.push(character.value);
            continue;
        }
        let closes = |found: &Character| !found.escaped && matches!(found.value, '}' | '｝');
        let Some(length) = characters.iter().skip(index).position(closes) else {
            let unclosed = reporter.fail(problem_at(
                &codes::TEMPLATE_BRACKET,
                source.place(TextRange::new(character.start, character.end)),
                Localized::new(
                    "「{」没有配对的「}」；如果就是要写括号，请写作「\\{」",
                    "`{` has no `}`; write `\\{` for a brace that is meant as such",
                ),
                Localized::new("缺「}」", "`}` is missing"),
            ));
            let inside = characters.get(index..).unwrap_or(&[]);
            pieces.push(MessagePiece::Unclosed { open: *character, inside });
            return (pieces, unclosed);
        };
        if !words.is_empty() {
            pieces.push(MessagePiece::Words(std::mem::take(&mut words)));
        }
        let inside = characters.get(index..index + length).unwrap_or(&[]);
        pieces.push(MessagePiece::Hole { open: *character, inside });
        index += length + 1;
    }
    if !words.is_empty() {
        pieces.push(MessagePiece::Words(words));
    }
    (pieces, Ok(()))
}
