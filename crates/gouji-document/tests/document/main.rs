//! Reading documents: by example, by property, and a real disclosure.

mod disclosure;
mod properties;
mod reading;
