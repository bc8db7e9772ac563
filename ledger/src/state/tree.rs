//! A persistent B+ tree: the ordered map that tables are made of.

use alloc::sync::Arc;
use core::borrow::Borrow;

use arrayvec::ArrayVec;
use smallvec::SmallVec;

/// Most entries of a node. `benches/maps.rs` has the measurements behind it. Tests have narrow nodes, for deep trees.
const WIDTH: usize = if cfg!(test) { 8 } else { 16 };
/// A node with fewer entries is merged with a neighbour when both fit in one.
const SPARSE: usize = WIDTH / 4;

/// An ordered map. A clone is O(1) and shares all nodes; a write copies the nodes on its way that are shared, and changes
/// the others in place.
pub(super) struct Tree<K, T> {
    root: Arc<Node<K, T>>,
    len: usize,
}

/// All leaves are equally deep. An inner node's keys are lower bounds of what is below: exact when it was split, and
/// still valid after removals.
enum Node<K, T> {
    Leaf(Entries<K, T>),
    Inner(Entries<K, Node<K, T>>),
}

impl<K: Clone, T> Clone for Node<K, T> {
    fn clone(&self) -> Self {
        match self {
            Self::Leaf(entries) => Self::Leaf(entries.clone()),
            Self::Inner(children) => Self::Inner(children.clone()),
        }
    }
}

type Entries<K, C> = ArrayVec<(K, Arc<C>), WIDTH>;

/// The upper part of a node that had to be split.
type Split<K, T> = Option<(K, Arc<Node<K, T>>)>;

impl<K, T> Clone for Tree<K, T> {
    fn clone(&self) -> Self {
        Self { root: Arc::clone(&self.root), len: self.len }
    }
}

impl<K, T> Default for Tree<K, T> {
    fn default() -> Self {
        Self { root: Arc::new(Node::Leaf(ArrayVec::new())), len: 0 }
    }
}

impl<K, T> Tree<K, T> {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The entries in the order of their keys.
    pub(super) fn iter(&self) -> Iter<'_, K, T> {
        let mut iter = Iter { inner: SmallVec::new(), leaf: [].iter() };
        iter.descend(&self.root);
        iter
    }
}

impl<K: Ord, T> Tree<K, T> {
    pub(super) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&Arc<T>>
    where
        K: Borrow<Q>,
    {
        let mut node = &*self.root;
        loop {
            match node {
                Node::Inner(children) => node = &*children[child_of(children, key)].1,
                Node::Leaf(entries) => return find(entries, key).ok().map(|at| &entries[at].1),
            }
        }
    }
}

impl<K: Ord, T> Tree<K, T> {
    /// The entries whose keys are not less than `from`, in their order.
    pub(super) fn iter_from(&self, from: &K) -> Iter<'_, K, T> {
        let mut iter = Iter { inner: SmallVec::new(), leaf: [].iter() };
        let mut node = &*self.root;
        loop {
            match node {
                Node::Inner(children) => {
                    let at = child_of(children, from);
                    iter.inner.push(children[at + 1..].iter());
                    node = &*children[at].1;
                }
                Node::Leaf(entries) => {
                    let at = entries.partition_point(|(key, _)| key < from);
                    iter.leaf = entries[at..].iter();
                    return iter;
                }
            }
        }
    }
}

impl<K: Ord + Clone, T> Tree<K, T> {
    /// The value at `key`, through nodes that are no longer shared.
    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut Arc<T>> {
        let mut node = Arc::make_mut(&mut self.root);
        loop {
            match node {
                Node::Inner(children) => {
                    let at = child_of(children, key);
                    node = Arc::make_mut(&mut children[at].1);
                }
                Node::Leaf(entries) => {
                    let at = find(entries, key).ok()?;
                    return Some(&mut entries[at].1);
                }
            }
        }
    }

    /// Puts a value and returns the one before.
    pub(super) fn insert(&mut self, key: K, value: Arc<T>) -> Option<Arc<T>> {
        let (before, split) = Node::insert(&mut self.root, key, value);
        if let Some((upper_key, upper)) = split {
            let lower = Arc::clone(&self.root);
            // Its key is never compared with: the first child also takes what is smaller.
            let children = [(upper_key.clone(), lower), (upper_key, upper)].into_iter().collect();
            self.root = Arc::new(Node::Inner(children));
        }
        self.len += usize::from(before.is_none());
        before
    }

