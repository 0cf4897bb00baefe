//! Words by which a page tells what is no part of a table.

/// What a note under a table begins with, folded.
const NOTES: [&str; 6] = ["注", "备注", "说明", "附注", "note", "notes"];

/// Whether a folded text that fills the only cell of its row is a note: one of the words, then a colon or
/// a full stop, a number in between or not (`注1：…`). The row behind a note goes on with it where it is
/// numbered (`2.…`).
pub(super) fn is_note(folded: &str, behind_note: bool) -> bool {
    let after = NOTES.iter().filter_map(|word| folded.strip_prefix(word));
    let is_begun = after.map(without_number).any(is_separated);
    is_begun || (behind_note && is_separated(without_number(folded)) && !is_separated(folded))
}

fn without_number(text: &str) -> &str {
    text.trim_start_matches(|character: char| {
        character.is_ascii_digit() || matches!(character, '(' | ')')
    })
}

fn is_separated(text: &str) -> bool {
    text.starts_with([':', '.', '、', ',', ';', '。'])
}

#[cfg(test)]
mod tests {
    use super::is_note;

    #[test]
    fn notes_begin_with_their_word() {
        for note in ["注:本表按单位列示。", "注1.甲", "备注:无", "note:none", "注(1):甲"]
        {
            assert!(is_note(note, false), "{note}");
        }
        for row in ["注册费", "说明会", "备注", "2.甲", "note"] {
            assert!(!is_note(row, false), "{row}");
        }
    }

    #[test]
    fn numbered_rows_behind_a_note_go_on_with_it() {
        assert!(is_note("2.采购品目", true));
        assert!(is_note("(2).采购品目", true));
        assert!(!is_note("其他", true));
        assert!(!is_note(".5", true));
    }
}
