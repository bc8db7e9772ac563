//! Who runs beside whom on the session's network.

use std::sync::atomic::{AtomicUsize, Ordering};

use hapi_test_runtime::{
    ops::crypto_create,
    test_case::{ContextRequirement, Leaky, Traits},
};
use tokio::task::yield_now;

use crate::register::{forks, leaky};

/// How many are on the session's network: one that is alone counts a thousand.
static PRESENT: AtomicUsize = AtomicUsize::new(0);

const ALONE: usize = 1000;

/// Is there while others may come and go.
async fn present(weight: usize) {
    let before = PRESENT.fetch_add(weight, Ordering::SeqCst);
    let allowed = if weight == ALONE { before == 0 } else { before < ALONE };
    for _ in 0..20_000 {
        yield_now().await;
    }
    PRESENT.fetch_sub(weight, Ordering::SeqCst);
    assert!(allowed || forks(), "it is not alone: {before}");
}

const SOME: [ContextRequirement; 2] =
    [ContextRequirement::SystemAccountBalances, ContextRequirement::NoConcurrentCreations];

test!("shared_a", Traits::PLAIN, async |_spec| { present(1).await });
test!("shared_b", Traits::PLAIN, async |_spec| { present(1).await });
test!("shared_c", Traits::PLAIN, async |spec| {
    spec.run(crypto_create("c")).await?;
    present(1).await;
});
test!("leaky_a", leaky(Leaky::new(&SOME)), async |_spec| { present(ALONE).await });
test!("leaky_b", leaky(Leaky::new(&[ContextRequirement::UpgradeFileContent])), async |spec| {
    // It is the only one who creates: the numbers follow each other.
    let first = spec.run(crypto_create("first")).await?.account_id.num();
    let second = spec.run(crypto_create("second")).await?.account_id.num();
    assert_eq!(first.map(|num| num + 1), second);
    present(ALONE).await;
});
