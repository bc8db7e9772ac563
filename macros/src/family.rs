//! The attributes that make a function a test, and what each can be given.

use crate::{errors::Errors, nearest::hint, parse::Shape};
use syn::Ident;

/// Words that one attribute takes as its reasons, each a variant of an enum of the runtime.
pub(crate) struct Reasons {
    /// What the words are, for messages.
    pub(crate) what: &'static str,
    words: &'static [&'static str],
}

/// Why a test changes something for others: the runtime's `ContextRequirement`.
pub(crate) const LEAKY: Reasons = Reasons {
    what: "a reason why nobody may run beside it",
    words: &[
        "NoConcurrentCreations",
        "NoConcurrentStakePeriodBoundaryCrossings",
        "PropertyOverrides",
        "PermissionOverrides",
        "ThrottleOverrides",
        "FeeScheduleOverrides",
        "UpgradeFileContent",
        "SystemAccountBalances",
        "SystemAccountKeys",
        "NodeControl",
    ],
};

/// Why a test needs an embedded network: the runtime's `EmbeddedReason`.
pub(crate) const EMBEDDED: Reasons = Reasons {
    what: "a reason why it needs an embedded network",
    words: &["MustSkipIngest", "NeedsStateAccess", "ManipulatesEventVersion"],
};

/// Why a test needs a repeatable network: the runtime's `RepeatableReason`.
pub(crate) const REPEATABLE: Reasons = Reasons {
    what: "a reason why it needs a repeatable network",
    words: &[
        "NeedsVirtualTimeForFastExecution",
        "NeedsLastAssignedConsensusTime",
        "NeedsSynchronousHandleWorkflow",
        "NeedsTssControl",
        "NeedsStateAccess",
        "ThrottleOverrides",
        "UsesStateSignatureTransactionCallback",
    ],
};

impl Reasons {
    /// Whether the word is one of them.
    pub(crate) fn has(&self, word: &Ident) -> bool {
        self.words.iter().any(|reason| word == reason)
    }

    /// All of them, as messages list them.
    pub(crate) fn listed(&self) -> String {
        self.words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    }

    /// Reports the words that are none of them.
    pub(crate) fn check(&self, words: &[Ident], errors: &mut Errors) {
        check_reasons(words, &[self], errors);
    }
}

/// Reports words that none of the lists has, and those given twice.
pub(crate) fn check_reasons(words: &[Ident], lists: &[&Reasons], errors: &mut Errors) {
    for (at, word) in words.iter().enumerate() {
        if !lists.iter().any(|list| list.has(word)) {
            let choices: Vec<&str> = lists.iter().flat_map(|list| list.words).copied().collect();
            let hint = hint(&word.to_string(), &choices);
            errors.at(word, format_args!("unknown reason `{word}`, {hint}"));
        } else if words[..at].contains(word) {
            errors.at(word, format_args!("`{word}` specified more than once"));
        }
    }
}

/// An attribute that makes a function a test.
pub(crate) struct Family {
    /// The attribute: `leaky_test`.
    pub(crate) name: &'static str,
    /// Its reasons; at least one word of each list is needed.
    pub(crate) reasons: &'static [&'static Reasons],
    /// Whether the first of the lists says what it changes for others.
    pub(crate) leaky: bool,
    /// What it can be given besides.
    pub(crate) arguments: &'static [(&'static str, Shape)],
}

const CRATE: (&str, Shape) = ("crate", Shape::Path);
const TAGS: (&str, Shape) = ("tags", Shape::Strings);
const EXTENDED: (&str, Shape) = ("extended", Shape::Flag);
const NEEDS: (&str, Shape) = ("needs", Shape::Words);
const RESET: (&str, Shape) = ("reset", Shape::Flag);
const OVERRIDES: (&str, Shape) = ("overrides", Shape::List);
const THROTTLES: (&str, Shape) = ("throttles", Shape::Text);
const FEES: (&str, Shape) = ("fees", Shape::Text);
const READS: (&str, Shape) = ("reads", Shape::WordList);

