//! A bounded map in two generations.

use alloc::collections::BTreeMap;

/// Remembers what was used lately. When the young generation is full it becomes the old one, and the old one is
/// forgotten: what is used at least once a generation stays, nothing is scanned, and nothing depends on a clock.
#[derive(Clone, Debug)]
pub(super) struct Cache<K, V> {
    young: BTreeMap<K, V>,
    old: BTreeMap<K, V>,
    generation: usize,
}

impl<K: Ord + Copy, V: Copy> Cache<K, V> {
    /// Keeps at most `capacity` entries.
    pub(super) fn new(capacity: usize) -> Self {
        Self { young: BTreeMap::new(), old: BTreeMap::new(), generation: (capacity / 2).max(1) }
    }

    /// The value of `key`, made by `make` if it is not remembered.
    pub(super) fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> V {
        if let Some(value) = self.young.get(&key) {
            return *value;
        }
        let value = self.old.remove(&key).unwrap_or_else(make);
        if self.young.len() >= self.generation {
            self.old = core::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
        value
    }

    /// How many entries are remembered.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Cache;

    #[test]
    fn stays_bounded_and_keeps_what_is_used() {
        let mut cache = Cache::new(8);
        cache.get_or_insert_with(0, || 0);
        for key in 1..1000 {
            cache.get_or_insert_with(key, || key);
            assert!(cache.len() <= 8, "bounded");
            assert_eq!(cache.get_or_insert_with(0, || -1), 0, "what is used stays");
        }
        assert_eq!(cache.get_or_insert_with(1, || -1), -1, "what is not used is forgotten");
    }
}
