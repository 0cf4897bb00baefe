//! What is declared is known by number. Each kind of number is a type of its own, and lists say by
//! which of them their members are known.

use gouji_text::TextRange;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut};

/// A rule text, by the number its owner gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A place in a rule text: a range relative to the start of an item, so that it does not move when
/// text above the item does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourcePlace {
    /// The rule text.
    pub file: FileId,
    /// Index of the item in its file.
    pub item: u32,
    /// Bytes relative to the item's start.
    pub range: TextRange,
}

/// A number by which the members of a list are known.
pub trait Id: Copy {
    /// Its place in the list.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$documentation:meta])* $name:ident($number:ty);)*) => {$(
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $number);

        impl Id for $name {
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// Index of a record type in [`Program::records`](crate::Program::records).
    RecordTypeId(u16);
    /// Index of a field in its [`RecordType::fields`](crate::RecordType::fields).
    FieldId(u16);
    /// Index of a form in [`Program::forms`](crate::Program::forms).
    FormId(u16);
    /// Index of a rule in [`Program::rules`](crate::Program::rules).
    RuleId(u32);
}

/// A list whose members are known by numbers of type `I`.
pub struct IdVec<I, T> {
    members: Vec<T>,
    known_by: PhantomData<fn(I)>,
}

impl<I: Id, T> IdVec<I, T> {
    /// The member of that number, where there is one.
    pub fn at(&self, id: I) -> Option<&T> {
        self.members.get(id.index())
    }

    /// The same, to change it.
    pub fn at_mut(&mut self, id: I) -> Option<&mut T> {
        self.members.get_mut(id.index())
    }
}

impl<I: Id, T> Index<I> for IdVec<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.members[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for IdVec<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.members[id.index()]
    }
}

/// By its place in the list.
impl<I: Id, T> Index<usize> for IdVec<I, T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        &self.members[index]
    }
}

impl<I: Id, T> IndexMut<usize> for IdVec<I, T> {
    fn index_mut(&mut self, index: usize) -> &mut T {
        &mut self.members[index]
    }
}

impl<I, T> Deref for IdVec<I, T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.members
    }
}

impl<I, T> DerefMut for IdVec<I, T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.members
    }
}

impl<I, T> From<Vec<T>> for IdVec<I, T> {
    fn from(members: Vec<T>) -> Self {
        Self { members, known_by: PhantomData }
    }
}

impl<I, T> FromIterator<T> for IdVec<I, T> {
    fn from_iter<M: IntoIterator<Item = T>>(members: M) -> Self {
        Self::from(Vec::from_iter(members))
    }
}

impl<I, T> IntoIterator for IdVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<'list, I, T> IntoIterator for &'list IdVec<I, T> {
    type Item = &'list T;
    type IntoIter = std::slice::Iter<'list, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.iter()
    }
}

impl<I, T> Default for IdVec<I, T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<I, T: Clone> Clone for IdVec<I, T> {
    fn clone(&self) -> Self {
        Self::from(self.members.clone())
    }
}

impl<I, T: PartialEq> PartialEq for IdVec<I, T> {
    fn eq(&self, other: &Self) -> bool {
        self.members == other.members
    }
}

impl<I, T: Eq> Eq for IdVec<I, T> {}

impl<I, T: fmt::Debug> fmt::Debug for IdVec<I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.members.fmt(formatter)
    }
}
