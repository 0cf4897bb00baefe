//! Runs over files.

mod hostile_documents;
mod in_force;
