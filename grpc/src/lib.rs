//! HAPI over gRPC: `tonic` client and server stubs of every service, and a table of every method.
//!
//! The stubs speak the messages of [`hapi_proto`] over whatever transport `tonic` is given; this crate brings
//! none. [`routes`] is for those who go without the stubs: a server that hands on the bytes it received, a client
//! that picks the method by what a transaction does.
//!
//! `src/generated` is what the schema in `hapi-proto` compiles to; the test `generated` keeps the two equal.

pub mod routes;

/// The services of a consensus node.
#[allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, rustdoc::all, nonstandard_style)]
#[rustfmt::skip]
pub mod services {
    include!("generated/proto.rs");
}

/// The streaming services of a mirror node.
#[allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, rustdoc::all, nonstandard_style)]
#[rustfmt::skip]
pub mod mirror {
    include!("generated/com.hedera.mirror.api.proto.rs");
}
