//! What an editor asks of a file, in the protocol's words: a function for each request.

pub(crate) mod edits;
pub(crate) mod places;
pub(crate) mod texts;
