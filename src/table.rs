//! A vector that is indexed by its own id type.
//!
//! An id is created by the table that contains the row, or from the row's position. An id of pages cannot
//! index a table of slogans, and a plain number cannot index any table.

use std::{
    marker::PhantomData,
    ops::{Index, IndexMut},
    slice, vec,
};

/// An index into one kind of table.
pub trait Id: Copy + Ord {
    /// The id of the row at `index`.
    fn new(index: usize) -> Self;
    fn index(self) -> usize;
}

/// Declares an id type: `id_type! { /// A page. pub struct PageId; }`.
macro_rules! id_type {
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident;) => {
        $(#[$attribute])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize,
        )]
        $visibility struct $name(u32);

        impl $crate::table::Id for $name {
            fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("no table has four billion rows"))
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}
pub(crate) use id_type;

#[derive(Clone, Debug)]
pub struct Table<I, T> {
    rows: Vec<T>,
    id: PhantomData<I>,
}

impl<I: Id, T> Table<I, T> {
    /// Creates a table of `count` equal rows.
    pub fn filled(count: usize, value: T) -> Self
    where
        T: Clone,
    {
        vec![value; count].into()
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn as_slice(&self) -> &[T] {
        &self.rows
    }

    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.rows.iter()
    }

    pub fn iter_mut(&mut self) -> slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }

    pub fn iter_with_ids(
        &self,
    ) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator + Clone {
        let rows = self.rows.iter().enumerate();
        rows.map(|(index, row)| (I::new(index), row))
    }

    pub fn ids(
        &self,
    ) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + Clone + use<I, T> {
        (0..self.rows.len()).map(I::new)
    }

    /// The id of the first row for which `is_it` returns true.
    pub fn find(&self, is_it: impl FnMut(&T) -> bool) -> Option<I> {
        self.rows.iter().position(is_it).map(I::new)
    }

    /// The id of the row whose `key` is `wanted`, in a table that is sorted by it.
    pub fn find_sorted<K: Ord>(&self, wanted: &K, key: impl Fn(&T) -> &K) -> Option<I> {
        let found = self.rows.binary_search_by(|it| key(it).cmp(wanted));
        found.ok().map(I::new)
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }
}

impl<I, T> From<Vec<T>> for Table<I, T> {
    fn from(rows: Vec<T>) -> Self {
        Self {
            rows,
            id: PhantomData,
        }
    }
}

impl<I, T> FromIterator<T> for Table<I, T> {
    fn from_iter<R: IntoIterator<Item = T>>(rows: R) -> Self {
        rows.into_iter().collect::<Vec<T>>().into()
    }
}

impl<I, T> IntoIterator for Table<I, T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'a, I, T> IntoIterator for &'a Table<I, T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    id_type! {
        struct Letter;
    }

    #[test]
    fn rows_are_found_by_their_ids() {
        let mut table: Table<Letter, char> = ['a', 'c', 'd'].into_iter().collect();
        let ids: Vec<Letter> = table.ids().collect();
        assert_eq!(ids.len(), table.len());
        assert_eq!(table[ids[1]], 'c');
        table[ids[1]] = 'b';
        assert!(table.iter_with_ids().all(|(id, it)| table[id] == *it));
        assert_eq!(table.find(|it| *it == 'd'), Some(ids[2]));
        assert_eq!(table.find_sorted(&'b', |it| it), Some(ids[1]));
        assert_eq!(table.find_sorted(&'c', |it| it), None);
        assert_eq!(Letter::new(2).index(), 2);
    }
}
