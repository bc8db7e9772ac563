//! What a transaction wrote to one table.

use alloc::{sync::Arc, vec::Vec};

/// For each key that was written, its new value, or `None` where it was removed. Ordered by key.
///
/// A transaction writes few entries, so they stand in one sorted list; values are shared with the state they come from,
/// and go to, without a copy.
#[derive(Clone, Debug)]
pub(super) struct Written<K, V>(Vec<(K, Option<Arc<V>>)>);

impl<K, V> Default for Written<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Written<K, V> {
    /// What was written at `key`, if anything was.
    pub(super) fn get(&self, key: &K) -> Option<&Option<Arc<V>>> {
        self.find(key).ok().map(|at| &self.0[at].1)
    }

    /// Writes at `key`.
    pub(super) fn put(&mut self, key: K, value: Option<Arc<V>>) {
        match self.find(&key) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    /// What was written at `key`, to be changed; if nothing was, `below` says what is there.
    pub(super) fn get_mut(&mut self, key: &K, below: impl FnOnce() -> Option<Arc<V>>) -> Option<&mut V>
    where
        K: Clone,
        V: Clone,
    {
        let at = match self.find(key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key.clone(), Some(below()?)));
                at
            }
        };
        self.0[at].1.as_mut().map(Arc::make_mut)
    }

    /// Takes over what was written later.
    pub(super) fn absorb(&mut self, later: Self) {
        if self.0.is_empty() {
            *self = later;
            return;
        }
        for (key, value) in later.0 {
            self.put(key, value);
        }
    }

    /// The keys in their order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The entries in the order of their keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, Option<&V>)> {
        self.0.iter().map(|(key, value)| (key, value.as_deref()))
    }

    fn find(&self, key: &K) -> Result<usize, usize> {
        // Numbers and times are mostly written in their order.
        match self.0.last() {
            Some((last, _)) if last < key => Err(self.0.len()),
            _ => self.0.binary_search_by(|(other, _)| other.cmp(key)),
        }
    }
}

impl<K, V> IntoIterator for Written<K, V> {
    type Item = (K, Option<Arc<V>>);
    type IntoIter = alloc::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type Model = BTreeMap<u8, Option<u32>>;

    fn written(model: &Model) -> Written<u8, u32> {
        let mut written = Written::default();
        // Out of order, so that more than appending is tried.
        let (even, odd): (Vec<_>, Vec<_>) = model.iter().partition(|(key, _)| *key % 2 == 0);
        for (key, value) in odd.into_iter().rev().chain(even) {
            written.put(*key, value.map(Arc::new));
        }
        written
    }

    fn contents(written: Written<u8, u32>) -> Vec<(u8, Option<u32>)> {
        written.into_iter().map(|(key, value)| (key, value.map(|value| *value))).collect()
    }

    fn model() -> impl Strategy<Value = Model> {
        prop::collection::btree_map(any::<u8>(), any::<Option<u32>>(), 0..40)
    }

    proptest! {
        #[test]
        fn it_is_an_ordered_map_and_the_later_write_wins(mut earlier in model(), later in model()) {
            let mut merged = written(&earlier);
            for (key, value) in &earlier {
                prop_assert_eq!(merged.get(key).map(Option::as_deref), Some(value.as_ref()));
            }
            merged.absorb(written(&later));
            earlier.extend(later);
            prop_assert_eq!(contents(merged), earlier.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_below_is_copied_when_it_changes_and_only_then() {
        let below = Arc::new(7);
        let mut written = Written::default();
        *written.get_mut(&1, || Some(Arc::clone(&below))).unwrap() += 1;
        *written.get_mut(&1, || unreachable!("it was written")).unwrap() += 1;
        assert_eq!((*below, contents(written)), (7, alloc::vec![(1, Some(9))]));
        assert!(Written::<u8, u32>::default().get_mut(&1, || None).is_none());
    }
}
