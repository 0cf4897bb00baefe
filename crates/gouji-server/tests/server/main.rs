//! The server end to end, over a pipe in memory.

#![allow(missing_docs, reason = "tests")]

mod client;
mod texts;

mod documents_on_disk;
mod edits;
mod features;
mod first_pass;
mod project;
mod pull;
mod requests;
mod shipped;
mod survival;
mod sync;
mod text_pages;
