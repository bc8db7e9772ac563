use hapi_test::prelude::*;

#[hapi_test]
struct Test;

#[hapi_test]
const LIMIT: u32 = 1;

#[hapi_test]
pub mod tests {}

trait Tests {
    #[hapi_test]
    fn declared() -> Vec<String>;
}

fn main() {}
