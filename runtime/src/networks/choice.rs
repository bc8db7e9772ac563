//! Which network a session runs on, and which tests cannot run there.

use std::{fmt, path::PathBuf, str::FromStr, sync::Arc};

use super::{Capabilities, CountError, Processes, start_repeatable, start_subprocess};
use crate::{
    harness::nearest_of,
    session::{Reentry, StartNetwork, Starter},
    test_case::{EmbeddedReason, Need, RepeatableReason, Restart, RestartType, Traits, Venue},
};

/// The network that `--network` or `HAPI_NETWORK` asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NetworkChoice {
    /// One ledger in this process, on the wall clock.
    #[default]
    Embedded,
    /// One ledger in this process, in virtual time, whose every run is the same.
    Repeatable,
    /// Nodes in processes of their own on this machine.
    SubProcess(Processes),
    /// Nodes in one thread, in virtual time.
    Simulated,
    /// A network that runs already; the file says where.
    Remote(PathBuf),
}

/// A word that is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// There is no such kind.
    #[error("there is no network `{given}`{}", guess.map(|guess| format!("; did you mean `{guess}`?")).unwrap_or_default())]
    Unknown {
        /// What was given.
        given: String,
        /// What may have been meant.
        guess: Option<&'static str>,
    },
    /// A kind with a place in the design and no implementation in this version.
    #[error("the network `{0}` is not built in this version; use {built}", built = built())]
    NotBuilt(NetworkChoice),
    /// That many nodes cannot be.
    #[error("`subprocess:{given}` is no network: {error}")]
    Count {
        /// What was given.
        given: String,
        /// Why not.
        error: CountError,
    },
    /// `remote` needs the file with the addresses.
    #[error("`remote` needs the file with the network's addresses: `remote:FILE`")]
    RemoteWithoutFile,
}

/// The kinds, as they are written.
const KINDS: [&str; 5] = ["embedded", "repeatable", "subprocess", "simulated", "remote"];

/// The kinds that this version has, as they are written.
const BUILT: [&str; 3] = ["embedded", "repeatable", "subprocess"];

fn built() -> String {
    let [first, second, third] = BUILT;
    format!("`{first}`, `{second}` or `{third}`")
}

impl FromStr for NetworkChoice {
    type Err = ChoiceError;

    fn from_str(given: &str) -> Result<Self, ChoiceError> {
        let (kind, file) = given.split_once(':').map_or((given, None), |(kind, file)| (kind, Some(file)));
        let choice = match (kind, file.filter(|file| !file.is_empty())) {
            ("embedded", None) => Self::Embedded,
            ("repeatable", None) => Self::Repeatable,
            ("subprocess", None) => Self::SubProcess(Processes::default()),
            ("subprocess", Some(asked)) => {
                let wrong = |error| ChoiceError::Count { given: asked.to_owned(), error };
                Self::SubProcess(Processes::parse(asked).map_err(wrong)?)
            }
            ("simulated", None) => Self::Simulated,
            ("remote", Some(file)) => Self::Remote(file.into()),
            ("remote", None) => return Err(ChoiceError::RemoteWithoutFile),
            _ => {
                let guess = nearest_of(kind, KINDS.into_iter());
                return Err(ChoiceError::Unknown { given: given.to_owned(), guess });
            }
        };
        if BUILT.contains(&kind) { Ok(choice) } else { Err(ChoiceError::NotBuilt(choice)) }
    }
}

impl fmt::Display for NetworkChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded => f.write_str("embedded"),
            Self::Repeatable => f.write_str("repeatable"),
            Self::SubProcess(processes) => processes.fmt(f),
            Self::Simulated => f.write_str("simulated"),
            Self::Remote(file) => write!(f, "remote:{}", file.display()),
        }
    }
}

impl NetworkChoice {
    /// What such a network can do beyond HAPI; known without starting it.
    pub const fn capabilities(&self) -> Capabilities {
        let is_embedded = self.is_embedded();
        let is_virtual = matches!(self, Self::Repeatable | Self::Simulated);
        Capabilities {
            virtual_time: is_virtual,
            state_access: is_embedded || matches!(self, Self::Simulated),
            fork: is_embedded,
            grpc: !is_virtual,
            node_control: matches!(self, Self::SubProcess(_)),
            at_once: is_embedded,
        }
    }

