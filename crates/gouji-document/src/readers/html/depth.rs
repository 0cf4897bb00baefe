//! How deep a page nests, before it is parsed: parsers look at all open elements again and again.

/// Elements that stay open until they are closed, and that parsers look for among the open ones.
const NESTING: [&str; 24] = [
    "div",
    "span",
    "font",
    "b",
    "i",
    "u",
    "em",
    "strong",
    "a",
    "section",
    "article",
    "ul",
    "ol",
    "dl",
    "table",
    "center",
    "blockquote",
    "form",
    "small",
    "big",
    "code",
    "nobr",
    "fieldset",
    "nav",
];

/// Whether more elements than that are open at once.
pub(super) fn is_deeper_than(page: &str, most: u32) -> bool {
    let mut depth = 0_u32;
    for at in memchr::memchr_iter(b'<', page.as_bytes()) {
        let behind = page.get(at + 1..).unwrap_or_default();
        let (name, closes) = match behind.strip_prefix('/') {
            Some(name) => (name, true),
            None => (behind, false),
        };
        let end = name.bytes().take(11).take_while(u8::is_ascii_alphanumeric).count();
        let name = name.get(..end).unwrap_or_default();
        if NESTING.iter().any(|nesting| nesting.eq_ignore_ascii_case(name)) {
            depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
            if depth > most {
                return true;
            }
        }
    }
    false
}
