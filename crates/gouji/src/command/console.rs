//! The one place that the command writes to: standard output and standard error.

use super::exit::Exit;
use super::language::Words;
use gouji_report::harmless;
use gouji_text::Language;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, StdoutLock, Write};

/// Standard output and standard error, and what became of what was written.
///
/// An output whose reader has seen enough is quietly written to no more; one that is full, or broken
/// otherwise, is told about at the end and makes the command fail. Whatever goes through [`say`] and
/// [`warn`] is made harmless for a terminal.
///
/// [`say`]: Console::say
/// [`warn`]: Console::warn
pub(crate) struct Console {
    pub(crate) words: Words,
    output: BufWriter<StdoutLock<'static>>,
    error: Option<io::Error>,
}

impl Console {
    pub(crate) fn new(words: Words) -> Self {
        Self { words, output: BufWriter::new(io::stdout().lock()), error: None }
    }

    /// The language that is spoken.
    pub(crate) fn language(&self) -> Language {
        self.words.language
    }

    /// Writes a text and a line end to standard output.
    pub(crate) fn say(&mut self, text: &str) {
        // An error is kept, and told about in the end.
        let _ = writeln!(self, "{}", harmless(text));
    }

    /// Writes what was drawn for this terminal, harmless already, and a line end to standard output.
    pub(crate) fn show(&mut self, drawing: &str) {
        let _ = writeln!(self, "{drawing}");
    }

    /// Writes a text and a line end to standard error; where that is gone, to nobody.
    pub(crate) fn warn(&mut self, text: &str) {
        let _ = self.flush();
        let _ = writeln!(io::stderr(), "{}", harmless(text));
    }

    /// [`warn`](Console::warn) with the word for an error in front.
    pub(crate) fn complain(&mut self, text: &str) {
        let text = format!("{}{text}", self.words.of("错误：", "error: "));
        self.warn(&text);
    }

    /// Whether standard output takes no more.
    pub(crate) fn is_closed(&self) -> bool {
        self.error.is_some()
    }

    /// How the command ends, now that everything is written.
    pub(crate) fn close(mut self, exit: Exit) -> Exit {
        let _ = self.flush();
        match self.error.take() {
            None => exit,
            Some(error) if error.kind() == ErrorKind::BrokenPipe => exit,
            Some(error) => {
                let message = cannot_write(&error, self.words);
                self.complain(&message);
                if exit == Exit::Crashed { exit } else { Exit::Failed }
            }
        }
    }

    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| {
            // What is still waiting can reach nobody.
            if self.error.is_none() {
                self.error = Some(io::Error::new(error.kind(), error.to_string()));
            }
        })
    }
}

impl Write for Console {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed() {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let written = self.output.write(bytes);
        self.keep(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed() {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let flushed = self.output.flush();
        self.keep(flushed)
    }
}

/// That the output cannot be written to, and why.
pub(crate) fn cannot_write(error: &io::Error, words: Words) -> String {
    let why = match error.kind() {
        ErrorKind::StorageFull => words.of("没有空间了", "no space is left").to_owned(),
        ErrorKind::NotFound => words.of("没有这个文件夹", "there is no such folder").to_owned(),
        ErrorKind::PermissionDenied => words.of("没有写入权限", "permission denied").to_owned(),
        ErrorKind::IsADirectory => words.of("是文件夹", "it is a folder").to_owned(),
        ErrorKind::ReadOnlyFilesystem => {
            words.of("这里只能读，不能写", "the file system is read-only").to_owned()
        }
        ErrorKind::QuotaExceeded => words.of("超出了配额", "the quota is used up").to_owned(),
        _ => match (words.language, error.raw_os_error()) {
            // The system's own words are English.
            (Language::Chinese, Some(number)) => format!("系统错误 {number}"),
            (Language::Chinese, None) => "出错了".to_owned(),
            (Language::English, _) => error.to_string(),
        },
    };
    format!("{}{why}", words.of("报告写不出去：", "the report cannot be written: "))
}

/// Whether standard output is a terminal that takes colours, unless it is asked not to.
pub(crate) fn takes_color() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal()
        && !is_set("NO_COLOR")
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Columns of the terminal that standard output is; `None` where it is none. `COLUMNS` says it too.
pub(crate) fn terminal_width() -> Option<usize> {
    let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = || {
        let is_terminal = io::stdout().is_terminal();
        let size = if is_terminal { terminal_size::terminal_size() } else { None };
        size.map(|(width, _)| usize::from(width.0))
    };
    stated.filter(|columns| *columns > 0).or_else(measured)
}

/// Tells of a defect in the reader's language, harmlessly; what was going on goes on where it can.
pub(crate) fn tell_panics(words: Words) {
    std::panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let head = words.of("程序出错（gouji 的缺陷）", "gouji failed (a defect)");
        let text = format!("{head}: {place}: {}", text.unwrap_or_default());
        let _ = writeln!(io::stderr(), "{}", harmless(&text));
    }));
}
