//! What a transaction wrote to one table.

use alloc::{sync::Arc, vec::Vec};

/// For each key that was written, its new value, or `None` where it was removed, and if it was changed rather than put, the
/// value before. Ordered by key.
///
/// A transaction writes few entries, so they stand in one sorted list; values are shared with the state they come from,
/// and go to, without a copy.
#[derive(Clone, Debug)]
pub(super) struct Written<K, V>(Vec<Entry<K, V>>);

#[derive(Clone, Debug)]
struct Entry<K, V> {
    key: K,
    value: Option<Arc<V>>,
    /// What was there, where that had to be looked up: whoever asks what changed need not look again.
    before: Option<Arc<V>>,
}

impl<K, V> Default for Written<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Written<K, V> {
    /// What was written at `key`, if anything was.
    pub(super) fn get(&self, key: &K) -> Option<&Option<Arc<V>>> {
        self.find(key).ok().map(|at| &self.0[at].value)
    }

    /// Writes at `key`.
    pub(super) fn put(&mut self, key: K, value: Option<Arc<V>>) {
        match self.find(&key) {
            Ok(at) => self.0[at].value = value,
            Err(at) => self.0.insert(at, Entry { key, value, before: None }),
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
                let before = below()?;
                let value = Some(Arc::clone(&before));
                self.0.insert(at, Entry { key: key.clone(), value, before: Some(before) });
                at
            }
        };
        self.0[at].value.as_mut().map(Arc::make_mut)
    }

    /// Takes over what was written later.
    pub(super) fn absorb(&mut self, later: Self) {
        if self.0.is_empty() {
            *self = later;
            return;
        }
        for entry in later.0 {
            match self.find(&entry.key) {
                // What was before the later write was not before the earlier one.
                Ok(at) => self.0[at].value = entry.value,
                Err(at) => self.0.insert(at, entry),
            }
        }
    }

    /// A copy that knows no longer what was before: the values of the past then go with the state that gives them up, and not
    /// with whoever is told of the change.
    pub(super) fn after(&self) -> Self
    where
        K: Clone,
    {
        let after =
            |entry: &Entry<K, V>| Entry { key: entry.key.clone(), value: entry.value.clone(), before: None };
        Self(self.0.iter().map(after).collect())
    }

    /// The keys in their order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|entry| &entry.key)
    }

    /// What was written in the order of keys: the key, the value before if that is known, and the value.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, Option<&V>, Option<&V>)> {
        self.0.iter().map(|entry| (&entry.key, entry.before.as_deref(), entry.value.as_deref()))
    }

    fn find(&self, key: &K) -> Result<usize, usize> {
        // Numbers and times are mostly written in their order.
        match self.0.last() {
            Some(last) if last.key < *key => Err(self.0.len()),
            _ => self.0.binary_search_by(|entry| entry.key.cmp(key)),
        }
    }
}

impl<K, V> Written<K, V> {
    /// The keys and their new values, in the order of keys.
    pub(super) fn into_values(self) -> impl Iterator<Item = (K, Option<Arc<V>>)> {
        self.0.into_iter().map(|entry| (entry.key, entry.value))
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
        written.into_values().map(|(key, value)| (key, value.map(|value| *value))).collect()
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

    #[test]
    fn what_was_before_is_what_was_before_the_first_change() {
        let change = |below: u32| {
            let mut written = Written::default();
            *written.get_mut(&1, || Some(Arc::new(below))).unwrap() += 1;
            written
        };
        let mut written = change(7);
        written.put(2, Some(Arc::new(5)));
        written.absorb(change(8));
        let entries: Vec<_> = written.iter().collect();
        assert_eq!(entries, [(&1, Some(&7), Some(&9)), (&2, None, Some(&5))]);
    }
}
