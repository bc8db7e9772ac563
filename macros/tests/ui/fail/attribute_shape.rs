use hapi_test::prelude::*;

#[hapi_test]
fn shapes(
    #[account_spec = "alice"] alice: SpecAccount,
    #[account_spec(receiver_sig_required, memo)] bob: SpecAccount,
    #[account_spec(memo "hi", balance = )] carol: SpecAccount,
    #[account_spec("dave")] dave: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
