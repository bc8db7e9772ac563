//! A leaky bucket in exact integers.

use alloc::sync::Arc;

use hapi_proto::services::{ThrottleUsageSnapshot, Timestamp};

/// Capacity units of one logical transaction: one per (thousandth of a transaction a second) and nanosecond.
pub(super) const UNITS: u128 = 1_000_000_000_000;

/// A bucket that transactions fill and time empties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    name: Arc<str>,
    /// Thousandths of a logical transaction a second, which are the units that leak each nanosecond.
    leak: u64,
    capacity: u64,
    used: u64,
    last: Option<Timestamp>,
}

impl Bucket {
    pub(super) fn new(name: Arc<str>, leak: u64, capacity: u64) -> Self {
        Self { name, leak, capacity, used: 0, last: None }
    }

    /// Its name in the definitions.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many units are used, as of the last time it was asked.
    pub fn used(&self) -> u64 {
        self.used
    }

    /// How many units it holds.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// Takes so many logical transactions if there is room for all of them.
    pub(super) fn allow(&mut self, logical: u64, now: Timestamp) -> bool {
        self.used = self.used_at(now);
        self.last = self.last.max(Some(now));
        let required = u128::from(logical) * UNITS;
        match u64::try_from(required) {
            Ok(required) if required <= self.capacity - self.used => {
                self.used += required;
                true
            }
            _ => false,
        }
    }

    /// Empties it by so many logical transactions.
    pub(super) fn give_back(&mut self, logical: u64) {
        let units = u64::try_from(u128::from(logical) * UNITS).unwrap_or(u64::MAX);
        self.used = self.used.saturating_sub(units);
    }

    /// How full it is at a time not before the last one, in basis points, rounded down.
    pub(super) fn utilisation(&self, now: Timestamp) -> u32 {
        let basis_points = u128::from(self.used_at(now)) * 10_000 / u128::from(self.capacity.max(1));
        u32::try_from(basis_points).unwrap_or(u32::MAX).min(10_000)
    }

    pub(super) fn snapshot(&self) -> ThrottleUsageSnapshot {
        ThrottleUsageSnapshot {
            used: i64::try_from(self.used).unwrap_or(i64::MAX),
            last_decision_time: self.last,
        }
    }

    pub(super) fn restore(&mut self, snapshot: &ThrottleUsageSnapshot) {
        self.used = u64::try_from(snapshot.used).unwrap_or(0).min(self.capacity);
        self.last = snapshot.last_decision_time;
    }

    fn used_at(&self, now: Timestamp) -> u64 {
        let Some(last) = self.last else { return self.used };
        let elapsed = u128::try_from(now.as_nanos() - last.as_nanos()).unwrap_or(0);
        let leaked = elapsed.saturating_mul(u128::from(self.leak));
        self.used.saturating_sub(u64::try_from(leaked).unwrap_or(u64::MAX))
    }
}
