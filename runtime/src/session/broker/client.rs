//! The side of a process that is attached: a few connections to the broker, taken in turn.

use std::{
    io::{Read as _, Write as _},
    os::unix::net::UnixStream as BlockingStream,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use prost::Message as _;
use tokio::net::UnixStream;

use super::{
    place::Place,
    start,
    wire::{
        Acquire, Answer, Ask, Count, Cover, Encode, Frames, Granted, Hello, LONGEST, Made, Nothing, Remember,
        Reply, Request, VERSION, Welcome, WireError,
    },
};
use crate::{
    coverage::Counts,
    session::{
        link::{Lane, SessionLink},
        locks::Held,
    },
    spec::SpecError,
    test_case::Access,
};

/// How long the broker may take for what it answers at once.
const PROMPT: Duration = Duration::from_secs(10);

/// A process's way to the broker of its session.
#[derive(Debug)]
pub(crate) struct Client {
    place: Place,
    session: String,
    welcome: Welcome,
    /// Stands for this process: the broker takes its end for ours.
    #[expect(dead_code, reason = "held until this is dropped")]
    presence: BlockingStream,
    idle: Mutex<Vec<Frames>>,
}

/// Why the broker could not be asked, or would not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkError {
    /// The connection failed.
    #[error("the session's process does not answer: {error}{log}")]
    Lost { error: WireError, log: String },
    /// The broker says no.
    #[error("{0}")]
    Refused(String),
    /// An answer to another question.
    #[error("the session's process gave an answer to something else")]
    Confused,
}

impl Client {
    /// Connects to the broker, if there is one. Blocks the thread until it has answered, which it does at once: a process
    /// that attaches has nothing else to do, and each detour over another thread would cost it more than the answer does.
    pub(super) fn connect(place: &Place) -> Result<Self, LinkError> {
        let session = place.dir().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let hello = Hello { version: VERSION, session: session.clone(), process: None };
        let greeting = || {
            let mut presence = BlockingStream::connect(place.socket())?;
            let reply = exchange(&mut presence, &[&hello])?;
            Ok((presence, reply))
        };
        let (presence, reply) = greeting().map_err(|error| lost(place, error))?;
        match reply.answer {
            Some(Answer::Welcome(welcome)) => {
                Ok(Self { place: place.clone(), session, welcome, presence, idle: Mutex::default() })
            }
            Some(Answer::Refused(reason)) => Err(LinkError::Refused(reason)),
            _ => Err(LinkError::Confused),
        }
    }

    /// What the broker said of the network.
    pub(crate) const fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    /// Asks, and waits for the answer for as long as it takes.
    pub(crate) async fn ask(&self, ask: Ask) -> Result<Answer, LinkError> {
        let (connection, answer) = self.ask_and_keep(ask).await?;
        self.idle().push(connection);
        Ok(answer)
    }

    /// Asks on a connection that is ours from then on: what the broker keeps for it, it keeps for us.
    async fn ask_and_keep(&self, ask: Ask) -> Result<(Frames, Answer), LinkError> {
        let request = Request { ask: Some(ask) };
        let exchange = async {
            let taken = self.idle().pop();
            let mut connection = if let Some(mut connection) = taken {
                connection.send(&[&request]).await?;
                connection
            } else {
                let mut connection = Frames::new(UnixStream::connect(self.place.socket()).await?);
                connection.send(&[&self.hello(), &request]).await?;
                connection
            };
            let reply = connection.receive::<Reply>().await?;
            Ok((connection, reply))
        };
        let (connection, reply) = exchange.await.map_err(|error| lost(&self.place, error))?;
        match reply.answer {
            Some(Answer::Refused(reason)) => Err(LinkError::Refused(reason)),
            Some(answer) => Ok((connection, answer)),
            None => Err(lost(&self.place, WireError::Unknown)),
        }
    }

    /// Asks what the broker answers at once, and blocks the thread until then: for functions that cannot wait otherwise.
    pub(crate) fn ask_at_once(&self, ask: Ask) -> Result<Answer, LinkError> {
        let asked = || {
            let mut stream = BlockingStream::connect(self.place.socket())?;
            exchange(&mut stream, &[&self.hello(), &Request { ask: Some(ask) }])
        };
        match asked().map_err(|error| lost(&self.place, error))?.answer {
            Some(Answer::Refused(reason)) => Err(LinkError::Refused(reason)),
            Some(answer) => Ok(answer),
            None => Err(lost(&self.place, WireError::Unknown)),
        }
    }

    /// What is made once for the session under this key: the value that is there, or the task to make it. Waits while
    /// another process makes it.
    pub(crate) async fn claim(self: &Arc<Self>, key: &str) -> Result<Claim, LinkError> {
        let (connection, answer) = self.ask_and_keep(Ask::Claim(key.to_owned())).await?;
        let Answer::Claimed(Made { value, failure }) = answer else { return Err(LinkError::Confused) };
        Ok(match (value, failure) {
            (Some(value), _) => {
                self.idle().push(connection);
                Claim::Made(value)
            }
            (None, Some(failure)) => {
                self.idle().push(connection);
                Claim::Failed(failure)
            }
            (None, None) => Claim::Make(Making { client: Arc::clone(self), connection }),
        })
    }

    async fn done(&self, ask: Ask) -> Result<(), LinkError> {
        match self.ask(ask).await? {
            Answer::Done(_) => Ok(()),
            _ => Err(LinkError::Confused),
        }
    }

