//! Rule text to trees: every construct, common slips, and what holds for any text.

mod format;
mod common;
mod constructs;
mod keywords;
mod properties;
mod slips;
