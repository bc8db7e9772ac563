//! What a test may return.

use super::{Operations, SpecOperation};

/// What the body of a test may return: one operation, a tuple, array or `Vec` of them, or `hapi_spec![..]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a spec",
    label = "not an operation, nor a collection of operations",
    note = "return `hapi_spec![op, op, ..]`, a tuple or array of operations, or one operation",
    note = "a test that needs values as it goes is an `async fn` over `&Spec` and returns `SpecResult`"
)]
pub trait IntoSpec {
    /// The operations, in the order in which they run.
    fn into_spec(self) -> Operations;
}

impl<O: SpecOperation + 'static> IntoSpec for O {
    fn into_spec(self) -> Operations {
        vec![Box::new(self)]
    }
}

impl<T: IntoSpec> IntoSpec for Vec<T> {
    fn into_spec(self) -> Operations {
        self.into_iter().flat_map(IntoSpec::into_spec).collect()
    }
}

impl<T: IntoSpec, const N: usize> IntoSpec for [T; N] {
    fn into_spec(self) -> Operations {
        self.into_iter().flat_map(IntoSpec::into_spec).collect()
    }
}

macro_rules! into_spec_for_tuples {
    ($($name:ident)*) => {
        impl<$($name: IntoSpec),*> IntoSpec for ($($name,)*) {
            fn into_spec(self) -> Operations {
                #[expect(non_snake_case, reason = "the type parameters name the values too")]
                let ($($name,)*) = self;
                #[expect(unused_mut, clippy::vec_init_then_push, reason = "the empty tuple is an empty spec")]
                let mut operations = Operations::new();
                $(operations.extend($name.into_spec());)*
                operations
            }
        }
    };
}

/// The ordered operations of a spec: `hapi_spec![crypto_create("alice"), get_account_balance("alice")]`.
///
/// Each element is anything that is [`IntoSpec`], so helpers that return several operations compose.
#[macro_export]
macro_rules! hapi_spec {
    ($($operation:expr),* $(,)?) => {{
        let operations: $crate::spec::Operations = ::std::iter::empty()
            $(.chain($crate::spec::IntoSpec::into_spec($operation)))*
            .collect();
        operations
    }};
}