    fn hello(&self) -> Hello {
        Hello { version: VERSION, session: self.session.clone(), process: Some(self.welcome.process) }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Frames>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says something and reads the answer, on this thread.
fn exchange(stream: &mut BlockingStream, messages: &[&dyn Encode]) -> Result<Reply, WireError> {
    stream.set_read_timeout(Some(PROMPT))?;
    let mut frames = BytesMut::new();
    for message in messages {
        message.frame(&mut frames)?;
    }
    stream.write_all(&frames)?;
    let mut prefix = [0; 4];
    stream.read_exact(&mut prefix)?;
    let length = u32::from_be_bytes(prefix) as usize;
    if length > LONGEST {
        return Err(WireError::TooLong(length));
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Reply::decode(&*body)?)
}

fn lost(place: &Place, error: WireError) -> LinkError {
    LinkError::Lost { error, log: start::log(place) }
}

/// What there is to do about something that is made once.
#[derive(Debug)]
pub(crate) enum Claim {
    /// Nothing: here it is.
    Made(Bytes),
    /// Nothing: it cannot be made, for this reason.
    Failed(String),
    /// To make it. Dropping it leaves that to another one.
    Make(Making),
}

/// The task to make something for the whole session.
#[derive(Debug)]
#[must_use = "dropping it leaves the task to another one"]
pub(crate) struct Making {
    client: Arc<Client>,
    connection: Frames,
}

impl Making {
    /// Tells all who wait for it, and all who will ask, what came of it.
    pub(crate) async fn settle(mut self, made: Result<Bytes, String>) -> Result<(), LinkError> {
        let made = match made {
            Ok(value) => Made { value: Some(value), failure: None },
            Err(failure) => Made { value: None, failure: Some(failure) },
        };
        let told = async {
            self.connection.send(&[&Request { ask: Some(Ask::Settle(made)) }]).await?;
            self.connection.receive::<Reply>().await
        };
        match told.await.map_err(|error| lost(&self.client.place, error))?.answer {
            Some(Answer::Done(_)) => {
                self.client.idle().push(self.connection);
                Ok(())
            }
            Some(Answer::Refused(reason)) => Err(LinkError::Refused(reason)),
            _ => Err(LinkError::Confused),
        }
    }
}

impl SessionLink for Arc<Client> {
    fn acquire<'a>(
        &'a self,
        test: &'a str,
        access: Access,
        limit: Option<Duration>,
    ) -> BoxFuture<'a, Result<Held, SpecError>> {
        Box::pin(async move {
            if access == Access::default() {
                return Ok(Held::nothing());
            }
            let limit_nanos = limit.map(|limit| u64::try_from(limit.as_nanos()).unwrap_or(u64::MAX));
            let wish = Acquire {
                test: test.to_owned(),
                reads: access.reads.bits().into(),
                writes: access.writes.bits().into(),
                limit_nanos,
            };
            let (connection, answer) = self.ask_and_keep(Ask::Acquire(wish)).await?;
            let Answer::Granted(Granted { waited_nanos, behind }) = answer else {
                return Err(LinkError::Confused.into());
            };
            let client = Self::clone(self);
            Ok(Held::new(Duration::from_nanos(waited_nanos), behind, move || client.release(connection)))
        })
    }

    fn once<'a>(
        &'a self,
        key: &'a str,
        make: BoxFuture<'a, Result<Bytes, SpecError>>,
    ) -> BoxFuture<'a, Result<Bytes, SpecError>> {
        Box::pin(async move {
            match self.claim(key).await? {
                Claim::Made(value) => Ok(value),
                Claim::Failed(reason) => Err(SpecError::new(reason)),
                Claim::Make(making) => {
                    let outcome = make.await;
                    let told = outcome.as_ref().map(Bytes::clone).map_err(|error| error.message().to_owned());
                    making.settle(told).await?;
                    outcome
                }
            }
        })
    }

    fn remember<'a>(&'a self, test: &'a str, before: Bytes) -> BoxFuture<'a, Result<(), SpecError>> {
        let remember = Remember { test: test.to_owned(), before };
        Box::pin(async move { Ok(self.done(Ask::Remember(remember)).await?) })
    }

    fn forget<'a>(&'a self, test: &'a str) -> BoxFuture<'a, Result<(), SpecError>> {
        Box::pin(async move { Ok(self.done(Ask::Forget(test.to_owned())).await?) })
    }

    fn cover<'a>(&'a self, file: &'a Path, counts: Counts) -> BoxFuture<'a, Result<(), SpecError>> {
        let counts = counts.into_iter().map(|((function, stage, code), count)| Count {
            function: function.into(),
            stage: stage.number(),
            code: code.into(),
            times: count,
        });
        let cover = Cover { file: file.to_string_lossy().into_owned(), counts: counts.collect() };
        Box::pin(async move { Ok(self.done(Ask::Cover(cover)).await?) })
    }

    fn lane(&self) -> Lane {
        // A broker without lanes would be none of ours; to divide by zero is never right.
        Lane { rest: self.welcome.lane, of: self.welcome.lanes.max(1) }
    }
}

impl Client {
    /// Gives back the locks of a connection, which closing it does, too; then it can be used again.
    fn release(&self, mut connection: Frames) {
        if connection.try_send(&Request { ask: Some(Ask::Release(Nothing {})) }).is_ok() {
            self.idle().push(connection);
        }
    }
}
