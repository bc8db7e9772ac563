//! Members in one thread, with a scheduler that does them harm. A seed fixes everything: what fails can be run again with
//! `HAPI_SEED=n`.

mod rng;
mod scenarios;
mod world;
