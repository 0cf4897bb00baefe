//! Rule text to trees: every construct, common slips, and what holds for any text.

mod common;
mod constructs;
mod format;
mod keywords;
mod properties;
mod slips;
