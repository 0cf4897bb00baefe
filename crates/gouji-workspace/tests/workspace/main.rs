//! Runs over files.

mod hostile_documents;
