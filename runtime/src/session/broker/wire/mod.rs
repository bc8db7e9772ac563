//! What processes of a run and the broker of their session say to each other.
//!
//! A connection begins with a [`Hello`] and its answer. Then the process asks and the broker answers, one at a time;
//! whoever wants to ask several things at once has several connections. Messages are protobuf ones, so that bad bytes are
//! an error and never more than that; but both sides are always of the same version.

mod failure;
mod frame;

use bytes::Bytes;
use hapi_proto::services::{AccountId, Timestamp};

pub(crate) use failure::NetworkFailure;
pub(crate) use frame::{Encode, Frames, LONGEST, WireError};

/// The version of what is said here; processes of different versions have different sessions.
pub(crate) const VERSION: u32 = 3;

/// The first message on a connection.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Hello {
    #[prost(uint32, tag = "1")]
    pub(crate) version: u32,
    /// The key of the session that is meant.
    #[prost(string, tag = "2")]
    pub(crate) session: String,
    /// The process, as the broker named it on its first connection; nothing on that one.
    #[prost(uint64, optional, tag = "3")]
    pub(crate) process: Option<u64>,
}

/// Something that a process asks.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Request {
    #[prost(oneof = "Ask", tags = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20")]
    pub(crate) ask: Option<Ask>,
}

/// What can be asked.
#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum Ask {
    /// A transaction for a node: answered with [`Answer::Bytes`].
    #[prost(message, tag = "1")]
    Submit(Addressed),
    /// A query for a node: answered with [`Answer::Bytes`].
    #[prost(message, tag = "2")]
    Query(Addressed),
    /// A query for a node, from the one who runs it: answered with [`Answer::Bytes`].
    #[prost(message, tag = "15")]
    QueryAsOperator(Addressed),
    /// The network's time: answered with [`Answer::Now`].
    #[prost(message, tag = "3")]
    Now(Nothing),
    /// To wait on the network's clock, for so many nanoseconds: answered with [`Answer::Done`].
    #[prost(uint64, tag = "4")]
    Sleep(u64),
    /// Locks, which the connection holds until [`Ask::Release`] or its end: answered with [`Answer::Granted`].
    #[prost(message, tag = "5")]
    Acquire(Acquire),
    /// Gives the locks of the connection back; not answered.
    #[prost(message, tag = "6")]
    Release(Nothing),
    /// What the broker puts back when the process ends without [`Ask::Forget`]: answered with [`Answer::Done`].
    #[prost(message, tag = "7")]
    Remember(Remember),
    /// That a test has put back everything itself: answered with [`Answer::Done`].
    #[prost(string, tag = "8")]
    Forget(String),
    /// Something that is made once for the session: answered with [`Answer::Claimed`].
    #[prost(string, tag = "9")]
    Claim(String),
    /// What came of the thing that was claimed on this connection: answered with [`Answer::Done`].
    #[prost(message, tag = "10")]
    Settle(Made),
    /// The value that a property was started with: answered with [`Answer::Property`].
    #[prost(string, tag = "11")]
    StartupProperty(String),
    /// Where the network serves gRPC: answered with [`Answer::Endpoint`].
    #[prost(message, tag = "12")]
    Endpoint(Nothing),
    /// To do something to nodes: answered with [`Answer::Done`].
    #[prost(message, tag = "13")]
    Control(Control),
    /// What the nodes have logged since a time in nanoseconds since 1970: answered with [`Answer::NodeLog`].
    #[prost(uint64, tag = "14")]
    NodeLog(u64),
    /// What the process has called of HAPI, to be added up in a file: answered with [`Answer::Done`] once it is there.
    #[prost(message, tag = "20")]
    Cover(Cover),
}

/// What the broker answers.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Reply {
    #[prost(oneof = "Answer", tags = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11")]
    pub(crate) answer: Option<Answer>,
}

/// What can be answered.
#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum Answer {
    /// To [`Hello`].
    #[prost(message, tag = "1")]
    Welcome(Welcome),
    /// What a node answered.
    #[prost(bytes = "bytes", tag = "2")]
    Bytes(Bytes),
    /// That no node answered, and why.
    #[prost(message, tag = "3")]
    NetworkFailure(NetworkFailure),
    /// The network's time.
    #[prost(message, tag = "4")]
    Now(Timestamp),
    /// It was done.
    #[prost(message, tag = "5")]
    Done(Nothing),
    /// The locks are held now.
    #[prost(message, tag = "6")]
    Granted(Granted),
    /// What is to be done about something that is made once.
    #[prost(message, tag = "7")]
    Claimed(Made),
    /// A property that the network knows, or does not.
    #[prost(message, tag = "8")]
    Property(Property),
    /// The socket address of the network's gRPC front.
    #[prost(string, tag = "10")]
    Endpoint(String),
    /// What the nodes have logged.
    #[prost(message, tag = "11")]
    NodeLog(NodeLog),
    /// It cannot be done, for this reason.
    #[prost(string, tag = "9")]
    Refused(String),
}

