//! What an operation is about: a name, an id or an entity.

use std::fmt;

use hapi_proto::services::{AccountId, ContractId, FileId, ScheduleId, TokenId, TopicId, TransactionId};

use super::{EntityKind, RegistryError};
use crate::{fixtures::StaticEntry, spec::Spec};

/// What an operation is about. Factories take `impl Into<Subject<AccountId>>`, so that a name, an id, the receipt of
/// a creation and an entity are interchangeable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject<K> {
    /// What the spec's registry says: a name, or an address or number as text.
    Name(String),
    /// The id itself.
    Id(K),
}

impl<K: EntityKind + fmt::Display> Subject<K> {
    /// The id, looked up in the spec's registry where need be.
    pub fn resolve(&self, spec: &Spec) -> Result<K, RegistryError> {
        match self {
            Self::Name(name) => spec.registry().id(name),
            Self::Id(id) => Ok(id.clone()),
        }
    }

    /// The name by which the registry knows what belongs to this entity, such as its key.
    pub fn name(&self, spec: &Spec) -> Option<String> {
        let id = match self {
            Self::Name(name) if K::literal(name).is_none() => return Some(name.clone()),
            Self::Name(name) => K::literal(name)?,
            Self::Id(id) => id.clone(),
        };
        spec.registry().name_of(&id)
    }
}

impl<K: fmt::Display> fmt::Display for Subject<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(StaticEntry::shown(name)),
            Self::Id(id) => id.fmt(f),
        }
    }
}

impl<K> From<&str> for Subject<K> {
    fn from(name: &str) -> Self {
        Self::Name(name.into())
    }
}

impl<K> From<String> for Subject<K> {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl<K> From<&String> for Subject<K> {
    fn from(name: &String) -> Self {
        Self::Name(name.clone())
    }
}

macro_rules! subjects_from_ids {
    ($($id:ident)*) => {$(
        impl From<$id> for Subject<$id> {
            fn from(id: $id) -> Self {
                Self::Id(id)
            }
        }

        impl From<&$id> for Subject<$id> {
            fn from(id: &$id) -> Self {
                Self::Id(id.clone())
            }
        }
    )*};
}

subjects_from_ids!(AccountId ContractId FileId ScheduleId TokenId TopicId TransactionId);

/// One or several `T`: what takes this accepts a value that makes a `T`, and arrays, vectors, slices and tuples of
/// such values, mixed as you like.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not one or several `{T}`",
    note = "give a name, an id or an entity, or an array or tuple of these"
)]
pub trait IntoMany<T> {
    /// Adds them to `many`, in order.
    fn add_to(self, many: &mut Vec<T>);

    /// All of them, in order.
    fn into_many(self) -> Vec<T>
    where
        Self: Sized,
    {
        let mut many = Vec::new();
        self.add_to(&mut many);
        many
    }
}

impl<T, I: IntoMany<T>, const N: usize> IntoMany<T> for [I; N] {
    fn add_to(self, many: &mut Vec<T>) {
        for item in self {
            item.add_to(many);
        }
    }
}

impl<T, I: IntoMany<T>> IntoMany<T> for Vec<I> {
    fn add_to(self, many: &mut Vec<T>) {
        for item in self {
            item.add_to(many);
        }
    }
}

impl<T, I: IntoMany<T> + Clone> IntoMany<T> for &[I] {
    fn add_to(self, many: &mut Vec<T>) {
        self.iter().cloned().for_each(|item| item.add_to(many));
    }
}

macro_rules! many_from_tuples {
    ($($name:ident)*) => {
        impl<T, $($name: IntoMany<T>),*> IntoMany<T> for ($($name,)*) {
            #[expect(non_snake_case, reason = "the type parameters name the values too")]
            fn add_to(self, many: &mut Vec<T>) {
                let ($($name,)*) = self;
                $($name.add_to(many);)*
                let _ = many;
            }
        }
    };
}

many_from_tuples!(A);
many_from_tuples!(A B);
many_from_tuples!(A B C);
many_from_tuples!(A B C D);
many_from_tuples!(A B C D E);
many_from_tuples!(A B C D E F);
many_from_tuples!(A B C D E F G);
many_from_tuples!(A B C D E F G H);

/// Makes each `$from` one `$to`, by its `Into`.
macro_rules! one_of_many {
    ($to:ty: $($from:ty),+ $(,)?) => {$(
        impl $crate::registry::IntoMany<$to> for $from {
            fn add_to(self, many: &mut Vec<$to>) {
                many.push(self.into());
            }
        }
    )+};
}
pub(crate) use one_of_many;

one_of_many!(Subject<AccountId>: &str, String, &String, AccountId, &AccountId, Subject<AccountId>);
one_of_many!(Subject<ContractId>: &str, String, &String, ContractId, &ContractId);
one_of_many!(Subject<FileId>: &str, String, &String, FileId, &FileId);
one_of_many!(Subject<ScheduleId>: &str, String, &String, ScheduleId, &ScheduleId);
one_of_many!(Subject<TokenId>: &str, String, &String, TokenId, &TokenId, Subject<TokenId>);
one_of_many!(Subject<TopicId>: &str, String, &String, TopicId, &TopicId);
