use hapi_test::prelude::*;

#[hapi_test]
const fn constant() -> Vec<String> {
    Vec::new()
}

#[hapi_test]
unsafe extern "C" fn foreign() -> Vec<String> {
    Vec::new()
}

#[hapi_test]
unsafe extern "C" fn variadic(alice: SpecAccount, others: ...) -> Vec<String> {
    Vec::new()
}

#[hapi_test]
fn generic<'a, T>() -> Vec<String>
where
    T: Copy,
{
    Vec::new()
}

fn main() {}
