use hapi_test::prelude::*;

#[hapi_test(tag("slow"))]
#[ignore]
#[should_panic]
const fn everything<T>(
    #[account_spec(balence = 1.hbar(), receiver_sig_required = 1)] alice: SpecAccount,
    (bob, carol): (SpecAccount, SpecAccount),
    #[case()] amount: i64,
) {
}

fn main() {}