/// Nothing more to say.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub(crate) struct Nothing {}

/// What a process has to know of the session.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent ability of the network")]
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Welcome {
    /// What the process calls itself on its other connections.
    #[prost(uint64, tag = "1")]
    pub(crate) process: u64,
    /// Which of the valid starts are its own: those whose nanoseconds leave this rest ..
    #[prost(uint32, tag = "2")]
    pub(crate) lane: u32,
    /// .. when divided by this.
    #[prost(uint32, tag = "3")]
    pub(crate) lanes: u32,
    /// What reports call the network.
    #[prost(string, tag = "4")]
    pub(crate) network: String,
    #[prost(message, repeated, tag = "5")]
    pub(crate) nodes: Vec<Node>,
    #[prost(bool, tag = "6")]
    pub(crate) virtual_time: bool,
    #[prost(bool, tag = "8")]
    pub(crate) grpc: bool,
    #[prost(bool, tag = "9")]
    pub(crate) node_control: bool,
    #[prost(bool, tag = "10")]
    pub(crate) at_once: bool,
    /// How far the network's clock is ahead of the wall clock, where its time is no virtual one.
    #[prost(sint64, tag = "7")]
    pub(crate) ahead_nanos: i64,
}

/// A node of the network.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Node {
    #[prost(uint64, tag = "1")]
    pub(crate) id: u64,
    #[prost(message, optional, tag = "2")]
    pub(crate) account: Option<AccountId>,
    /// Its socket address, if it serves gRPC.
    #[prost(string, optional, tag = "3")]
    pub(crate) grpc: Option<String>,
}

/// Something to be done to nodes.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Control {
    #[prost(uint64, repeated, tag = "1")]
    pub(crate) nodes: Vec<u64>,
    /// The name of the [`NodeAction`](crate::networks::NodeAction).
    #[prost(string, tag = "2")]
    pub(crate) action: String,
}

/// Lines of the logs of nodes.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct NodeLog {
    #[prost(message, repeated, tag = "1")]
    pub(crate) lines: Vec<LogLine>,
}

/// A line of the log of a node.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct LogLine {
    #[prost(uint64, tag = "1")]
    pub(crate) node: u64,
    #[prost(string, tag = "2")]
    pub(crate) text: String,
}

/// A property of the network.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Property {
    #[prost(string, optional, tag = "1")]
    pub(crate) value: Option<String>,
}

/// What a process has called of HAPI.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Cover {
    /// The file for what all processes have called that name it: an absolute path.
    #[prost(string, tag = "1")]
    pub(crate) file: String,
    #[prost(message, repeated, tag = "2")]
    pub(crate) counts: Vec<Count>,
}

/// How often a function gave a code.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub(crate) struct Count {
    #[prost(int32, tag = "1")]
    pub(crate) function: i32,
    /// The number of the [`Stage`](crate::coverage::Stage).
    #[prost(uint32, tag = "2")]
    pub(crate) stage: u32,
    #[prost(int32, tag = "3")]
    pub(crate) code: i32,
    #[prost(uint64, tag = "4")]
    pub(crate) times: u64,
}

/// Bytes for a node.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Addressed {
    #[prost(message, optional, tag = "1")]
    pub(crate) node: Option<AccountId>,
    /// The number of the function, or of none that has one.
    #[prost(int32, tag = "2")]
    pub(crate) function: i32,
    #[prost(bytes = "bytes", tag = "3")]
    pub(crate) payload: Bytes,
}

/// A wish for locks.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Acquire {
    #[prost(string, tag = "1")]
    pub(crate) test: String,
    /// The bits of [`Resources`](crate::test_case::Resources).
    #[prost(uint32, tag = "2")]
    pub(crate) reads: u32,
    #[prost(uint32, tag = "3")]
    pub(crate) writes: u32,
    /// How long to wait at most; for ever without it.
    #[prost(uint64, optional, tag = "4")]
    pub(crate) limit_nanos: Option<u64>,
}

/// How locks came to be held.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Granted {
    #[prost(uint64, tag = "1")]
    pub(crate) waited_nanos: u64,
    /// The tests that were in the way.
    #[prost(string, repeated, tag = "2")]
    pub(crate) behind: Vec<String>,
}

/// What a test was about to change.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Remember {
    #[prost(string, tag = "1")]
    pub(crate) test: String,
    /// What was there before it: [`Remembered`](crate::session::overrides::Remembered) in JSON.
    #[prost(bytes = "bytes", tag = "2")]
    pub(crate) before: Bytes,
}

/// Something that is made once: neither field where it is still to be made, by whoever is told so.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Made {
    #[prost(bytes = "bytes", optional, tag = "1")]
    pub(crate) value: Option<Bytes>,
    #[prost(string, optional, tag = "2")]
    pub(crate) failure: Option<String>,
}
