//! Reading documents: by example, by property, and a real disclosure.

mod cells;
mod delimited;
mod disclosure;
mod elements;
mod hostile;
mod pages;
mod pdf;
mod properties;
mod reading;
mod word;
mod workbooks;
mod xls;
