//! Which versions a node speaks and is.

use hapi_proto::services::{
    NetworkGetVersionInfoQuery, NetworkGetVersionInfoResponse, SemanticVersion, query, response,
};

use super::{Query, QueryOp};
use crate::{
    ops::assertions::{Findings, show},
    spec::{OpError, Spec},
};

/// See [`get_version_info`].
#[derive(Clone, Debug)]
pub struct GetVersionInfo;

/// Asks which version of HAPI a node speaks, and which version it is itself.
#[track_caller]
pub fn get_version_info() -> Query<GetVersionInfo> {
    Query::new(GetVersionInfo)
}

impl QueryOp for GetVersionInfo {
    type Answer = NetworkGetVersionInfoResponse;

    fn verb(&self) -> &'static str {
        "get_version_info"
    }

    fn subject(&self) -> String {
        String::new()
    }

    fn query(&self, _: &Spec) -> Result<query::Query, OpError> {
        Ok(query::Query::NetworkGetVersionInfo(NetworkGetVersionInfoQuery::default()))
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::NetworkGetVersionInfo(answer) => Some(answer),
            _ => None,
        }
    }
}

impl Query<GetVersionInfo> {
    /// Expects versions that are more than zeros.
    pub fn has_no_degenerate_semvers(self) -> Self {
        self.with_check(|answer, _, findings| {
            let zero = SemanticVersion::default();
            let degenerate =
                |version: Option<&SemanticVersion>| version.is_none_or(|version| *version == zero);
            for (field, version) in [
                ("HAPI version", answer.hapi_proto_version.as_ref()),
                ("node version", answer.hedera_services_version.as_ref()),
            ] {
                let actual = version.map(text);
                findings.expect(
                    field,
                    !degenerate(version),
                    "more than zeros",
                    show::optional(actual.as_ref()),
                );
            }
            Ok(())
        })
    }

    /// Expects the node to speak this version of HAPI.
    pub fn has_proto_sem_ver(self, version: SemanticVersion) -> Self {
        self.with_check(move |answer, _, findings| {
            compare("HAPI version", &version, answer.hapi_proto_version.as_ref(), findings);
            Ok(())
        })
    }

    /// Expects the node to be of this version.
    pub fn has_services_sem_ver(self, version: SemanticVersion) -> Self {
        self.with_check(move |answer, _, findings| {
            compare("node version", &version, answer.hedera_services_version.as_ref(), findings);
            Ok(())
        })
    }

    /// Shows `observer` the node's version.
    pub fn exposing_services_version_to(
        self,
        mut observer: impl FnMut(&SemanticVersion) + Send + Sync + 'static,
    ) -> Self {
        self.exposing_answer_to(move |answer| answer.hedera_services_version.iter().for_each(&mut observer))
    }
}

fn compare(
    field: &str,
    expected: &SemanticVersion,
    actual: Option<&SemanticVersion>,
    findings: &mut Findings,
) {
    let shown = actual.map(text);
    findings.expect(field, actual == Some(expected), text(expected), show::optional(shown.as_ref()));
}

/// The version as semver.org writes it.
fn text(version: &SemanticVersion) -> String {
    let SemanticVersion { major, minor, patch, pre, build } = version;
    let pre = if pre.is_empty() { String::new() } else { format!("-{pre}") };
    let build = if build.is_empty() { String::new() } else { format!("+{build}") };
    format!("{major}.{minor}.{patch}{pre}{build}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_written_as_semver_does() {
        let version =
            SemanticVersion { major: 0, minor: 77, patch: 2, pre: "rc.1".into(), build: "5".into() };
        assert_eq!(text(&version), "0.77.2-rc.1+5");
        assert_eq!(text(&SemanticVersion::default()), "0.0.0");
    }
}
