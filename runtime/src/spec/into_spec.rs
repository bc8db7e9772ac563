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
    ($($name:ident)+) => {
        impl<$($name: IntoSpec),+> IntoSpec for ($($name,)+) {
            fn into_spec(self) -> Operations {
                #[expect(non_snake_case, reason = "the type parameters name the values too")]
                let ($($name,)+) = self;
                let mut operations = Operations::new();
                $(operations.extend($name.into_spec());)+
                operations
            }
        }
    };
}

into_spec_for_tuples!(A);
into_spec_for_tuples!(A B);
into_spec_for_tuples!(A B C);
into_spec_for_tuples!(A B C D);
into_spec_for_tuples!(A B C D E);
into_spec_for_tuples!(A B C D E F);
into_spec_for_tuples!(A B C D E F G);
into_spec_for_tuples!(A B C D E F G H);
into_spec_for_tuples!(A B C D E F G H I);
into_spec_for_tuples!(A B C D E F G H I J);
into_spec_for_tuples!(A B C D E F G H I J K);
into_spec_for_tuples!(A B C D E F G H I J K L);

/// The ordered operations of a spec: `hapi_spec![crypto_create("alice"), get_account_balance("alice")]`.
///
/// Each element is anything that is [`IntoSpec`](crate::spec::IntoSpec), so that helpers which return several
/// operations compose.
#[macro_export]
macro_rules! hapi_spec {
    ($($operation:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut operations: $crate::spec::Operations = ::std::vec::Vec::new();
        $(operations.extend($crate::spec::IntoSpec::into_spec($operation));)*
        operations
    }};
}