    /// Starts such a network for a session. `embedded` is what this program has for an embedded one, and `reentry` how it is
    /// started again to become a node. Kinds that this version does not have cannot be asked for, and come to nothing else
    /// than an embedded one.
    pub(crate) fn starter(&self, embedded: StartNetwork, reentry: Option<Reentry>) -> Starter {
        match *self {
            Self::SubProcess(processes) => Arc::new(move || start_subprocess(processes, reentry)),
            Self::Repeatable => Arc::new(start_repeatable),
            Self::Embedded | Self::Simulated | Self::Remote(_) => Arc::new(embedded),
        }
    }

    /// Whether it does the same in every run only if one test at a time uses it.
    pub(crate) const fn is_for_one_at_a_time(&self) -> bool {
        matches!(self, Self::Repeatable)
    }

    const fn is_embedded(&self) -> bool {
        matches!(self, Self::Embedded | Self::Repeatable)
    }
}

/// Why a test with these traits cannot run on this network, if it cannot: what it needs, what there is, and what to do.
pub fn unmet(choice: &NetworkChoice, traits: &Traits) -> Option<String> {
    let venue = match traits.venue {
        Venue::Shared => None,
        Venue::Reset => (!choice.capabilities().fork).then(|| Lacking::fork("reset")),
        Venue::Restart(Restart { restart_type: RestartType::UpgradeBoundary, .. }) => {
            Some(Lacking::nowhere("restart_type = UpgradeBoundary, as state does not tell versions apart"))
        }
        Venue::Genesis { .. } | Venue::Restart(_) => {
            (!choice.is_embedded()).then(|| Lacking::embedded(traits.attribute))
        }
    };
    let lacking = venue.or_else(|| traits.needs.iter().find_map(|need| lacking(choice, *need)))?;
    Some(format!("needs {}; this session runs on {choice}{}", lacking.what, lacking.instead))
}

/// What a network lacks.
struct Lacking {
    what: String,
    /// Where it would be had.
    instead: &'static str,
}

const USE_EMBEDDED: &str = ": use --network embedded";
const USE_REPEATABLE: &str = ": use --network repeatable";

impl Lacking {
    fn fork(why: &str) -> Self {
        Self { what: format!("a network that can go back to its genesis ({why})"), instead: USE_EMBEDDED }
    }

    fn embedded(why: impl fmt::Display) -> Self {
        Self { what: format!("an embedded network ({why})"), instead: USE_EMBEDDED }
    }

    fn repeatable(why: impl fmt::Display) -> Self {
        Self { what: format!("a repeatable network ({why})"), instead: USE_REPEATABLE }
    }

    fn nowhere(why: impl fmt::Display) -> Self {
        Self { what: format!("what no network of this version can do ({why})"), instead: "" }
    }
}

