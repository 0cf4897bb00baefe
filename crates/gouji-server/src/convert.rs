//! Between the protocol's words and ours.

use gouji_analysis::codes;
use gouji_diagnostic::{Diagnostic, RuleOutcome, Severity, Span};
use gouji_ide::{CompletionKind, HighlightKind, SymbolKind};
use gouji_text::{Language, LineIndex, TextRange};

use tower_lsp::lsp_types as lsp;

/// How the client counts columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PositionEncoding {
    /// UTF-16 code units.
    #[default]
    Utf16,
    /// Bytes.
    Utf8,
}

/// Places of one text.
pub(crate) struct Places<'text> {
    pub(crate) text: &'text str,
    pub(crate) lines: &'text LineIndex,
    pub(crate) encoding: PositionEncoding,
}

impl Places<'_> {
    pub(crate) fn position(&self, offset: u32) -> lsp::Position {
        match self.encoding {
            PositionEncoding::Utf16 => {
                let (line, character) = self.lines.utf16_position(self.text, offset);
                lsp::Position { line, character }
            }
            PositionEncoding::Utf8 => {
                let offset = offset.min(self.text.len() as u32);
                let line = self.lines.line_of(offset);
                let start = self.lines.line_range(self.text, line).start;
                lsp::Position { line, character: offset - start }
            }
        }
    }

    pub(crate) fn range(&self, range: TextRange) -> lsp::Range {
        lsp::Range { start: self.position(range.start), end: self.position(range.end) }
    }

    pub(crate) fn offset(&self, position: lsp::Position) -> u32 {
        match self.encoding {
            PositionEncoding::Utf16 => {
                self.lines.offset_of_utf16(self.text, position.line, position.character)
            }
            PositionEncoding::Utf8 => {
                let range = self.lines.line_range(self.text, position.line);
                let mut offset = range.start.saturating_add(position.character).min(range.end);
                while !self.text.is_char_boundary(offset as usize) {
                    offset -= 1;
                }
                offset
            }
        }
    }

    /// The range between the ends of another, whichever comes first.
    pub(crate) fn text_range(&self, range: lsp::Range) -> TextRange {
        let (one, other) = (self.offset(range.start), self.offset(range.end));
        TextRange::new(one.min(other), one.max(other))
    }
}

/// Places that are linked from one diagnostic. A sum over a whole document has hundreds; after every
/// edit they would be sent again.
const MOST_RELATED: usize = 16;

/// What stands in place of the links that are left out.
fn more_places(count: usize, language: Language) -> String {
    match language {
        Language::Chinese => format!("从这里起还有 {count} 处：用“转到定义”逐一查看"),
        Language::English => {
            format!("{count} more from here on: “go to definition” lists them all")
        }
    }
}

/// A diagnostic of a file in the protocol's words: the message, then the legal basis; other places are linked.
/// `elsewhere` finds places in other files.
pub(crate) fn diagnostic(
    diagnostic: &Diagnostic,
    places: &Places<'_>,
    uri: &lsp::Url,
    elsewhere: &mut dyn FnMut(&Span) -> Option<lsp::Location>,
    language: Language,
) -> lsp::Diagnostic {
    let words = |localized: &gouji_text::Localized| localized.in_language(language).to_owned();
    let mut message = words(&diagnostic.message);
    if let Some(help) = &diagnostic.help {
        message.push('\n');
        message.push_str(help.in_language(language));
    }
    for basis in &diagnostic.basis {
        message.push_str(match language {
            Language::Chinese => "\n依据 ",
            Language::English => "\nBasis: ",
        });
        message.push_str(basis);
    }
    let own = diagnostic.subject().map(|at| &at.source);
    let mut related = |at: &Span, message: String| {
        let location = match own == Some(&at.source) {
            true => lsp::Location { uri: uri.clone(), range: places.range(at.range) },
            false => elsewhere(at)?,
        };
        Some(lsp::DiagnosticRelatedInformation { location, message })
    };
    let mut others = diagnostic.places.iter().skip(1);
    let mut shown = Vec::new();
    for place in others.by_ref().take(MOST_RELATED) {
        shown.extend(related(&place.at, words(&place.label)));
    }
    if let Some(next) = others.next() {
        let more = others.count() + 1 + diagnostic.further_places;
        shown.extend(related(&next.at, more_places(more, language)));
    }
    let range = diagnostic.subject().map(|at| at.range).unwrap_or_default();
    lsp::Diagnostic {
        range: places.range(range),
        severity: Some(severity(diagnostic)),
        code: Some(lsp::NumberOrString::String(diagnostic.code.to_string())),
        source: Some("gouji".to_owned()),
        message,
        related_information: (!shown.is_empty()).then_some(shown),
        // What nothing reads is shown faintly, as code that nothing uses is.
        tags: (diagnostic.code == codes::FIGURE_UNREAD.id)
            .then(|| vec![lsp::DiagnosticTag::UNNECESSARY]),
        ..lsp::Diagnostic::default()
    }
}

