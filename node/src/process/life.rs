//! The life of a node that is a process: what it is told, what it tells, and its end.

use std::{
    env, fs,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

use super::{
    error::StartError,
    layout::Layout,
    log::LogFile,
    node::{Bound, Interruption, Node, Sockets},
    orders::Orders,
    settings::{Addresses, NodeSettings, SETTINGS_VARIABLE},
};
use hapi_daemon::{Emitter, child};
use hapi_node_core::PlatformStatus;
use hapi_storage::RealDisk;
use serde_json::json;

/// Runs a node in this process if its environment names settings for one ([`SETTINGS_VARIABLE`]), and says how that ended. `None` when
/// this process is to be something else. To be called first thing in `main`.
pub fn run_if_asked() -> Option<ExitCode> {
    let path = env::var_os(SETTINGS_VARIABLE)?;
    Some(run(Path::new(&path)))
}

/// Runs a node with the settings at `path` until it is told to stop: by SIGTERM or SIGINT, by the end of its standard input, or at
/// its operator's front.
///
/// It ends with its parent, however that ends.
pub fn run(path: &Path) -> ExitCode {
    let begun = Instant::now();
    child::die_with_parent_or_exit();
    let emitter = Emitter::from_env();
    match try_run(path, begun, &emitter) {
        Ok(()) => {
            emitter.emit("stopped", &json!({}));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let text = chain(&*error);
            tracing::error!(error = text, "the node ends");
            emitter.emit("failed", &json!({ "error": text }));
            let _ = writeln!(io::stderr(), "hapi-node: {text}");
            ExitCode::FAILURE
        }
    }
}

/// Why a node stops whose operator has told it to.
const OPERATOR: &str = "its operator wants it";

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn try_run(path: &Path, begun: Instant, emitter: &Emitter) -> Result<(), Failure> {
    let settings = Arc::new(NodeSettings::read(path)?);
    let layout = Layout::new(&settings.dir);
    fs::create_dir_all(layout.logs())
        .map_err(|source| StartError::Directory { path: layout.logs(), source })?;
    let log = LogFile::open(&layout.node_log(), settings.log)?;
    tracing::subscriber::set_global_default(log)?;
    // One thread serves and gossips: a node is one of several on a machine, and its work is elsewhere.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut orders = Orders::listen(settings.addresses)?;
        live(&settings, begun, emitter, &mut orders).await
    })
}

/// An error with all of its causes, in one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let next_text = next.to_string();
        // Some say already what their causes say.
        if !text.contains(&next_text) {
            text = format!("{text}: {next_text}");
        }
        cause = next.source();
    }
    text
}

async fn live(
    settings: &Arc<NodeSettings>,
    begun: Instant,
    emitter: &Emitter,
    orders: &mut Orders,
) -> Result<(), Failure> {
    let sockets = Sockets::bind(settings)?;
    let bound = sockets.bound()?;
    tracing::info!(node = settings.node_id, gossip = %bound.gossip, grpc = ?bound.grpc, "bound");
    emitter.emit("bound", &bound);
    let addresses = match settings.addresses {
        Addresses::Listed => None,
        Addresses::Stdin => {
            let Some(addresses) = orders.addresses().await? else {
                stopping(emitter, "it was told to before it knew where the others are");
                return Ok(());
            };
            Some(addresses)
        }
    };
    let disk = Arc::new(RealDisk);
    let starting = Node::start(Arc::clone(settings), sockets, addresses.as_ref(), disk, emitter.clone());
    let mut node = tokio::select! {
        started = starting => match started {
            Err(StartError::Stopped) => {
                stopping(emitter, OPERATOR);
                return Ok(());
            }
            started => started?,
        },
        // What it has begun is on disk as a loss of power would leave it, and that is always good enough.
        why = orders.stop() => {
            stopping(emitter, why);
            return Ok(());
        }
    };
    let why = serve(&mut node, &bound, begun, emitter, orders).await?;
    stopping(emitter, why);
    let drained = node.stop().await;
    tracing::info!(?drained, "stopped");
    Ok(())
}

fn stopping(emitter: &Emitter, why: &'static str) {
    tracing::info!(why, "stopping");
    emitter.emit("stopping", &json!({ "reason": why }));
}

/// Serves until there is a reason to stop.
async fn serve(
    node: &mut Node,
    bound: &Bound,
    begun: Instant,
    emitter: &Emitter,
    orders: &mut Orders,
) -> Result<&'static str, Failure> {
    let mut status = node.status();
    let mut is_ready = false;
    loop {
        let active = async {
            if is_ready {
                std::future::pending::<()>().await;
            }
            // The node has the other end.
            let _ = status.wait_for(|status| *status == PlatformStatus::Active).await;
        };
        tokio::select! {
            () = active => {
                is_ready = true;
                let millis = begun.elapsed().as_millis();
                tracing::info!(millis, "ready");
                emitter.emit("ready", &json!({
                    "gossip": bound.gossip,
                    "grpc": bound.grpc,
                    "operator": bound.operator,
                    "millis": millis,
                }));
            }
            why = orders.stop() => return Ok(why),
            why = node.interrupted() => return match why {
                Interruption::Operator => Ok(OPERATOR),
                Interruption::Fault(fault) => Err(fault),
            },
        }
    }
}
