//! Who may use which functionality: file 0.0.122.

use std::collections::BTreeMap;

use futures::FutureExt;
use hapi_node::known_permissions;

use super::edit::edit_settings;
use crate::{
    ops::util::step::Step,
    spec::{OpError, OpResult, Spec, here},
    system_files::{Settings, SystemFile, check_permission, listing},
};

/// Lets only these payers use a functionality, by the name of its permission:
/// `overriding_permission("createAccount", "2-50")`; `0-*` is everybody. The superusers, 0.0.2 and 0.0.50, may use all.
///
/// The test must be `#[leaky_test(PermissionOverrides)]`; what it overrides is restored after it.
#[track_caller]
pub fn overriding_permission(permission: impl Into<String>, payers: impl Into<String>) -> Step<()> {
    overriding_as("overriding_permission", [(permission.into(), payers.into())])
}

/// Lets only these payers use these functionalities; see [`overriding_permission`].
#[track_caller]
pub fn overriding_permissions<N: Into<String>, P: Into<String>>(
    permissions: impl IntoIterator<Item = (N, P)>,
) -> Step<()> {
    let settings = permissions.into_iter().map(|(name, payers)| (name.into(), payers.into()));
    overriding_as("overriding_permissions", settings)
}

/// Lets those use a functionality who may by default.
#[track_caller]
pub fn restore_default_permission(permission: impl Into<String>) -> Step<()> {
    let permission = permission.into();
    Step::new("restore_default_permission", permission.clone(), here(), move |spec| {
        async move {
            check_permission(&permission)?;
            let default = known_permissions().find(|(name, _)| *name == permission);
            let default = default.map_or("0-*", |(_, payers)| payers);
            let change = |present: &mut Settings| present.set(&permission, default);
            edit_settings(spec, SystemFile::Permissions, change).await
        }
        .boxed()
    })
}

#[track_caller]
fn overriding_as(verb: &'static str, settings: impl IntoIterator<Item = (String, String)>) -> Step<()> {
    let settings: BTreeMap<String, String> = settings.into_iter().collect();
    Step::new(verb, listing(&settings), here(), move |spec| set_all(spec, settings).boxed())
}

async fn set_all(spec: &Spec, settings: BTreeMap<String, String>) -> OpResult {
    for (name, payers) in &settings {
        check_permission(name)?;
        if !is_range(payers) {
            return Err(OpError::new(format!(
                "`{payers}` is no range of payers for `{name}`: write `2-50`, `0-*` or a number"
            )));
        }
    }
    let change = |present: &mut Settings| {
        for (name, payers) in &settings {
            present.set(name, payers);
        }
    };
    edit_settings(spec, SystemFile::Permissions, change).await
}

fn is_range(payers: &str) -> bool {
    let (from, to) = payers.split_once('-').unwrap_or((payers, payers));
    let is_number = |text: &str| text.parse::<u64>().is_ok();
    is_number(from) && (is_number(to) || (to == "*" && payers.contains('-')))
}

#[cfg(test)]
mod tests {
    use super::is_range;

    #[test]
    fn ranges_are_told_from_other_text() {
        for good in ["2-50", "0-*", "7", "0-0"] {
            assert!(is_range(good), "{good}");
        }
        for bad in ["", "*", "-", "2-", "a-b", "2 - 50"] {
            assert!(!is_range(bad), "{bad}");
        }
    }
}