    /// Removes and returns a value.
    pub(super) fn remove(&mut self, key: &K) -> Option<Arc<T>> {
        // Without this look, removing what is not there would copy shared nodes.
        self.get(key)?;
        let removed = Node::remove(&mut self.root, key);
        while let Node::Inner(children) = &*self.root {
            self.root = match &children[..] {
                [] => Arc::new(Node::Leaf(ArrayVec::new())),
                [(_, only)] => Arc::clone(only),
                _ => break,
            };
        }
        self.len -= usize::from(removed.is_some());
        removed
    }
}

impl<K: Ord + Clone, T> Node<K, T> {
    fn insert(node: &mut Arc<Self>, key: K, value: Arc<T>) -> (Option<Arc<T>>, Split<K, T>) {
        match Arc::make_mut(node) {
            Self::Leaf(entries) => match find(entries, &key) {
                Ok(at) => (Some(core::mem::replace(&mut entries[at].1, value)), None),
                Err(at) => (None, split(put(entries, at, (key, value)), Self::Leaf)),
            },
            Self::Inner(children) => {
                let at = child_of(children, &key);
                match Self::insert(&mut children[at].1, key, value) {
                    (before, Some(upper)) => (before, split(put(children, at + 1, upper), Self::Inner)),
                    (before, None) => (before, None),
                }
            }
        }
    }

    fn remove(node: &mut Arc<Self>, key: &K) -> Option<Arc<T>> {
        match Arc::make_mut(node) {
            Self::Leaf(entries) => find(entries, key).ok().map(|at| entries.remove(at).1),
            Self::Inner(children) => {
                let at = child_of(children, key);
                let removed = Self::remove(&mut children[at].1, key);
                tidy(children, at);
                removed
            }
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Leaf(entries) => entries.len(),
            Self::Inner(children) => children.len(),
        }
    }

    /// Takes over the entries of the next node, which must fit.
    fn append(&mut self, next: &Self, next_key: &K) {
        match (self, next) {
            (Self::Leaf(entries), Self::Leaf(more)) => entries.extend(more.iter().cloned()),
            (Self::Inner(children), Self::Inner(more)) => {
                // The first child of a node also took what was smaller than its key; now it has a child before it.
                let first = children.len();
                children.extend(more.iter().cloned());
                children[first].0 = next_key.clone();
            }
            _ => unreachable!("neighbours are equally deep"),
        }
    }
}

/// Drops the child at `at` if it became empty, and merges it with a neighbour if it became sparse.
fn tidy<K: Ord + Clone, T>(children: &mut Entries<K, Node<K, T>>, at: usize) {
    match children[at].1.len() {
        0 => {
            children.remove(at);
            return;
        }
        SPARSE.. => return,
        _ if children.len() < 2 => return,
        _ => {}
    }
    let first = if at + 1 < children.len() { at } else { at - 1 };
    if children[first].1.len() + children[first + 1].1.len() <= WIDTH * 3 / 4 {
        let (next_key, next) = children.remove(first + 1);
        Arc::make_mut(&mut children[first].1).append(&next, &next_key);
    }
}

/// Inserts an entry; when the node is full, returns the upper entries that no longer fit.
fn put<K, C>(entries: &mut Entries<K, C>, at: usize, entry: (K, Arc<C>)) -> Option<Entries<K, C>> {
    if !entries.is_full() {
        entries.insert(at, entry);
        return None;
    }
    // Numbers and times are mostly added at the end: the node then stays full.
    let keep = if at == WIDTH { WIDTH } else { WIDTH / 2 };
    let mut upper: Entries<K, C> = entries.drain(keep..).collect();
    if at <= keep && keep < WIDTH {
        entries.insert(at, entry);
    } else {
        upper.insert(at - keep, entry);
    }
    Some(upper)
}

fn split<K: Clone, C, T>(
    upper: Option<Entries<K, C>>,
    node: impl FnOnce(Entries<K, C>) -> Node<K, T>,
) -> Split<K, T> {
    let upper = upper?;
    Some((upper[0].0.clone(), Arc::new(node(upper))))
}

fn find<K: Ord + Borrow<Q>, C, Q: Ord + ?Sized>(entries: &[(K, Arc<C>)], key: &Q) -> Result<usize, usize> {
    entries.binary_search_by(|(other, _)| other.borrow().cmp(key))
}

/// The child that has `key`, if any has.
fn child_of<K: Ord + Borrow<Q>, C, Q: Ord + ?Sized>(children: &[(K, Arc<C>)], key: &Q) -> usize {
    children[1..].partition_point(|(first, _)| first.borrow() <= key)
}

/// The entries of a node that are still to come.
type Rest<'a, K, C> = core::slice::Iter<'a, (K, Arc<C>)>;

