use hapi_test::prelude::*;

#[hapi_test]
async fn without() -> SpecResult {
    Ok(())
}

#[hapi_test]
async fn by_reference(alice: &SpecAccount) -> SpecResult {
    Ok(())
}

#[hapi_test]
fn not_async(spec: &Spec) -> SpecResult {
    Ok(())
}

#[hapi_test]
async fn second(alice: SpecAccount, spec: &Spec) -> SpecResult {
    Ok(())
}

#[hapi_test]
async fn twice(spec: &Spec, again: &Spec) -> SpecResult {
    Ok(())
}

#[hapi_test]
async fn mutable(spec: &'static mut Spec) -> SpecResult {
    Ok(())
}

#[hapi_test]
async fn described(#[account_spec(memo = "hi")] spec: &Spec) -> SpecResult {
    Ok(())
}

fn main() {}
