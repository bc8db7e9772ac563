//! Which functions of HAPI the specs of a process have called, and which response codes they met.

mod summary;
mod tally;

pub use summary::{CodeCount, Coverage, FunctionCoverage};
pub(crate) use tally::{Stage, Tally};

/// The tally of this process, as a profiler's counters are: all networks count into it.
static TALLY: Tally = Tally::new();

/// Counts the answer to one call.
pub(crate) fn count(
    function: hapi_proto::services::HederaFunctionality,
    stage: Stage,
    code: hapi_proto::services::ResponseCodeEnum,
) {
    TALLY.count(function, stage, code);
}

/// What the specs of this process have called so far.
pub fn so_far() -> Coverage {
    Coverage::of(&TALLY.counts())
}
