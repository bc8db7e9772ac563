use std::{
    env,
    fs::{self, OpenOptions},
    io::Write,
    thread,
    time::{Duration, Instant},
};

use hapi_test::prelude::*;

/// Writes into the diary that it has come, and, if it may have company, that is not to come at all, stays long enough for
/// that to show.
fn visits(name: &str, alone: bool) {
    let path = env::var("DIARY").unwrap();
    let note = |what: &str| {
        let mut diary = OpenOptions::new().create(true).append(true).open(&path).unwrap();
        diary.write_all(format!("{what} {name}\n").as_bytes()).unwrap();
    };
    note("in");
    let came = || fs::read_to_string(&path).unwrap().lines().filter(|line| line.starts_with("in")).count();
    let (before, begun) = (came(), Instant::now());
    while alone && came() == before && begun.elapsed() < Duration::from_millis(400) {
        thread::yield_now();
    }
    note("out");
}

#[leaky_test(PropertyOverrides)]
async fn alone_1(_spec: &Spec) -> SpecResult {
    visits("alone_1", true);
    Ok(())
}

#[leaky_test(PropertyOverrides)]
async fn alone_2(_spec: &Spec) -> SpecResult {
    visits("alone_2", true);
    Ok(())
}

/// Nothing but the suite says that nobody may run beside its test
#[hapi_suite(ordered_in_isolation)]
mod story {
    use hapi_test::prelude::*;

    #[hapi_test]
    async fn alone_3(_spec: &Spec) -> SpecResult {
        super::visits("alone_3", true);
        Ok(())
    }
}

#[hapi_test]
async fn together_1(_spec: &Spec) -> SpecResult {
    visits("together_1", false);
    Ok(())
}

#[hapi_test]
async fn together_2(_spec: &Spec) -> SpecResult {
    visits("together_2", false);
    Ok(())
}

hapi_test::main!();
