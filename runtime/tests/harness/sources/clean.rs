//! Stands for the root of a target in which no test is lost.

mod below;
