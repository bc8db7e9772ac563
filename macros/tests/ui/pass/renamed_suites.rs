//! Suites, hooks and statics with the facade under other names, which `crate = path` tells.
#![deny(warnings)]

extern crate hapi_test as ledger_tests;

mod facade {
    pub use hapi_test as inner;
}

mod file {
    use ledger_tests::{self as renamed, prelude::*};

    suite! {
        /// The whole file
        crate = renamed, tags("all")
    }

    /// By a path from the root.
    #[account_spec(memo = "first", crate = crate::facade::inner)]
    pub static FIRST: SpecAccount;

    /// By a name in the module.
    #[account_spec(crate = renamed)]
    static SECOND: SpecAccount;

    #[before_all(crate = renamed)]
    async fn by_name(manager: &SpecManager) -> SpecResult {
        manager.do_adhoc(hapi_spec!["by name"]).await
    }

    #[before_all(crate = self::renamed)]
    async fn by_self(
        manager: &SpecManager,
        #[account_spec(memo = "its own")] carol: SpecAccount,
    ) -> SpecResult {
        manager.do_adhoc(hapi_spec![carol.attributes.memo]).await
    }

    #[after_all(crate = super::facade::inner)]
    async fn by_super(manager: &SpecManager) -> SpecResult {
        manager.do_adhoc(hapi_spec!["by super"]).await
    }

    /// Inner
    #[hapi_suite(crate = renamed, ordered_in_isolation)]
    mod inner {
        use super::renamed::prelude::*;

        #[account_spec(crate = super::renamed)]
        static THIRD: SpecAccount;

        #[order(1)]
        #[hapi_test(crate = super::renamed)]
        fn names_all() -> impl IntoSpec {
            hapi_spec![super::FIRST, super::SECOND, THIRD]
        }
    }
}

fn main() {
    let paths = |names: &[&str]| {
        names.iter().map(|name| format!("{}::file{name}", module_path!())).collect::<Vec<_>>()
    };
    let suites: Vec<_> = ledger_tests::suites().iter().map(|suite| suite.path.to_owned()).collect();
    assert_eq!(suites, paths(&["", "::inner"]));
    let hooks: Vec<_> =
        ledger_tests::hooks().into_iter().map(|(_, name, _, does)| (name, does.concat())).collect();
    let expected = [("by_name", "by name"), ("by_self", "its own"), ("by_super", "by super")];
    assert_eq!(hooks, expected.map(|(name, does)| (name, does.to_owned())));
    let all = paths(&["::FIRST", "::SECOND", "::inner::THIRD"]);
    assert_eq!(ledger_tests::statics(), all);
    assert_eq!(ledger_tests::run("::names_all"), all);
}
