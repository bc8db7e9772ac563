use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// A name that no daemon of this process had yet: `node0`, then `node1`, counted for each prefix on its own.
pub fn fresh_name(prefix: &str) -> String {
    let mut next = NEXT.lock().unwrap_or_else(PoisonError::into_inner);
    let number = next.entry(prefix.to_owned()).or_insert(0);
    let name = format!("{prefix}{number}");
    *number += 1;
    name
}

/// Starts the count of every prefix again, for who runs one test after another and wants the same names in each.
pub fn reset_fresh_names() {
    NEXT.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

static NEXT: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_by_prefix() {
        assert_eq!(fresh_name("names-test-a"), "names-test-a0");
        assert_eq!(fresh_name("names-test-b"), "names-test-b0");
        assert_eq!(fresh_name("names-test-a"), "names-test-a1");
    }
}
