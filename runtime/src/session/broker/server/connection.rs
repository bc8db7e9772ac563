//! One connection of a process, from its greeting to its end.

use std::{
    pin::pin,
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use futures::future::{Either, select};
use hapi_node::{Clock as _, WallClock};
use hapi_proto::services::HederaFunctionality;
use prost::Message as _;

use super::{LANES, Server, claims::Turn};
use crate::{
    networks::NodeLogLine,
    session::{
        broker::wire::{
            Acquire, Addressed, Answer, Ask, Control, Frames, Granted, Hello, LogLine, Made, Node, NodeLog,
            Nothing, Property, Reply, Request, VERSION, Welcome, WireError,
        },
        locks::Held,
    },
    test_case::{Access, Resources},
};

/// Clocks that differ by no more than it takes to read both are one clock.
const NOISE_NANOS: i64 = 1_000_000;

/// Greets, and then answers one request after the other. Returns how it ended.
pub(super) async fn serve(server: &Arc<Server>, mut frames: Frames, hello: Hello) -> WireError {
    let mut state = State { server, role: Role::Known(0), process: 0, held: None, making: None };
    let ended = match state.greet(&mut frames, &hello).await {
        Ok(()) => state.answer_all(&mut frames).await,
        Err(error) => error,
    };
    state.end().await;
    ended
}

/// What this connection is to its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// The one that stands for it: when it ends, so has the process.
    Process,
    /// One more.
    Known(u64),
}

struct State<'a> {
    server: &'a Arc<Server>,
    role: Role,
    process: u64,
    /// The locks that it holds.
    held: Option<Held>,
    /// What it is making once for all.
    making: Option<String>,
}

