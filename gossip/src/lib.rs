//! Messages between the members of a network.
//!
//! Every pair of members has one TCP connection under mutual TLS 1.3; the member with the smaller id dials. Nobody trusts a
//! certificate authority: each side compares the certificate it is shown, byte for byte, with the one that the roster has for
//! that member, and TLS proves that the other side holds its key. Whoever cannot show one gets nothing but a failed handshake,
//! which is limited in time, and so is how many there are at once.
//!
//! What a member can do to another one is limited too ([`Limits`]): messages have a greatest length; what waits for a peer that
//! does not read is bounded, and then the peer is cut off; a peer that falls silent is noticed; and one that sends faster than its
//! messages are handled is read no faster (see [`Parcel`]). The connections of honest members come back by themselves.
//!
//! The messages themselves are bytes: what they mean is the business of whoever sends and receives them.

mod accept;
mod counts;
mod dial;
mod end;
mod frames;
mod gossip;
mod handshake;
mod identity;
mod limits;
mod link;
mod parcel;
mod peer;
mod tls;

pub use counts::Counts;
pub use gossip::{Gossip, GossipEvent, Peer, StartError};
pub use identity::Identity;
pub use limits::Limits;
pub use parcel::Parcel;
