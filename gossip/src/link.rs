//! One connection whose other side is known: a socket and the TLS on it.
//!
//! Whoever sends writes to the socket itself if the socket takes it, in its own thread: a message that had to wake a task first would
//! leave later. What the socket does not take waits in the outbox for the peer's task, which also does all the reading.

use std::{
    collections::VecDeque,
    io::{self, BufRead, IoSlice, Read, Write},
    net::Shutdown,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::{Buf, Bytes};
use rustls::Connection;
use socket2::SockRef;
use tokio::{
    io::{Interest, Ready},
    net::TcpStream,
    sync::Notify,
    time::Instant,
};

use crate::{
    Limits,
    end::End,
    frames::{Decoder, Frame, Outbox},
};

/// How many bytes are read before others have their turn.
const TURN: usize = 64 * 1024;

pub(crate) struct Link {
    stream: TcpStream,
    state: Mutex<State>,
    /// The peer's task has something to see.
    kick: Notify,
    message_bytes: usize,
    queue_messages: usize,
    queue_bytes: usize,
}

struct State {
    tls: Connection,
    outbox: Outbox,
    /// The socket took not all: the peer's task waits until it takes more.
    is_blocked: bool,
    /// When something was last given to be sent.
    sent: Instant,
    /// When the socket last took something, or began to take nothing.
    taken: Instant,
    /// Why it is to end, found out by somebody else than the peer's task.
    end: Option<End>,
    is_over: bool,
}

/// What has come on a link.
pub(crate) struct Inbound {
    decoder: Decoder,
    pub(crate) frames: VecDeque<Frame>,
}

impl Inbound {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { decoder: Decoder::new(limits.message_bytes), frames: VecDeque::new() }
    }
}

/// How the sending goes.
pub(crate) struct Outlook {
    pub(crate) is_blocked: bool,
    pub(crate) sent: Instant,
    pub(crate) taken: Instant,
}

impl Link {
    pub(crate) fn new(stream: TcpStream, tls: Connection, limits: &Limits) -> Self {
        let now = Instant::now();
        let state = State {
            tls,
            outbox: Outbox::default(),
            is_blocked: false,
            sent: now,
            taken: now,
            end: None,
            is_over: false,
        };
        Self {
            stream,
            state: Mutex::new(state),
            kick: Notify::new(),
            message_bytes: limits.message_bytes.min(u32::MAX as usize - 1),
            queue_messages: limits.queue_messages,
            queue_bytes: limits.queue_bytes,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a message, or what of it the socket takes now; the rest follows. A link that is over takes no more.
    pub(crate) fn send(&self, message: Bytes) {
        let mut state = self.state();
        if state.is_over {
            return;
        }
        if message.len() > self.message_bytes {
            let why = End::Unsendable { length: message.len(), limit: self.message_bytes };
            return self.end_in(&mut state, why);
        }
        let bytes = state.outbox.remaining() + message.len();
        if state.outbox.len() >= self.queue_messages || bytes > self.queue_bytes {
            return self.end_in(&mut state, End::Overflow);
        }
        self.push(&mut state, Frame::Message(message));
    }

    /// Sends a sign of life, unless something else waits to be sent.
    pub(crate) fn send_keep_alive(&self) {
        let mut state = self.state();
        if !state.is_over && !state.is_blocked {
            self.push(&mut state, Frame::KeepAlive);
        }
    }

    fn push(&self, state: &mut State, frame: Frame) {
        state.outbox.push(frame);
        state.sent = Instant::now();
        if !state.is_blocked {
            self.write(state);
        }
    }

    /// Writes on, after the socket has taken no more for a while.
    pub(crate) fn write_on(&self) {
        self.write(&mut self.state());
    }

    fn write(&self, state: &mut State) {
        let was_blocked = std::mem::replace(&mut state.is_blocked, false);
        match state.write(&self.stream) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                state.is_blocked = true;
                if !was_blocked {
                    state.taken = Instant::now();
                    self.kick.notify_one();
                }
            }
            Err(error) => self.end_in(state, error.into()),
        }
    }

    /// Makes the peer's task end the connection. The first reason counts.
    pub(crate) fn end(&self, why: End) {
        self.end_in(&mut self.state(), why);
    }

    fn end_in(&self, state: &mut State, why: End) {
        if !state.is_over {
            state.is_over = true;
            state.end = Some(why);
            state.outbox.clear();
            self.kick.notify_one();
        }
    }

