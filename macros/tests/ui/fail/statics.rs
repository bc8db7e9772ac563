use hapi_test::prelude::*;

#[account_spec(balance = 5)]
static ALICE: SpecAccount;

#[account_spec]
static BOB: SpecKey;

#[account_spec(memo = "a", crate = "b")]
static mut CAROL: SpecAccount = 5;

#[account_spec]
#[key_spec]
static DAVE: SpecAccount;

#[file_spec(lifetime = 5, expiry = 6, content = "a", key = ed25519, immutable = true)]
static NOTES: SpecFile;

#[account_spec]
const EVE: u8 = 5;

#[order(1)]
static FRANK: u8 = 5;

fn main() {}
