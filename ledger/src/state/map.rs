//! The persistent map that state is made of.

use alloc::sync::Arc;
use core::borrow::Borrow;

use super::{
    canonical::Canonical,
    lthash::{Expansion, LtHash},
    tree::Tree,
};

/// An ordered map whose clone is O(1) and shares structure, and that knows what changed since its content was last
/// hashed.
#[derive(Clone)]
pub struct Map<K, V> {
    entries: Tree<K, V>,
    /// Set once the content has been hashed for the first time; until then, nothing is tracked.
    hashed: Option<Hashed<K, V>>,
}

/// The hash of a past content, and how that content differed from the present one.
struct Hashed<K, V> {
    sum: Arc<LtHash>,
    /// For each key written since, the value it had then.
    before: Tree<K, Option<Arc<V>>>,
}

impl<K, V> Clone for Hashed<K, V> {
    fn clone(&self) -> Self {
        Self { sum: Arc::clone(&self.sum), before: self.before.clone() }
    }
}

impl<K, V> core::fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Map({} entries)", self.len())
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { entries: Tree::default(), hashed: None }
    }
}

impl<K, V> Map<K, V> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter().map(|(key, value)| (key, &**value))
    }
}

impl<K: Ord + Clone, V: Clone> Map<K, V> {
    /// The value at `key`.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(key).map(|value| &**value)
    }

    /// The entries from the first whose key is not less than `from`, in the order of their keys.
    pub fn iter_from(&self, from: &K) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter_from(from).map(|(key, value)| (key, &**value))
    }

    /// The value at `key`, to be shared.
    pub(super) fn get_shared(&self, key: &K) -> Option<&Arc<V>> {
        self.entries.get(key)
    }

    /// The value at `key`, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        if let Some(hashed) = &mut self.hashed {
            hashed.remember(key, Some(self.entries.get(key)?));
        }
        self.entries.get_mut(key).map(Arc::make_mut)
    }

    /// Puts a value at `key` and returns the one before.
    pub fn insert(&mut self, key: K, value: V) -> Option<Arc<V>> {
        self.insert_shared(key, Arc::new(value))
    }

    /// As [`Map::insert`], for a value that is shared already.
    pub(super) fn insert_shared(&mut self, key: K, value: Arc<V>) -> Option<Arc<V>> {
        let Some(hashed) = &mut self.hashed else { return self.entries.insert(key, value) };
        let before = self.entries.insert(key.clone(), value);
        hashed.remember(&key, before.as_ref());
        before
    }

    /// Removes the value at `key` and returns it.
    pub fn remove(&mut self, key: &K) -> Option<Arc<V>> {
        let removed = self.entries.remove(key)?;
        if let Some(hashed) = &mut self.hashed {
            hashed.remember_removal(key, &removed);
        }
        Some(removed)
    }
}

impl<K: Ord + Clone, V> Hashed<K, V> {
    fn remember(&mut self, key: &K, before: Option<&Arc<V>>) {
        if self.before.get(key).is_none() {
            self.before.insert(key.clone(), Arc::new(before.cloned()));
        }
    }

    fn remember_removal(&mut self, key: &K, removed: &Arc<V>) {
        // What came and went since the last hash leaves no trace: else the past of records would pile up here.
        if self.before.get(key).is_some_and(|before| before.is_none()) {
            self.before.remove(key);
        } else {
            self.remember(key, Some(removed));
        }
    }
}

impl<K: Ord + Clone + Canonical, V: Clone + Canonical> Map<K, V> {
    /// The hash of the content, in time proportional to what changed since [`Map::rehash`]; of everything if that was
    /// never called.
    pub(super) fn hash(&self) -> LtHash {
        let mut elements = Expansion::default();
        let Some(hashed) = &self.hashed else {
            let mut sum = LtHash::default();
            self.iter().for_each(|(key, value)| elements.add(&(key, value), &mut sum));
            return sum;
        };
        let mut sum = (*hashed.sum).clone();
        for (key, before) in hashed.before.iter() {
            if let Some(before) = &**before {
                elements.subtract(&(key, &**before), &mut sum);
            }
            if let Some(now) = self.get(key) {
                elements.add(&(key, now), &mut sum);
            }
        }
        sum
    }

    /// As [`Map::hash`]; the next one starts from here.
    pub(super) fn rehash(&mut self) -> LtHash {
        let sum = self.hash();
        self.hashed = Some(Hashed { sum: Arc::new(sum.clone()), before: Tree::default() });
        sum
    }
}