    /// Resolves when somebody has changed something that the peer's task has to see.
    pub(crate) async fn kicked(&self) {
        self.kick.notified().await;
    }

    pub(crate) async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        self.stream.ready(interest).await
    }

    /// How the sending goes, or why there is no more of it.
    pub(crate) fn outlook(&self) -> Result<Outlook, End> {
        let mut state = self.state();
        match state.end.take() {
            Some(end) => Err(end),
            None => Ok(Outlook { is_blocked: state.is_blocked, sent: state.sent, taken: state.taken }),
        }
    }

    /// Reads what has come, up to a turn's worth, and says whether anything has. What came before an error is in `inbound`.
    pub(crate) fn read(&self, inbound: &mut Inbound) -> Result<bool, End> {
        let mut state = self.state();
        let mut total = 0;
        // What came together with the end of the handshake is inside of TLS already.
        state.take_plaintext(inbound)?;
        while total < TURN {
            match state.tls.read_tls(&mut Socket(&self.stream)) {
                Ok(0) => {}
                Ok(count) => total += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(total > 0),
                Err(error) => return Err(error.into()),
            }
            let processed = state.tls.process_new_packets();
            // TLS may have to answer: a new key, or an alert.
            if state.tls.wants_write() && !state.is_blocked && !state.is_over {
                self.write(&mut state);
            }
            // What came before bytes that are not the peer's was the peer's.
            let taken = state.take_plaintext(inbound);
            processed?;
            taken?;
        }
        Ok(true)
    }

    /// Tells the peer that nothing more comes, if the socket takes it, and lets nothing more be sent.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.is_over = true;
        state.outbox.clear();
        state.say_goodbye(&self.stream);
    }

    /// Sends what waits, says goodbye and waits until the peer has closed its side, all of it for no longer than `limit`.
    pub(crate) async fn farewell(&self, limit: Duration) {
        // Whatever goes wrong now, the connection is over.
        let _ = tokio::time::timeout(limit, self.part()).await;
        self.close();
    }

    async fn part(&self) -> io::Result<()> {
        self.state().is_over = true;
        loop {
            let written = self.state().write(&self.stream);
            match written {
                Ok(()) => break,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.stream.writable().await?,
                Err(error) => return Err(error),
            }
        }
        self.state().say_goodbye(&self.stream);
        // Both sides may wait for one another's end here.
        SockRef::from(&self.stream).shutdown(Shutdown::Write)?;
        let mut ignored = [0; 4096];
        loop {
            self.stream.readable().await?;
            match self.stream.try_read(&mut ignored) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl State {
    /// Writes all that waits, or as much as the socket takes.
    fn write(&mut self, stream: &TcpStream) -> io::Result<()> {
        loop {
            // TLS takes only so much before some of it is written; many small frames become one record.
            while self.outbox.has_remaining() {
                let mut slices = [IoSlice::new(&[]); 64];
                let count = self.outbox.chunks_vectored(&mut slices);
                match self.tls.writer().write_vectored(&slices[..count])? {
                    0 => break,
                    taken => self.outbox.advance(taken),
                }
            }
            if !self.tls.wants_write() {
                return Ok(());
            }
            self.tls.write_tls(&mut Socket(stream))?;
            self.taken = Instant::now();
        }
    }

    /// Takes what is decrypted.
    fn take_plaintext(&mut self, inbound: &mut Inbound) -> Result<(), End> {
        let mut reader = self.tls.reader();
        loop {
            let mut plaintext = match reader.fill_buf() {
                Ok([]) => return Err(End::Closed),
                Ok(plaintext) => plaintext,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            let length = plaintext.len();
            while !plaintext.is_empty() {
                inbound.frames.extend(inbound.decoder.read(&mut plaintext)?);
            }
            reader.consume(length);
        }
    }

    fn say_goodbye(&mut self, stream: &TcpStream) {
        self.tls.send_close_notify();
        while self.tls.wants_write() && self.tls.write_tls(&mut Socket(stream)).is_ok() {}
    }
}

/// A socket that does what it can at once.
pub(crate) struct Socket<'a>(pub(crate) &'a TcpStream);

impl Read for Socket<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(to)
    }
}

impl Write for Socket<'_> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.0.try_write(from)
    }

    fn write_vectored(&mut self, from: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.try_write_vectored(from)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
