use hapi_test::prelude::*;

use std::rc::Rc;

#[hapi_test]
async fn holds(spec: &Spec) -> SpecResult {
    let shared = Rc::new("memo");
    spec.run(*shared).await?;
    drop(shared);
    Ok(())
}

fn main() {}
