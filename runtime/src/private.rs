//! What the expansions of the macros name. Nothing here is part of the public interface.

pub use inventory;

pub use crate::{
    fixtures::{Fixture, Fixtures},
    session::run_under_libtest,
    test_case::{Body, Place, TestCase},
};
