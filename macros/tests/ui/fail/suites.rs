use hapi_test::prelude::*;

suite! {
    #[ignore = "no"]
    tags("a")
}

#[hapi_suite(leaky, order)]
mod arguments {}

#[hapi_suite(leaky(), tags(a))]
mod no_reason {}

#[hapi_suite(leaky(SystemAccountKeys, SystemAccountKey, overrides = ["a"], tags("b")))]
mod reasons {}

#[hapi_suite]
fn function() {}

#[before_all]
fn not_async(manager: &SpecManager) -> SpecResult {
    Ok(())
}

#[before_all]
async fn no_manager(alice: SpecAccount) -> SpecResult {
    Ok(())
}

#[after_all]
async fn cases(manager: &SpecManager, #[case(1)] number: i64) -> SpecResult {
    Ok(())
}

#[after_all(tags("a"))]
async fn no_type(manager: &mut SpecManager) {}

#[before_all]
mod module {}

#[hapi_test]
#[before_all]
fn both() -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