impl State<'_> {
    async fn greet(&mut self, frames: &mut Frames, hello: &Hello) -> Result<(), WireError> {
        let server = self.server;
        let welcome = if hello.version != VERSION || hello.session != server.session {
            let (version, session) = (hello.version, &hello.session);
            Err(format!(
                "this is version {VERSION} of session {}, and not {version} of {session}",
                server.session
            ))
        } else {
            match hello.process {
                Some(process) if server.processes.is_attached(process) => {
                    (self.role, self.process) = (Role::Known(process), process);
                    // It was welcomed before.
                    return Ok(());
                }
                Some(process) => Err(format!("no process {process} is attached")),
                None => match server.processes.attach() {
                    Some((process, lane)) => {
                        (self.role, self.process) = (Role::Process, process);
                        Ok(server.welcome(process, lane))
                    }
                    None => Err(format!("more than {} processes are attached", LANES - 1)),
                },
            }
        };
        match welcome {
            Ok(welcome) => reply(frames, Answer::Welcome(welcome)).await,
            Err(reason) => {
                reply(frames, Answer::Refused(reason)).await?;
                Err(WireError::Closed)
            }
        }
    }

    async fn answer_all(&mut self, frames: &mut Frames) -> WireError {
        loop {
            let ask = match frames.receive::<Request>().await {
                Ok(Request { ask: Some(ask) }) => ask,
                Ok(Request { ask: None }) => return WireError::Unknown,
                Err(error) => return error,
            };
            if let Ask::Release(_) = ask {
                self.held = None;
                continue;
            }
            let answer = {
                let work = pin!(self.answer(ask));
                let hung_up = pin!(frames.hung_up());
                match select(work, hung_up).await {
                    Either::Left((answer, _)) => answer,
                    Either::Right((ended, _)) => return ended,
                }
            };
            if let Err(error) = reply(frames, answer).await {
                return error;
            }
        }
    }

    async fn answer(&mut self, ask: Ask) -> Answer {
        let network = &*self.server.network;
        match ask {
            Ask::Submit(addressed) => self.submit(addressed).await,
            Ask::Query(addressed) => self.query(addressed, false).await,
            Ask::QueryAsOperator(addressed) => self.query(addressed, true).await,
            Ask::Now(_) => Answer::Now(network.now()),
            Ask::Sleep(nanos) => {
                network.sleep(Duration::from_nanos(nanos)).await;
                Answer::Done(Nothing {})
            }
            Ask::Acquire(acquire) => self.acquire(acquire).await,
            Ask::Remember(remember) => {
                self.server.processes.remember(self.process, remember);
                Answer::Done(Nothing {})
            }
            Ask::Forget(test) => {
                self.server.processes.forget(self.process, &test);
                Answer::Done(Nothing {})
            }
            Ask::Claim(key) => self.claim(key).await,
            Ask::Settle(made) => match self.making.take() {
                Some(key) => {
                    self.server.claims.settle(&key, &made);
                    Answer::Done(Nothing {})
                }
                None => Answer::Refused("this connection is making nothing".to_owned()),
            },
            Ask::StartupProperty(name) => {
                Answer::Property(Property { value: network.startup_property(&name) })
            }
            Ask::Endpoint(_) => match network.grpc_endpoint().await {
                Ok(address) => Answer::Endpoint(address.to_string()),
                Err(error) => Answer::NetworkFailure(error.into()),
            },
            Ask::Control(control) => self.control(control).await,
            Ask::NodeLog(nanos) => {
                let since = UNIX_EPOCH + Duration::from_nanos(nanos);
                let lines = network.node_log(since).await.into_iter();
                Answer::NodeLog(NodeLog {
                    lines: lines.map(|NodeLogLine { node, text }| LogLine { node, text }).collect(),
                })
            }
            Ask::Cover(cover) => match self.server.covered.add(cover) {
                Ok(()) => Answer::Done(Nothing {}),
                Err(error) => Answer::Refused(error),
            },
            Ask::Release(_) => Answer::Refused("a release is not answered".to_owned()),
        }
    }

    async fn submit(&self, Addressed { node, function, payload }: Addressed) -> Answer {
        let (node, function) = (node.unwrap_or_default(), function_of(function));
        match self.server.network.submit(&node, function, payload).await {
            Ok(response) => Answer::Bytes(response.encode_to_vec().into()),
            Err(error) => Answer::NetworkFailure(error.into()),
        }
    }

    async fn query(&self, Addressed { node, function, payload }: Addressed, as_operator: bool) -> Answer {
        let (node, function) = (node.unwrap_or_default(), function_of(function));
        let network = &self.server.network;
        let answered = if as_operator {
            network.query_as_operator(&node, function, payload)
        } else {
            network.query(&node, function, payload)
        };
        match answered.await {
            Ok(response) => Answer::Bytes(response.encode_to_vec().into()),
            Err(error) => Answer::NetworkFailure(error.into()),
        }
    }

    async fn control(&self, Control { nodes, action }: Control) -> Answer {
        let Ok(action) = action.parse() else {
            return Answer::Refused(format!("nodes cannot be made to `{action}`"));
        };
        match self.server.network.control(&nodes, action).await {
            Ok(()) => Answer::Done(Nothing {}),
            Err(error) => Answer::NetworkFailure(error.into()),
        }
    }

    async fn acquire(&mut self, Acquire { test, reads, writes, limit_nanos }: Acquire) -> Answer {
        if self.held.is_some() {
            return Answer::Refused("this connection holds locks already".to_owned());
        }
        let access = Access { reads: resources(reads), writes: resources(writes) };
        match self.server.locks.acquire(&test, access, limit_nanos.map(Duration::from_nanos)).await {
            Ok(held) => {
                if let Some(spoilt) = self.server.spoilt.get() {
                    return Answer::Refused(spoilt.clone());
                }
                let waited_nanos = u64::try_from(held.waited.as_nanos()).unwrap_or(u64::MAX);
                let behind = held.behind.clone();
                self.held = Some(held);
                Answer::Granted(Granted { waited_nanos, behind })
            }
            Err(error) => Answer::Refused(error.to_string()),
        }
    }

    async fn claim(&mut self, key: String) -> Answer {
        if self.making.is_some() {
            return Answer::Refused("this connection is making something already".to_owned());
        }
        match self.server.claims.claim(&key).await {
            Turn::Made(made) => Answer::Claimed(made),
            Turn::Yours => {
                self.making = Some(key);
                Answer::Claimed(Made::default())
            }
        }
    }

    /// Gives back all that the connection had. What its process has changed is put back before its locks are: others come
    /// only then.
    async fn end(&mut self) {
        if let Some(key) = self.making.take() {
            self.server.claims.abandon(&key);
        }
        let held = self.held.take();
        // Whoever has done with locks says so; this one has not, and so is dead.
        if held.is_some() || self.role == Role::Process {
            self.server.put_back_of(self.process).await;
        }
        drop(held);
        if self.role == Role::Process {
            self.server.processes.detach(self.process);
        }
    }
}

impl Server {
    fn welcome(&self, process: u64, lane: u32) -> Welcome {
        let nodes = self.network.nodes().iter().map(|node| Node {
            id: node.id,
            account: Some(node.account.clone()),
            grpc: node.grpc.map(|address| address.to_string()),
        });
        let capabilities = self.network.capabilities();
        let ahead = self.network.now().as_nanos() - WallClock.now().as_nanos();
        Welcome {
            process,
            lane,
            lanes: LANES,
            network: self.network.name().to_owned(),
            nodes: nodes.collect(),
            virtual_time: capabilities.virtual_time,
            grpc: capabilities.grpc,
            node_control: capabilities.node_control,
            at_once: capabilities.at_once,
            ahead_nanos: i64::try_from(ahead)
                .ok()
                .filter(|ahead| ahead.abs() > NOISE_NANOS)
                .unwrap_or_default(),
        }
    }
}

async fn reply(frames: &mut Frames, answer: Answer) -> Result<(), WireError> {
    frames.send(&[&Reply { answer: Some(answer) }]).await
}

fn function_of(number: i32) -> HederaFunctionality {
    HederaFunctionality::try_from(number).unwrap_or_default()
}

fn resources(bits: u32) -> Resources {
    // All there are fit into 16 bits, and others are dropped anyway.
    Resources::from_bits(u16::try_from(bits & u32::from(u16::MAX)).unwrap_or_default())
}
