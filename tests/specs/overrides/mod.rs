//! What a test changes of the files that run a network takes effect at once, for everybody, and ends with the test.

mod declarations;
mod fees;
mod permissions;
mod properties;
mod rates;
mod restored;
mod startup;
mod throttles;