fn lacking(choice: &NetworkChoice, need: Need) -> Option<Lacking> {
    let can = choice.capabilities();
    let repeatable = *choice == NetworkChoice::Repeatable;
    match need {
        Need::Embedded(reason @ EmbeddedReason::ManipulatesEventVersion) => Some(Lacking::nowhere(reason)),
        Need::Embedded(reason) => (!choice.is_embedded()).then(|| Lacking::embedded(reason)),
        Need::Repeatable(
            reason @ (RepeatableReason::NeedsTssControl
            | RepeatableReason::UsesStateSignatureTransactionCallback),
        ) => Some(Lacking::nowhere(reason)),
        Need::Repeatable(reason) => (!repeatable).then(|| Lacking::repeatable(reason)),
        Need::VirtualTime => (!can.virtual_time).then(|| Lacking::repeatable("virtual_time")),
        Need::StateAccess => (!can.state_access).then(|| Lacking::embedded("state_access")),
        Need::NodeControl => (!can.node_control).then(|| Lacking {
            what: "nodes that can be stopped and started (node_control)".to_owned(),
            instead: ": use --network subprocess",
        }),
        Need::Grpc => (!can.grpc)
            .then(|| Lacking { what: "a network that serves gRPC (grpc)".to_owned(), instead: USE_EMBEDDED }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::networks::NodeCount;

    const NONE: Traits = Traits::PLAIN;

    fn processes() -> NetworkChoice {
        NetworkChoice::SubProcess(Processes::default())
    }

    fn remote() -> NetworkChoice {
        NetworkChoice::Remote("net.toml".into())
    }

    #[test]
    fn every_kind_is_read_and_one_that_is_not_built_says_so() {
        assert_eq!("embedded".parse(), Ok(NetworkChoice::Embedded));
        assert_eq!("repeatable".parse(), Ok(NetworkChoice::Repeatable));
        let error = |given: &str| given.parse::<NetworkChoice>().expect_err(given).to_string();
        assert_eq!(error("embeded"), "there is no network `embeded`; did you mean `embedded`?");
        assert_eq!(error("moon"), "there is no network `moon`");
        assert_eq!(
            error("remote:net.toml"),
            "the network `remote:net.toml` is not built in this version; use `embedded`, `repeatable` or `subprocess`"
        );
        assert_eq!(error("remote"), "`remote` needs the file with the network's addresses: `remote:FILE`");
        assert_eq!(error("embedded:x"), "there is no network `embedded:x`; did you mean `embedded`?");
        assert!(error("simulated").contains("is not built in this version"));
    }

    #[test]
    fn a_network_of_processes_has_four_nodes_or_as_many_as_it_says() {
        let nodes = |count| {
            NetworkChoice::SubProcess(Processes {
                nodes: NodeCount::new(count).unwrap(),
                ..Processes::default()
            })
        };
        for (text, choice) in [("subprocess", nodes(4)), ("subprocess:7", nodes(7))] {
            assert_eq!(text.parse(), Ok(choice.clone()));
            assert_eq!(choice.to_string(), text);
        }
        let error = "subprocess:0".parse::<NetworkChoice>().unwrap_err().to_string();
        assert_eq!(error, "`subprocess:0` is no network: must be a number of nodes, 1 to 32 (was 0)");
    }

    #[test]
    fn a_plain_test_runs_everywhere() {
        for choice in [NetworkChoice::Embedded, NetworkChoice::Repeatable, processes(), remote()] {
            assert_eq!(unmet(&choice, &NONE), None, "{choice}");
        }
    }

    #[test]
    fn a_need_names_itself_the_network_and_the_way_out() {
        const SLOW: Traits = Traits {
            needs: &[Need::Repeatable(RepeatableReason::NeedsVirtualTimeForFastExecution)],
            ..Traits::PLAIN
        };
        const STATE: Traits =
            Traits { needs: &[Need::Embedded(EmbeddedReason::NeedsStateAccess)], ..Traits::PLAIN };
        assert_eq!(
            unmet(&NetworkChoice::Embedded, &SLOW).as_deref(),
            Some(
                "needs a repeatable network (NeedsVirtualTimeForFastExecution); this session runs on embedded: use \
                 --network repeatable"
            )
        );
        assert_eq!(unmet(&NetworkChoice::Repeatable, &SLOW), None);
        assert_eq!(unmet(&NetworkChoice::Embedded, &STATE), None);
        assert_eq!(
            unmet(&remote(), &STATE).as_deref(),
            Some(
                "needs an embedded network (NeedsStateAccess); this session runs on remote:net.toml: use --network \
                 embedded"
            )
        );
    }

    #[test]
    fn what_no_network_can_do_is_never_promised() {
        const EVENTS: Traits =
            Traits { needs: &[Need::Embedded(EmbeddedReason::ManipulatesEventVersion)], ..Traits::PLAIN };
        assert_eq!(
            unmet(&NetworkChoice::Embedded, &EVENTS).as_deref(),
            Some(
                "needs what no network of this version can do (ManipulatesEventVersion); this session runs on embedded"
            )
        );
    }

    #[test]
    fn venues_are_needs_too() {
        const RESET: Traits = Traits { venue: Venue::Reset, ..Traits::PLAIN };
        const GENESIS: Traits =
            Traits { attribute: "genesis_test", venue: Venue::Genesis { overrides: &[] }, ..Traits::PLAIN };
        const RESTART: Traits = Traits {
            attribute: "restart_test",
            venue: Venue::Restart(Restart {
                restart_type: RestartType::SameVersion,
                setup_overrides: &[],
                restart_overrides: &[],
            }),
            ..Traits::PLAIN
        };
        for traits in [RESET, GENESIS, RESTART] {
            assert_eq!(unmet(&NetworkChoice::Embedded, &traits), None);
            assert!(unmet(&remote(), &traits).is_some());
        }
    }
}