const PLAIN: &[(&str, Shape)] = &[CRATE, TAGS, EXTENDED, NEEDS, RESET];
const LEAKING: &[(&str, Shape)] = &[OVERRIDES, THROTTLES, FEES, READS, TAGS, EXTENDED, NEEDS, CRATE];

/// The plain test.
pub(crate) const HAPI_TEST: Family =
    Family { name: "hapi_test", reasons: &[], leaky: false, arguments: PLAIN };

/// A test that changes something for others.
pub(crate) const LEAKY_TEST: Family =
    Family { name: "leaky_test", reasons: &[&LEAKY], leaky: true, arguments: LEAKING };

/// A test for embedded networks.
pub(crate) const EMBEDDED_TEST: Family =
    Family { name: "embedded_test", reasons: &[&EMBEDDED], leaky: false, arguments: PLAIN };

/// A leaky test for embedded networks.
pub(crate) const LEAKY_EMBEDDED_TEST: Family =
    Family { name: "leaky_embedded_test", reasons: &[&LEAKY, &EMBEDDED], leaky: true, arguments: LEAKING };

/// A test for repeatable networks.
pub(crate) const REPEATABLE_TEST: Family =
    Family { name: "repeatable_test", reasons: &[&REPEATABLE], leaky: false, arguments: PLAIN };

/// A leaky test for repeatable networks.
pub(crate) const LEAKY_REPEATABLE_TEST: Family = Family {
    name: "leaky_repeatable_test",
    reasons: &[&LEAKY, &REPEATABLE],
    leaky: true,
    arguments: LEAKING,
};

/// A test with a network of its own, from genesis.
pub(crate) const GENESIS_TEST: Family = Family {
    name: "genesis_test",
    reasons: &[],
    leaky: false,
    arguments: &[("overrides", Shape::Pairs), TAGS, EXTENDED, NEEDS, CRATE],
};

/// A test with a network of its own, which it stops and starts again.
pub(crate) const RESTART_TEST: Family = Family {
    name: "restart_test",
    reasons: &[],
    leaky: false,
    arguments: &[
        ("restart_type", Shape::Word),
        ("setup_overrides", Shape::Pairs),
        ("restart_overrides", Shape::Pairs),
        TAGS,
        EXTENDED,
        NEEDS,
        CRATE,
    ],
};

/// All of them.
pub(crate) const FAMILIES: [&Family; 8] = [
    &HAPI_TEST,
    &LEAKY_TEST,
    &EMBEDDED_TEST,
    &LEAKY_EMBEDDED_TEST,
    &REPEATABLE_TEST,
    &LEAKY_REPEATABLE_TEST,
    &GENESIS_TEST,
    &RESTART_TEST,
];

/// What `#[hapi_suite(..)]` and `suite! { .. }` can be given.
pub(crate) const SUITE: &[(&str, Shape)] =
    &[TAGS, ("ordered_in_isolation", Shape::Flag), ("leaky", Shape::Nested(LEAKING_SUITE)), CRATE];

/// What the `leaky(..)` of a suite can be given, besides its reasons.
const LEAKING_SUITE: &[(&str, Shape)] = &[OVERRIDES, THROTTLES, FEES, READS];

/// What `#[before_all]` and `#[after_all]` can be given.
pub(crate) const HOOK: &[(&str, Shape)] = &[CRATE];

/// What a test can need of a network: as written, and the variant of the runtime's `Need`.
pub(crate) const NEED_WORDS: &[(&str, &str)] = &[
    ("virtual_time", "VirtualTime"),
    ("state_access", "StateAccess"),
    ("grpc", "Grpc"),
    ("node_control", "NodeControl"),
];

/// What a restarted network can find: the runtime's `RestartType`.
pub(crate) const RESTART_TYPES: &[&str] = &["Genesis", "SameVersion", "UpgradeBoundary"];
