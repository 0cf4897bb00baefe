//! Reading forms, over the public face of the crate.

mod pause;
mod unread;
