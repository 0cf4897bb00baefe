//! What is known to fail while a template is matched, so that nothing is tried twice.
//!
//! Whether the rest of a template fits at a place does not depend on what was taken before it. So a
//! part that failed at a place fails there for ever; and of the ends that a free text may have, each is
//! tried once. A text is gone through at most once for each part of the template.

use gouji_program::template::Part;
use rustc_hash::FxHashSet;

/// Longest text that a lazy part may take, in characters: a sentence, not a page.
const LONGEST_SKIP: usize = 200;

/// What failed so far, for one template in one stretch of text.
#[derive(Default)]
pub(super) struct Failures {
    /// Parts, and the places at which they failed.
    known: FxHashSet<(usize, u32)>,
    /// A template has few parts that take any text.
    lazy: Vec<Lazy>,
}

/// What is known of a part that takes any text.
struct Lazy {
    part: usize,
    /// Ends that failed: from the first up to the second.
    failed: (u32, u32),
    /// The last beginning that was tried.
    window: Window,
}

/// A beginning, the last end that a text from there may have, and the characters between.
#[derive(Clone, Copy, Default)]
struct Window {
    start: u32,
    end: u32,
    characters: usize,
}

/// Parts are told apart by where they are kept.
fn identity(part: &Part) -> usize {
    std::ptr::from_ref(part).addr()
}

impl Failures {
    /// Nothing is known of the next template.
    pub(super) fn forget(&mut self) {
        self.known.clear();
        self.lazy.clear();
    }

    pub(super) fn is_known(&self, part: &Part, at: u32) -> bool {
        !self.known.is_empty() && self.known.contains(&(identity(part), at))
    }

    pub(super) fn note(&mut self, part: &Part, at: u32) {
        self.known.insert((identity(part), at));
    }

    fn lazy(&mut self, part: &Part) -> &mut Lazy {
        let part = identity(part);
        let known = self.lazy.iter().position(|lazy| lazy.part == part);
        let index = known.unwrap_or_else(|| {
            self.lazy.push(Lazy { part, failed: (0, 0), window: Window::default() });
            self.lazy.len() - 1
        });
        &mut self.lazy[index]
    }

    /// The first end behind those that are known to fail, where `end` is one of them.
    pub(super) fn behind_failed(&mut self, part: &Part, end: u32) -> Option<u32> {
        let (first, behind) = self.lazy(part).failed;
        (first..behind).contains(&end).then_some(behind)
    }

    /// Notes that an end failed; `next` is the one behind it.
    pub(super) fn note_end(&mut self, part: &Part, end: u32, next: u32) {
        let failed = &mut self.lazy(part).failed;
        if failed.1 == end {
            failed.1 = next;
        } else {
            *failed = (end, next);
        }
    }

    /// The last end that a text beginning at `at` may have in this stretch of text. A text ends before
    /// the end of its sentence, and is no longer than a sentence.
    pub(super) fn end_of_skip(&mut self, part: &Part, at: u32, stretch: &str) -> u32 {
        let lazy = self.lazy(part);
        let between =
            |start: u32, end: u32| stretch.get(start as usize..end as usize).unwrap_or("");
        let window = &mut lazy.window;
        // Beginnings mostly move on by a character: what is known of the last one is kept.
        if (window.start..window.end).contains(&at) {
            window.characters -= between(window.start, at).chars().count();
            window.start = at;
        } else {
            *window = Window { start: at, end: at, characters: 0 };
        }
        let more = LONGEST_SKIP.saturating_sub(window.characters);
        let (bytes, characters) = sentence_end(between(window.end, stretch.len() as u32), more);
        window.end += bytes;
        window.characters += characters;
        window.end
    }
}

/// Bytes and characters up to the end of the sentence, at most so many characters.
fn sentence_end(text: &str, most: usize) -> (u32, usize) {
    let ends = |(_, character): &(usize, char)| matches!(character, '。' | ';');
    let mut behind = (0, 0);
    for (offset, character) in text.char_indices().take(most).take_while(|it| !ends(it)) {
        behind = ((offset + character.len_utf8()) as u32, behind.1 + 1);
    }
    behind
}
