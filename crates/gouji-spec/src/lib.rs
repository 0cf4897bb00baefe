//! Runs Markdown specs: pages of prose with a rule text, a document and what the one must say about
//! the other. The language reference's examples run the same way.
//!
//! A page is cut into *cases*. What belongs to a case stands in fenced blocks, in this order:
//!
//! | block | holds |
//! | --- | --- |
//! | `gouji` | the rule text; `gouji with` adds it to the page's first one, `gouji with=X` to the one marked `gouji name=X`; `gouji pack=X` is another pack, in front of the rule text that uses it; `gouji-wrong` is one with problems |
//! | `text` | the document; `⇥` stands for a tab |
//! | `findings` | what must come of it, see [`Expectation`] |
//!
//! A heading ends a case, and so does the next rule text or document. A document without a rule text
//! of its own is held to the latest one of its section, else to the page's first one. A heading with
//! the word `待修` marks a promise that is not kept yet: its cases must fail.
//!
//! Must never know: the command, the server.

#![warn(clippy::all)]

mod case;
mod difference;
mod expectation;
mod page;
mod suite;

pub use case::{Actual, run};
pub use difference::difference;
pub use expectation::{Expectation, ExpectedLine, Options};
pub use page::{Case, ExpectedBlock, Page, PageDocument, PageKind, RuleBlock};
pub use suite::{Suite, UPDATE};
