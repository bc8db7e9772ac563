//! What can be read off the head of the function.

use syn::{Error, ReturnType, Signature};

use crate::errors::Errors;

/// The two forms of a test.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A function that returns operations.
    Operations,
    /// An `async fn` over `&Spec`.
    Async,
}

/// Reports what a test's head cannot have, and tells its form.
pub(crate) fn check(signature: &Signature, errors: &mut Errors) -> Form {
    let Signature { constness, asyncness, unsafety, abi, generics, variadic, output, ident, .. } = signature;
    let form = if asyncness.is_some() { Form::Async } else { Form::Operations };
    if let Some(constness) = constness {
        errors.at(constness, "a test cannot be `const`");
    }
    if let Some(unsafety) = unsafety {
        errors.at(unsafety, "a test cannot be `unsafe`");
    }
    if let Some(abi) = abi {
        errors.at(abi, "a test cannot be `extern`");
    }
    if !generics.params.is_empty() {
        errors.at(&generics.params, "a test cannot be generic: nothing says what the parameters stand for");
    }
    if let Some(clause) = &generics.where_clause {
        errors.at(clause, "a test cannot have a `where` clause");
    }
    if let Some(variadic) = variadic {
        errors.at(variadic, "a test cannot be variadic");
    }
    if matches!(output, ReturnType::Default) {
        let whole = match form {
            Form::Operations => format!("fn {ident}(..) -> impl IntoSpec"),
            Form::Async => format!("async fn {ident}(spec: &Spec, ..) -> SpecResult"),
        };
        let message = format!("missing return type: write `{whole}`");
        errors.push(Error::new(signature.paren_token.span.close(), message));
    }
    form
}