fn severity(diagnostic: &Diagnostic) -> lsp::DiagnosticSeverity {
    match (diagnostic.severity, diagnostic.outcome) {
        (Severity::Error, _) => lsp::DiagnosticSeverity::ERROR,
        (Severity::Warning, _) => lsp::DiagnosticSeverity::WARNING,
        (Severity::Note, Some(RuleOutcome::Undetermined | RuleOutcome::PassedAsPrinted)) => {
            lsp::DiagnosticSeverity::INFORMATION
        }
        (Severity::Note, _) => lsp::DiagnosticSeverity::HINT,
    }
}

pub(crate) fn completion_kind(kind: CompletionKind) -> lsp::CompletionItemKind {
    match kind {
        CompletionKind::Keyword => lsp::CompletionItemKind::KEYWORD,
        CompletionKind::Field => lsp::CompletionItemKind::FIELD,
        CompletionKind::Record => lsp::CompletionItemKind::STRUCT,
        CompletionKind::Function => lsp::CompletionItemKind::FUNCTION,
        CompletionKind::Unit => lsp::CompletionItemKind::UNIT,
        CompletionKind::Label => lsp::CompletionItemKind::TEXT,
        CompletionKind::Snippet => lsp::CompletionItemKind::SNIPPET,
        CompletionKind::Local => lsp::CompletionItemKind::VARIABLE,
        CompletionKind::Rule => lsp::CompletionItemKind::EVENT,
    }
}

pub(crate) fn symbol_kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Ruleset => lsp::SymbolKind::PACKAGE,
        SymbolKind::Record => lsp::SymbolKind::STRUCT,
        SymbolKind::Field => lsp::SymbolKind::FIELD,
        SymbolKind::Form => lsp::SymbolKind::INTERFACE,
        SymbolKind::Rule => lsp::SymbolKind::EVENT,
        SymbolKind::Function => lsp::SymbolKind::FUNCTION,
        SymbolKind::Unit => lsp::SymbolKind::CONSTANT,
        SymbolKind::Example => lsp::SymbolKind::OBJECT,
        SymbolKind::Heading => lsp::SymbolKind::STRING,
        SymbolKind::Table => lsp::SymbolKind::ARRAY,
    }
}

/// The kinds of highlighted stretches, in the order that the protocol numbers them.
pub(crate) const TOKEN_TYPES: [(HighlightKind, lsp::SemanticTokenType); 14] = [
    (HighlightKind::Keyword, lsp::SemanticTokenType::KEYWORD),
    (HighlightKind::Comment, lsp::SemanticTokenType::COMMENT),
    (HighlightKind::Documentation, lsp::SemanticTokenType::COMMENT),
    (HighlightKind::Text, lsp::SemanticTokenType::STRING),
    (HighlightKind::Number, lsp::SemanticTokenType::NUMBER),
    (HighlightKind::Unit, lsp::SemanticTokenType::ENUM_MEMBER),
    (HighlightKind::Record, lsp::SemanticTokenType::STRUCT),
    (HighlightKind::Field, lsp::SemanticTokenType::PROPERTY),
    (HighlightKind::Function, lsp::SemanticTokenType::FUNCTION),
    (HighlightKind::Rule, lsp::SemanticTokenType::EVENT),
    (HighlightKind::Local, lsp::SemanticTokenType::VARIABLE),
    (HighlightKind::Operator, lsp::SemanticTokenType::OPERATOR),
    (HighlightKind::Figure, lsp::SemanticTokenType::NUMBER),
    (HighlightKind::Label, lsp::SemanticTokenType::DECORATOR),
];

/// The protocol's number of a kind, and whether it is documentation.
pub(crate) fn token_type(kind: HighlightKind) -> u32 {
    TOKEN_TYPES.iter().position(|(other, _)| *other == kind).unwrap_or_default() as u32
}
