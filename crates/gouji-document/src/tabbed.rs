//! The first reader: text with tabs, one line a paragraph or a table row.

use crate::Document;
use std::sync::Arc;

/// Reads a text file's bytes. Total: any bytes give a document.
pub fn read_bytes(bytes: Vec<u8>) -> Document { todo!() }

/// Reads a text that is already decoded.
pub fn read_text(text: Arc<str>) -> Document { todo!() }
