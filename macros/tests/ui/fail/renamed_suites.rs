use hapi_test::prelude::*;

suite! {
    /// Where the facade is has to be a path
    crate = "hapi_test"
}

#[hapi_suite(crate)]
mod inner {}

#[key_spec(crate = 5)]
static KEY: SpecKey;

#[before_all(crate = ::hapi_test, crate = ::hapi_test)]
async fn twice(manager: &SpecManager) -> SpecResult {
    manager.do_adhoc(hapi_spec![]).await
}

#[after_all(krate = ::hapi_test)]
async fn misspelt(manager: &SpecManager) -> SpecResult {
    manager.do_adhoc(hapi_spec![]).await
}

fn main() {}
