//! Who names a HIP links to it: in the same comment, or in that of the file.

use std::collections::BTreeSet;

use super::{Rule, Tell};
use crate::lint::{Checked, source::Source};

pub(super) const RULE: Rule = Rule { name: "hip-links", check };

fn check(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    let file_docs = |file: &str| checked.sources.get(file).map(Source::docs).unwrap_or_default();
    let mut comments: Vec<(&str, u32, String)> = Vec::new();
    for (file, source) in checked.sources {
        comments.push((file, 1, source.docs()));
    }
    for spec in &checked.specs {
        // The display name leaves out nothing, but a source tells where it is written.
        let docs =
            spec.written.map_or_else(|| spec.case.display.to_owned(), |(_, function)| function.docs.clone());
        comments.push((spec.case.place.file, spec.case.place.line, docs));
    }
    for suite in &checked.suites {
        comments.push((suite.place.file, suite.place.line, suite.display.to_owned()));
    }
    for (file, line, text) in comments {
        let around = format!("{text} {}", file_docs(file)).to_lowercase();
        for hip in named(&text).into_iter().filter(|hip| !links_to(&around, *hip)) {
            let link = format!("<https://hips.hedera.com/hip/hip-{hip}>");
            tell(
                file,
                line,
                format!("HIP-{hip} is named without a link: add {link} here or to the file's own docs"),
            );
        }
    }
}

/// The numbers of the HIPs that a text names.
fn named(text: &str) -> BTreeSet<u32> {
    let after = text.match_indices("HIP").map(|(at, name)| &text[at + name.len()..]);
    let number = after.filter_map(|rest| {
        let digits = rest.strip_prefix(['-', ' '])?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits[..end].parse().ok()
    });
    number.collect()
}

/// Whether a text in small letters has a link to it.
fn links_to(text: &str, hip: u32) -> bool {
    let page = format!("/hip-{hip}");
    text.split_whitespace().filter(|word| word.contains("https://") || word.contains("http://")).any(|word| {
        word.match_indices(&page)
            .any(|(at, _)| !word[at + page.len()..].starts_with(|c: char| c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::rules::example::Example;

    #[test]
    fn names_and_links_are_told_apart() {
        assert_eq!(named("as in HIP-32 (HIP 583), not WHIPS-1 or HIP-x"), [32, 583].into());
        assert!(links_to("see <https://hips.hedera.com/hip/hip-32>", 32));
        assert!(!links_to("see <https://hips.hedera.com/hip/hip-321>", 32));
        assert!(!links_to("no/hip-32", 32));
    }

    #[test]
    fn a_hip_that_is_named_is_linked_to() {
        let test = "/// It holds (HIP-32)\n#[hapi_test]\nfn it() {}\n";
        let found = |head: &str| Example::new(&format!("{head}\n{test}")).findings("hip-links");
        let without = found("//! Accounts.");
        assert!(
            without.len() == 1 && without[0].starts_with("4: HIP-32 is named without a link"),
            "{without:?}"
        );
        assert!(found("//! Accounts: <https://hips.hedera.com/hip/hip-32>.").is_empty());
    }

    #[test]
    fn a_file_that_names_a_hip_links_to_it() {
        let found = Example::new("//! Accounts (HIP-32).\n\n/// It\n#[hapi_test]\nfn it() {}\n")
            .findings("hip-links");
        assert!(found.len() == 1 && found[0].starts_with("1: HIP-32"), "{found:?}");
    }
}
