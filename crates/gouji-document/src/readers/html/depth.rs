//! How deep a page nests, before it is parsed: parsers look at all open elements again and again.

use memchr::memmem;

/// Elements that are never open, or that the next of their kind closes.
const UNNESTED: [&str; 36] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup",
    "caption", "option", "optgroup", "rt", "rp", "html", "head", "body", "frame", "keygen",
    "basefont",
];

/// Elements that hold text and no elements, whatever stands in them.
const RAW: [&str; 5] = ["script", "style", "textarea", "title", "xmp"];

/// The end of a longer tag is not looked for.
const LONGEST_TAG: usize = 1 << 16;

/// Whether more elements than that are open at once, as far as their tags tell.
pub(super) fn is_deeper_than(page: &str, most: u32) -> bool {
    let bytes = page.as_bytes();
    let (mut depth, mut drawings, mut from) = (0_u32, 0_u32, 0_usize);
    while let Some(at) = memchr::memchr(b'<', bytes.get(from..).unwrap_or_default()) {
        let inside = from + at + 1;
        let behind = bytes.get(inside..).unwrap_or_default();
        from = inside;
        if behind.starts_with(b"!--") {
            from += memmem::find(behind, b"-->").unwrap_or(behind.len());
            continue;
        }
        let (name, closes) = match behind.strip_prefix(b"/") {
            Some(name) => (name, true),
            None => (behind, false),
        };
        let end = name.iter().take_while(|byte| !is_end_of_name(**byte)).count();
        let Some(name) =
            name.get(..end).filter(|name| name.first().is_some_and(u8::is_ascii_alphabetic))
        else {
            continue;
        };
        let is = |other: &&str| name.eq_ignore_ascii_case(other.as_bytes());
        if RAW.iter().any(is) {
            from += if closes { 0 } else { end_of_raw(behind, name) };
            continue;
        }
        let is_drawing = is(&"svg") || is(&"math");
        if UNNESTED.iter().any(is) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
            drawings = drawings.saturating_sub(u32::from(is_drawing));
            continue;
        }
        if drawings == 0 || !is_closed_at_its_end(behind) {
            depth += 1;
            drawings += u32::from(is_drawing);
        }
        if depth > most {
            return true;
        }
    }
    false
}

fn is_end_of_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<')
}

/// Whether a stroke at its end closes a tag, as it does in drawings only.
fn is_closed_at_its_end(tag: &[u8]) -> bool {
    let tag = tag.get(..tag.len().min(LONGEST_TAG)).unwrap_or_default();
    memchr::memchr(b'>', tag)
        .is_some_and(|end| tag.get(..end).is_some_and(|tag| tag.ends_with(b"/")))
}

/// How far the closing tag of an element of text is.
fn end_of_raw(behind: &[u8], name: &[u8]) -> usize {
    let closes = |at: &usize| {
        let tag = behind.get(at + 2..at + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name))
    };
    memmem::find_iter(behind, b"</").find(closes).unwrap_or(behind.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_open_counts_whatever_it_is_called() {
        let deep = |tag: &str| is_deeper_than(&tag.repeat(20), 10);
        assert!(deep("<div>") && deep("<x-y>") && deep("<DIV class=a>") && deep("<q/>"));
        assert!(
            !deep("<p>") && !deep("<td>") && !deep("<br/>") && !deep("<b></b>") && !deep("1<2 ")
        );
        assert!(!deep("<script>if (a<b) '<div>'</SCRIPT>") && !deep("<!-- <div> -->"));
        assert!(!is_deeper_than(&format!("<svg>{}</svg>", "<path d=1/>".repeat(20)), 10));
        assert!(is_deeper_than(&format!("<svg></svg>{}", "<path d=1/>".repeat(20)), 10));
    }
}
