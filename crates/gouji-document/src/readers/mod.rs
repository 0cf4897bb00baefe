//! From bytes to the model: a folder a format.

pub(crate) mod builder;
pub(crate) mod text;
