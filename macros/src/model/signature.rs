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

/// What the function is, and what it drives: a test and its `&Spec`, or a hook and its `&SpecManager`.
pub(crate) struct Subject {
    /// What messages call the function.
    pub(crate) what: &'static str,
    /// The type of the reference that comes first.
    pub(crate) drives: &'static str,
    /// The parameter as it is usually written.
    pub(crate) parameter: &'static str,
    /// Whether it may be a list of cases.
    pub(crate) has_cases: bool,
}

impl Subject {
    /// A test.
    pub(crate) const TEST: Self =
        Self { what: "a test", drives: "Spec", parameter: "spec: &Spec", has_cases: true };

    /// A hook.
    pub(crate) const HOOK: Self =
        Self { what: "a hook", drives: "SpecManager", parameter: "manager: &SpecManager", has_cases: false };
}

/// Reports what the function's head cannot have, and tells its form.
pub(crate) fn check(signature: &Signature, subject: &Subject, errors: &mut Errors) -> Form {
    let what = subject.what;
    let Signature { constness, asyncness, unsafety, abi, generics, variadic, output, ident, .. } = signature;
    let form = if asyncness.is_some() { Form::Async } else { Form::Operations };
    if let Some(constness) = constness {
        errors.at(constness, format_args!("{what} cannot be `const`"));
    }
    if let Some(unsafety) = unsafety {
        errors.at(unsafety, format_args!("{what} cannot be `unsafe`"));
    }
    if let Some(abi) = abi {
        errors.at(abi, format_args!("{what} cannot be `extern`"));
    }
    if !generics.params.is_empty() {
        let why = "nothing says what the parameters stand for";
        errors.at(&generics.params, format_args!("{what} cannot be generic: {why}"));
    }
    if let Some(clause) = &generics.where_clause {
        errors.at(clause, format_args!("{what} cannot have a `where` clause"));
    }
    if let Some(variadic) = variadic {
        errors.at(variadic, format_args!("{what} cannot be variadic"));
    }
    if matches!(output, ReturnType::Default) {
        let whole = match form {
            Form::Operations => format!("fn {ident}(..) -> impl IntoSpec"),
            Form::Async => format!("async fn {ident}({}, ..) -> SpecResult", subject.parameter),
        };
        let message = format!("missing return type: write `{whole}`");
        errors.push(Error::new(signature.paren_token.span.close(), message));
    }
    form
}
