use std::io::IoSlice;

use bytes::{Buf, Bytes};
use proptest::{collection::vec, prelude::*};

use super::{Decoder, Frame, Outbox, TooLong};

fn any_frame() -> impl Strategy<Value = Frame> {
    prop_oneof![
        4 => vec(any::<u8>(), 0..300).prop_map(|bytes| Frame::Message(bytes.into())),
        1 => Just(Frame::KeepAlive),
    ]
}

/// Takes what waits in pieces of these sizes (over and over), each through the vectored and the plain view in turn.
fn drain(outbox: &mut Outbox, sizes: &[usize]) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    let mut sizes = sizes.iter().cycle();
    while outbox.has_remaining() {
        let size = *sizes.next().expect("an endless cycle");
        let piece: Vec<u8> = if pieces.len() % 2 == 0 {
            let mut slices = [IoSlice::new(&[]); 5];
            let count = outbox.chunks_vectored(&mut slices);
            assert!(count > 0, "what waits is shown");
            slices[..count].iter().flat_map(|slice| slice.iter().copied()).take(size).collect()
        } else {
            outbox.chunk().iter().copied().take(size).collect()
        };
        outbox.advance(piece.len());
        pieces.push(piece);
    }
    pieces
}

fn decode(decoder: &mut Decoder, mut piece: &[u8]) -> Result<Vec<Frame>, TooLong> {
    let mut frames = Vec::new();
    while !piece.is_empty() {
        frames.extend(decoder.read(&mut piece)?);
    }
    Ok(frames)
}

proptest! {
    /// However the bytes are cut on their way, the same frames arrive.
    #[test]
    fn frames_arrive_as_they_were_sent(frames in vec(any_frame(), 0..20), sizes in vec(1..400usize, 1..8)) {
        let mut outbox = Outbox::default();
        for frame in &frames {
            outbox.push(frame.clone());
        }
        prop_assert_eq!(outbox.len(), frames.len());
        let expected: usize =
            frames.iter().map(|frame| if let Frame::Message(bytes) = frame { 4 + bytes.len() } else { 4 }).sum();
        prop_assert_eq!(outbox.remaining(), expected);
        let pieces = drain(&mut outbox, &sizes);
        prop_assert_eq!(outbox.len(), 0);
        let mut decoder = Decoder::new(300);
        let mut arrived = Vec::new();
        for piece in pieces {
            arrived.extend(decode(&mut decoder, &piece).expect("no message is too long"));
        }
        prop_assert_eq!(arrived, frames);
    }

    /// Any bytes at all are frames or an error, and never more memory than the limit.
    #[test]
    fn any_bytes_can_be_read(bytes in vec(any::<u8>(), 0..2_000), limit in 0..1_000usize) {
        let mut decoder = Decoder::new(limit);
        if let Ok(frames) = decode(&mut decoder, &bytes) {
            for frame in frames {
                prop_assert!(!matches!(frame, Frame::Message(message) if message.len() > limit));
            }
        }
        prop_assert!(decoder.message.is_none_or(|(message, _)| message.capacity() <= limit));
    }
}

#[test]
fn a_message_may_be_as_long_as_the_limit_and_no_longer() {
    assert_eq!(decode(&mut Decoder::new(3), b"\0\0\0\x03abc"), Ok(vec![Frame::Message(Bytes::from("abc"))]));
    assert_eq!(decode(&mut Decoder::new(3), b"\0\0\0\x04abcd"), Err(TooLong { length: 4, limit: 3 }));
    assert_eq!(
        decode(&mut Decoder::new(usize::MAX), b"\xff\xff\xff\xff\0\0\0\0"),
        Ok(vec![Frame::KeepAlive, Frame::Message(Bytes::new())]),
        "a keep-alive is no length, however high the limit is"
    );
}

#[test]
fn memory_grows_with_what_comes_not_with_what_is_announced() {
    let mut decoder = Decoder::new(1 << 30);
    assert_eq!(decode(&mut decoder, b"\x3f\0\0\0abc"), Ok(vec![]));
    assert!(
        decoder.message.is_some_and(|(message, length)| message.capacity() < 100 && length == 0x3f00_0000)
    );
}