/// See [`Tree::iter`].
pub(super) struct Iter<'a, K, T> {
    /// What is left of the inner nodes above the leaf, the root first.
    inner: SmallVec<[Rest<'a, K, Node<K, T>>; 6]>,
    leaf: Rest<'a, K, T>,
}

impl<'a, K, T> Iter<'a, K, T> {
    fn descend(&mut self, mut node: &'a Node<K, T>) {
        while let Node::Inner(children) = node {
            let mut children = children.iter();
            let Some((_, first)) = children.next() else { return };
            self.inner.push(children);
            node = first;
        }
        if let Node::Leaf(entries) = node {
            self.leaf = entries.iter();
        }
    }
}

impl<'a, K, T> Iterator for Iter<'a, K, T> {
    type Item = (&'a K, &'a Arc<T>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.leaf.next() {
                return Some((key, value));
            }
            match self.inner.last_mut()?.next() {
                Some((_, node)) => self.descend(node),
                None => {
                    self.inner.pop();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::{collections::BTreeMap, vec::Vec};

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        Insert(u16, u32),
        Remove(u16),
        RemoveRange(u16, u16),
        Change(u16, u32),
        Snapshot,
    }

    fn step() -> impl Strategy<Value = Step> {
        // Few keys, so that removals hit.
        let key = || 0_u16..600;
        prop_oneof![
            40 => (key(), any::<u32>()).prop_map(|(key, value)| Step::Insert(key, value)),
            2 => key().prop_map(Step::Remove),
            1 => (key(), 1_u16..60).prop_map(|(first, count)| Step::RemoveRange(first, count)),
            2 => (key(), any::<u32>()).prop_map(|(key, value)| Step::Change(key, value)),
            1 => Just(Step::Snapshot),
        ]
    }

    fn contents(tree: &Tree<u16, u32>) -> Vec<(u16, u32)> {
        tree.iter().map(|(key, value)| (*key, **value)).collect()
    }

    fn depth<K, T>(node: &Node<K, T>) -> usize {
        match node {
            Node::Leaf(_) => 0,
            Node::Inner(children) => {
                let depths: Vec<_> = children.iter().map(|(_, child)| depth(child)).collect();
                assert!(depths.windows(2).all(|pair| pair[0] == pair[1]), "leaves are equally deep");
                depths[0] + 1
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn it_is_an_ordered_map_and_snapshots_stay(steps in prop::collection::vec(step(), 0..1500)) {
            let (mut tree, mut model) = (Tree::default(), BTreeMap::new());
            let mut snapshots = Vec::new();
            for step in steps {
                match step {
                    Step::Insert(key, value) => {
                        let before = tree.insert(key, Arc::new(value)).map(|before| *before);
                        prop_assert_eq!(before, model.insert(key, value));
                    }
                    Step::Remove(key) => {
                        prop_assert_eq!(tree.remove(&key).map(|before| *before), model.remove(&key));
                    }
                    Step::RemoveRange(first, count) => {
                        for key in first..first + count {
                            prop_assert_eq!(tree.remove(&key).map(|before| *before), model.remove(&key));
                        }
                    }
                    Step::Change(key, value) => {
                        if let Some(slot) = tree.get_mut(&key) {
                            *slot = Arc::new(value);
                        }
                        if let Some(slot) = model.get_mut(&key) {
                            *slot = value;
                        }
                    }
                    Step::Snapshot if snapshots.len() < 8 => snapshots.push((tree.clone(), model.clone())),
                    Step::Snapshot => {}
                }
            }
            snapshots.push((tree, model));
            for (tree, model) in snapshots {
                depth(&tree.root);
                prop_assert_eq!(tree.len(), model.len());
                prop_assert_eq!(contents(&tree), model.clone().into_iter().collect::<Vec<_>>());
                prop_assert_eq!(tree.iter_from(&300).count(), model.range(300..).count());
                for key in 0..600 {
                    prop_assert_eq!(tree.get(&key).map(|value| **value), model.get(&key).copied());
                    let next = tree.iter_from(&key).next().map(|(key, value)| (*key, **value));
                    prop_assert_eq!(next, model.range(key..).next().map(|(key, value)| (*key, *value)));
                }
            }
        }
    }

    #[test]
    fn a_queue_does_not_grow_with_its_past() {
        let mut tree = Tree::default();
        for time in 0_u32..20_000 {
            tree.insert(time, Arc::new(()));
            if let Some(old) = time.checked_sub(100) {
                tree.remove(&old);
            }
        }
        assert_eq!(tree.len(), 100);
        assert!(depth(&tree.root) <= 3);
    }
}
