//! What stands around items: documentation, comments, empty lines.

use super::Formatted;
use crate::scan::is_space;
use gouji_text::TextRange;

/// A file being put together again.
pub(super) struct FileLayout<'text> {
    text: &'text str,
    written: String,
    left: Vec<TextRange>,
    /// Where the last item ends in the text.
    end: usize,
    /// Whether the last item is one line.
    is_short: bool,
    /// Whether no item has been written.
    is_first: bool,
}

impl<'text> FileLayout<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        Self {
            text,
            written: String::with_capacity(text.len() + text.len() / 8),
            left: Vec::new(),
            end: 0,
            is_short: true,
            is_first: true,
        }
    }

    /// The next item, as laid out; `None` where it stays as it is.
    pub(super) fn item(&mut self, range: TextRange, laid_out: Option<String>) {
        let is_one_line = |text: &str| !text.trim_end().contains('\n');
        let is_short = laid_out.as_deref().is_some_and(is_one_line);
        self.gap(range.start as usize, !(self.is_short && is_short));
        match laid_out {
            Some(text) => self.written.push_str(&text),
            None => {
                self.left.push(range);
                self.written.push_str(range.of(self.text).trim_end_matches(is_space));
                self.written.push('\n');
            }
        }
        self.end = range.end as usize;
        self.is_short = is_short;
        self.is_first = false;
    }

    /// What stands between the last item and the next, or the end of the text. An empty line stands
    /// behind an item where one stood there, or where it is asked for.
    fn gap(&mut self, end: usize, needs_line: bool) {
        let gap = self.text.get(self.end..end).unwrap_or("");
        if has_stray_text(gap) {
            return self.keep(gap, end);
        }
        let mut lines = gap.split('\n').map(|line| line.trim_matches(is_space));
        let mut is_due = needs_line && !self.is_first;
        if !self.is_first {
            self.behind_item(lines.next().unwrap_or(""));
        }
        // Behind the last line end stands what is in front of the item on its line: nothing.
        let (count, skipped) = (gap.matches('\n').count(), usize::from(!self.is_first));
        for (number, line) in lines.enumerate() {
            if line.is_empty() {
                is_due |= number + skipped < count;
            } else {
                self.empty_line(is_due);
                is_due = false;
                self.line(line);
            }
        }
        self.empty_line(is_due && end < self.text.len());
    }

    /// Leaves a stretch between items that holds something else than comments as it is.
    fn keep(&mut self, gap: &str, end: usize) {
        self.left.push(TextRange::from(self.end..end));
        if !self.is_first {
            self.written.truncate(self.written.trim_end_matches(is_space).len());
        }
        self.written.push_str(gap);
    }

    /// A comment on the line on which an item ends.
    fn behind_item(&mut self, comment: &str) {
        if !comment.is_empty() {
            self.written.truncate(self.written.trim_end_matches(is_space).len());
            self.written.push_str("  ");
            self.line(comment);
        }
    }

    fn line(&mut self, line: &str) {
        self.written.push_str(line);
        self.written.push('\n');
    }

    fn empty_line(&mut self, is_due: bool) {
        if is_due && !self.written.is_empty() && !self.written.ends_with("\n\n") {
            self.written.push('\n');
        }
    }

    pub(super) fn finish(mut self) -> Formatted {
        self.gap(self.text.len(), false);
        let mut text = self.written;
        if self.text.contains("\r\n") {
            text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        Formatted { text, left: self.left }
    }
}

/// Whether something else than comments and blanks stands in a text.
fn has_stray_text(text: &str) -> bool {
    let mut lines = text.split('\n').map(|line| line.trim_matches(is_space));
    lines.any(|line| !line.is_empty() && !line.starts_with(['#', '＃']))
}

/// The lines in front of an item: its documentation, and comments among it.
pub(super) fn documentation(text: &str) -> String {
    let lines =
        text.lines().map(|line| line.trim_matches(is_space)).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}
