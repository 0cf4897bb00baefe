//! What a line names: its title, without the leaders and the page that a contents list puts behind it.

use gouji_text::{folded_chars, trim_blank_end};

/// The title in a text, and whether leaders and a page stood behind it.
pub(crate) fn title_of(text: &str) -> (&str, bool) {
    let text = trim_blank_end(text);
    let is_digit = |it: char| it.is_ascii_digit() || ('０'..='９').contains(&it);
    let before_page = text.trim_end_matches(is_digit);
    let has_page = before_page.len() < text.len();
    let title = trim_blank_end(before_page.trim_end_matches(is_leader));
    let leaders = before_page.get(title.len()..).unwrap_or_default();
    let has_leaders = leaders.chars().filter(|it| is_leader(*it)).count() >= 3
        || leaders.contains('…')
        || leaders.contains('\t');
    match (has_leaders, title.is_empty()) {
        (true, false) => (title, has_page),
        // A number may belong to the title: `附表 3`.
        _ => (text, false),
    }
}

fn is_leader(character: char) -> bool {
    matches!(
        character,
        '.' | '．' | '…' | '·' | '•' | '⋯' | '_' | '-' | '—' | '\t' | ' ' | '\u{3000}'
    )
}

/// A number that folded texts which are the same have in common.
pub(crate) fn key_of(text: &str) -> u64 {
    let mut key = 0xcbf2_9ce4_8422_2325_u64;
    for (_, character) in folded_chars(text) {
        key = (key ^ u64::from(u32::from(character))).wrapping_mul(0x0100_0000_01b3);
        key ^= key >> 29;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_and_page_are_no_part_of_a_title() {
        for line in ["总表……………3", "总表..... 12", "总表 ········· １２", "总表\t3", "总表…… "]
        {
            assert_eq!(title_of(line).0, "总表", "{line}");
        }
        assert_eq!(title_of("附表 3"), ("附表 3", false));
        assert_eq!(title_of("2021"), ("2021", false));
        assert!(title_of("总表……3").1 && !title_of("总表……").1);
        assert_eq!(key_of("总 表（一）"), key_of("总表(一)"));
        assert_ne!(key_of("总表"), key_of("表总"));
    }
}
