//! Published text as people copy it.

/// Text as published, trimmed and without the white space that page wraps put between Chinese
/// characters; other white space becomes one space.
pub fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut space = false;
    let mut before: Option<char> = None;
    for character in text.chars() {
        if character.is_whitespace() {
            space = true;
            continue;
        }
        if let Some(before) = before
            && space
            && !(is_wide(before) && is_wide(character))
        {
            tidied.push(' ');
        }
        space = false;
        before = Some(character);
        tidied.push(character);
    }
    tidied
}

/// Chinese characters and full-width punctuation.
fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_wraps_go_words_stay_apart() {
        assert_eq!(tidy(" 项 目\n名称 "), "项目名称");
        assert_eq!(tidy("≥50 万元"), "≥50 万元");
        assert_eq!(tidy("Budget  2021\t年"), "Budget 2021 年");
        assert_eq!(tidy("   "), "");
    }
}
