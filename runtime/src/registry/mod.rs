//! The names of a spec, and what they stand for.

mod error;
mod kinds;
mod preloaded;
mod source;
mod subject;

use std::{
    any::{Any, TypeId},
    collections::BTreeMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

pub use error::RegistryError;
pub(crate) use error::did_you_mean;
pub use kinds::{
    Amount, BalanceSnapshot, EntityKind, Expiry, Kind, LastMint, Memo, ReceiverSigRequired,
    TokenBalanceSnapshot, TokenMetadata, TokenName, TokenSymbol, TokenTreasury,
};
pub use preloaded::{DEFAULT_PAYER, FEE_COLLECTOR, FUNDING, GENESIS, NODE, NODE_REWARD, STAKING_REWARD};
pub(crate) use source::Source;
pub(crate) use subject::one_of_many;
pub use subject::{IntoMany, Subject};

/// The names of a spec: typed, so that `"alice"` is a key, an account and a balance at the same time, and safe to
/// share between operations that run side by side.
#[derive(Default)]
pub struct Registry {
    entries: RwLock<Entries>,
    source: Option<Box<dyn Source>>,
}

/// What names stand for, by type. Copies share it until they change.
type Entries = BTreeMap<TypeId, Arc<BTreeMap<String, Entry>>>;

#[derive(Clone)]
struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    /// The text of an id; `None` for kinds that the report does not list.
    id: Option<(&'static str, String)>,
}

impl Registry {
    /// Lets `name` stand for `value`, in place of what it stood for among values of this type.
    pub fn put<K: Kind>(&self, name: impl Into<String>, value: K) {
        let id = value.id().map(|id| (K::NOUN, id));
        let entry = Entry { value: Arc::new(value), id };
        self.write(|entries| {
            let of_kind = entries.entry(TypeId::of::<K>()).or_default();
            Arc::make_mut(of_kind).insert(name.into(), entry);
        });
    }

    /// What `name` stands for. The error lists names that look alike.
    pub fn get<K: Kind>(&self, name: &str) -> Result<K, RegistryError> {
        match self.look_up(name) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => {
                let known = self.names::<K>();
                let known = known.iter().map(String::as_str);
                Err(RegistryError::missing::<K>(name, known, self.is_known(name)))
            }
            Err(cause) => Err(RegistryError::not_made(name, &cause)),
        }
    }

    /// What `name` stands for, if anything.
    pub fn find<K: Kind>(&self, name: &str) -> Option<K> {
        self.look_up(name).ok().flatten()
    }

    /// Whether `name` stands for a value of this type, without anybody being asked for it.
    pub(crate) fn has<K: Kind>(&self, name: &str) -> bool {
        self.read(|entries| entries.get(&TypeId::of::<K>()).is_some_and(|of_kind| of_kind.contains_key(name)))
    }

    /// Sees that `name` stands for something: that of a static has it created. Fails if it stands for nothing.
    pub(crate) fn ensure(&self, name: &str) -> Result<(), RegistryError> {
        let entered = self.source.as_ref().map_or(Ok(false), |source| source.enter(name, self));
        match entered {
            Ok(true) => Ok(()),
            Ok(false) if self.is_known(name) => Ok(()),
            Ok(false) => Err(RegistryError::not_made(name, "it is no fixture of this test, and no static")),
            Err(cause) => Err(RegistryError::not_made(name, &cause)),
        }
    }

    /// What `name` stands for, be it that its source has to make it; if that fails, why.
    fn look_up<K: Kind>(&self, name: &str) -> Result<Option<K>, String> {
        let here = || {
            self.read(|entries| {
                let entry = entries.get(&TypeId::of::<K>())?.get(name)?;
                entry.value.downcast_ref::<K>().cloned()
            })
        };
        if let Some(found) = here() {
            return Ok(Some(found));
        }
        match &self.source {
            Some(source) if source.enter(name, self)? => Ok(here()),
            _ => Ok(None),
        }
    }

    /// Makes `name` stand for nothing among values of this type.
    pub fn remove<K: Kind>(&self, name: &str) {
        self.write(|entries| {
            if let Some(of_kind) = entries.get_mut(&TypeId::of::<K>()) {
                Arc::make_mut(of_kind).remove(name);
            }
        });
    }

    /// The names of all values of this type, in alphabetical order.
    pub fn names<K: Kind>(&self) -> Vec<String> {
        self.read(|entries| {
            entries.get(&TypeId::of::<K>()).into_iter().flat_map(|of_kind| of_kind.keys()).cloned().collect()
        })
    }

    /// The entity that `name` stands for. An address (`0.0.1001`) and a plain number (`1001`, in shard 0 and realm
    /// 0) stand for themselves.
    pub fn id<K: EntityKind>(&self, name: &str) -> Result<K, RegistryError> {
        if let Some(id) = self.find(name) {
            return Ok(id);
        }
        match K::literal(name) {
            Some(id) => Ok(id),
            None => self.get(name),
        }
    }

    /// A name of the entity `id`: the alphabetically first, where it has several.
    pub fn name_of<K: EntityKind + PartialEq>(&self, id: &K) -> Option<String> {
        self.read(|entries| {
            let of_kind = entries.get(&TypeId::of::<K>())?;
            let found = of_kind.iter().find(|(_, entry)| entry.value.downcast_ref::<K>() == Some(id));
            found.map(|(name, _)| name.clone())
        })
    }

    /// Every name that stands for an entity or a transaction, with its kind and id, in alphabetical order: for the
    /// failure report. System entities, which are the same everywhere, are left out.
    pub fn names_with_ids(&self) -> Vec<NamedId> {
        let mut names: Vec<NamedId> = self.read(|entries| {
            let all = entries
                .values()
                .flat_map(|of_kind| of_kind.iter())
                .filter(|(name, _)| !preloaded::is_system_entity(name));
            all.filter_map(|(name, entry)| {
                let (kind, id) = entry.id.clone()?;
                Some(NamedId { name: name.clone(), kind, id })
            })
            .collect()
        });
        names.sort();
        names
    }

    /// Takes over all names of `other`; where both have one, `other` wins.
    pub fn include(&self, other: &Self) {
        let copies = other.read(Clone::clone);
        self.write(|entries| {
            for (kind, of_kind) in copies {
                let theirs = of_kind.iter().map(|(name, entry)| (name.clone(), entry.clone()));
                Arc::make_mut(entries.entry(kind).or_default()).extend(theirs);
            }
        });
    }

    /// Another registry with the same names, and no source. They share what neither changes.
    pub(crate) fn copied(&self) -> Self {
        Self { entries: RwLock::new(self.read(Clone::clone)), source: None }
    }

    /// The registry, which asks `source` from now on for names that it does not have.
    pub(crate) fn with_source(self, source: impl Source + 'static) -> Self {
        Self { source: Some(Box::new(source)), ..self }
    }

    /// What this registry has and `before` has not, or has otherwise.
    pub(crate) fn since(&self, before: &Self) -> Self {
        let old = before.read(Clone::clone);
        let mut new = self.read(Clone::clone);
        for (kind, of_kind) in &mut new {
            let Some(old) = old.get(kind) else { continue };
            let same = |name: &str, entry: &Entry| {
                old.get(name).is_some_and(|old| Arc::ptr_eq(&old.value, &entry.value))
            };
            Arc::make_mut(of_kind).retain(|name, entry| !same(name, entry));
        }
        Self { entries: RwLock::new(new), source: None }
    }

    /// All that names stand for.
    pub(crate) fn values(&self) -> Vec<(String, Arc<dyn Any + Send + Sync>)> {
        self.read(|entries| {
            let all = entries.values().flat_map(|of_kind| of_kind.iter());
            all.map(|(name, entry)| (name.clone(), Arc::clone(&entry.value))).collect()
        })
    }

    fn is_known(&self, name: &str) -> bool {
        self.read(|entries| entries.values().any(|of_kind| of_kind.contains_key(name)))
    }

    /// A panic in one test must not become another panic here, so a poisoned lock is as good as any.
    fn read<T>(&self, look: impl FnOnce(&Entries) -> T) -> T {
        look(&self.entries.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut Entries) -> T) -> T {
        change(&mut self.entries.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A name, and the id of what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedId {
    /// The name.
    pub name: String,
    /// What kind of thing it is: `account`.
    pub kind: &'static str,
    /// Its id: `0.0.1001`.
    pub id: String,
}

impl fmt::Display for NamedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {} {}", self.name, self.kind, self.id)
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names_with_ids().iter().map(ToString::to_string)).finish()
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::{AccountId, FileId};

    use super::*;

    #[test]
    fn a_name_stands_for_one_value_of_each_kind() {
        let registry = Registry::default();
        registry.put("alice", AccountId::from_num(1001));
        registry.put("alice", FileId::from_num(1002));
        registry.put("alice", AccountId::from_num(1003));
        assert_eq!(registry.get::<AccountId>("alice").unwrap(), AccountId::from_num(1003));
        assert_eq!(registry.get::<FileId>("alice").unwrap(), FileId::from_num(1002));
        registry.remove::<FileId>("alice");
        assert!(registry.find::<FileId>("alice").is_none());
        assert_eq!(registry.name_of(&AccountId::from_num(1003)).as_deref(), Some("alice"));
    }

    #[test]
    fn a_missing_name_lists_its_neighbours() {
        let registry = Registry::default();
        registry.put("alice", AccountId::from_num(1001));
        registry.put("bob", AccountId::from_num(1002));
        registry.put("allce_file", FileId::from_num(1003));
        let error = registry.get::<AccountId>("alcie").unwrap_err().to_string();
        assert_eq!(error, "no account is named `alcie`: did you mean `alice`?");
        let error = registry.get::<AccountId>("zebedee").unwrap_err().to_string();
        assert_eq!(error, "no account is named `zebedee`; the accounts are `alice`, `bob`");
        let error = registry.get::<AccountId>("allce_file").unwrap_err().to_string();
        assert!(error.contains("stands for something else"), "{error}");
    }

    #[test]
    fn addresses_and_digits_stand_for_themselves() {
        let registry = Registry::default();
        assert_eq!(registry.id::<AccountId>("0.0.1001").unwrap(), AccountId::from_num(1001));
        assert_eq!(registry.id::<FileId>("111").unwrap(), FileId::from_num(111));
        assert!(registry.id::<AccountId>("0.0.x").is_err());
        registry.put("7", AccountId::from_num(1007));
        assert_eq!(registry.id::<AccountId>("7").unwrap(), AccountId::from_num(1007));
    }

    #[test]
    fn an_included_registry_wins_and_stays_apart() {
        let (base, other) = (Registry::default(), Registry::default());
        base.put("a", AccountId::from_num(1));
        base.put("b", AccountId::from_num(2));
        other.put("b", AccountId::from_num(3));
        base.include(&other);
        other.put("a", AccountId::from_num(4));
        base.copied().put("b", AccountId::from_num(5));
        assert_eq!(named(&base), ["a = account 0.0.1", "b = account 0.0.3"]);
    }

    #[test]
    fn what_is_new_since_a_copy_is_told_apart() {
        let base = Registry::default();
        base.put("a", AccountId::from_num(1));
        base.put("b", AccountId::from_num(2));
        let before = base.copied();
        base.put("b", AccountId::from_num(3));
        base.put("c", FileId::from_num(4));
        assert_eq!(named(&base.since(&before)), ["b = account 0.0.3", "c = file 0.0.4"]);
    }

    #[test]
    fn names_that_nothing_was_entered_for_are_asked_of_the_source() {
        struct Late;
        impl Source for Late {
            fn enter(&self, name: &str, registry: &Registry) -> Result<bool, String> {
                match name {
                    "broken" => Err("no room".into()),
                    "late" => {
                        registry.put(name, AccountId::from_num(7));
                        Ok(true)
                    }
                    _ => Ok(false),
                }
            }
        }
        let registry = Registry::default().with_source(Late);
        assert!(registry.find::<AccountId>("never").is_none());
        assert!(registry.find::<FileId>("late").is_none());
        assert_eq!(registry.id::<AccountId>("late").unwrap(), AccountId::from_num(7));
        assert!(registry.find::<AccountId>("broken").is_none());
        let error = registry.id::<AccountId>("broken").unwrap_err();
        assert_eq!(
            (error.name(), error.to_string().as_str()),
            ("broken", "`broken` could not be created: no room")
        );
    }

    fn named(registry: &Registry) -> Vec<String> {
        registry.names_with_ids().iter().map(ToString::to_string).collect()
    }
}
