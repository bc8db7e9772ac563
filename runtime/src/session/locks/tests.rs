//! The asynchronous front of the table.

use futures::FutureExt as _;

use super::*;
use crate::test_case::{ContextRequirement, Resources};

const PROPERTIES: Access =
    Access { reads: Resources::NONE, writes: Resources::of(&[ContextRequirement::PropertyOverrides]) };

fn locks() -> Arc<Locks> {
    Arc::new(Locks::default())
}

#[tokio::test]
async fn a_writer_waits_for_all_readers_and_says_for_whom() {
    let locks = locks();
    let reader = locks.acquire("reader", Access::SHARED, None).await.expect("free");
    let other = locks.acquire("other", Access::SHARED, None).await.expect("readers share");
    assert!(reader.behind.is_empty() && reader.waited == Duration::ZERO);
    let mut writer = Box::pin(locks.acquire("writer", PROPERTIES, None));
    assert!(writer.as_mut().now_or_never().is_none(), "two read what it writes");
    drop(reader);
    assert!(writer.as_mut().now_or_never().is_none(), "one still reads it");
    drop(other);
    let held = writer.await.expect("nobody is left");
    assert_eq!(held.behind, ["reader", "other"]);
}

#[tokio::test]
async fn a_wait_that_is_given_up_leaves_nothing_behind() {
    let locks = locks();
    let reader = locks.acquire("reader", Access::SHARED, None).await.expect("free");
    let mut writer = Box::pin(locks.acquire("writer", PROPERTIES, None));
    assert!(writer.as_mut().now_or_never().is_none());
    let mut late = Box::pin(locks.acquire("late", Access::SHARED, None));
    assert!(late.as_mut().now_or_never().is_none(), "the writer came first");
    drop(writer);
    drop(late.await.expect("the writer has gone"));
    drop(reader);
    assert!(locks.state().table.is_idle() && locks.state().users.is_empty());
}

#[tokio::test]
async fn locks_that_were_granted_to_one_who_had_gone_are_given_back() {
    let locks = locks();
    let reader = locks.acquire("reader", Access::SHARED, None).await.expect("free");
    let mut writer = Box::pin(locks.acquire("writer", PROPERTIES, None));
    assert!(writer.as_mut().now_or_never().is_none());
    drop(reader);
    // Granted, and dropped before it could see that.
    drop(writer);
    assert!(locks.state().table.is_idle());
}

#[tokio::test(start_paused = true)]
async fn a_wait_has_a_limit_and_names_who_is_in_the_way() {
    let locks = locks();
    let _held = locks.acquire("m::holder", PROPERTIES, None).await.expect("free");
    let limit = Some(Duration::from_secs(30));
    let error = locks.acquire("m::reader", Access::SHARED, limit).await.expect_err("it is never given back");
    let text = error.to_string();
    assert!(text.starts_with("`m::reader` waited "), "{text}");
    assert!(text.contains("in its way: `m::holder` has held PropertyOverrides for "), "{text}");
    assert!(text.ends_with("raise the limit with --timeout-factor"), "{text}");
    assert!(locks.acquire("m::writer", PROPERTIES, limit).await.is_err(), "nobody gave anything back");
    assert_eq!(locks.state().users.len(), 1, "only the holder is left");
}
