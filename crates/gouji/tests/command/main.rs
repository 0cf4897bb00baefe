//! The command from end to end: its exit status, its reports, and what it makes of hostile input.

mod architecture;
mod arguments;
mod as_text;
mod circles;
mod codes;
mod disclosures;
mod endings;
mod features;
mod fmt;
mod formats;
mod hostile;
mod layout;
mod layouts;
mod library;
mod names;
mod output;
mod project;
mod readme;
mod reports;
mod rewordings;
mod rules;
mod rust_source;
mod sources;
mod status;
mod support;
mod survey;
