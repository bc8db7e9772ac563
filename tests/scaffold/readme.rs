//! What the README tells its readers to write.

const README: &str = include_str!("../../README.md");

/// The blocks of the section on projects of one's own: what goes into `Cargo.toml`, and `tests/specs.rs`.
pub(crate) fn in_your_project() -> [&'static str; 2] {
    let section = section("## In your project\n");
    let specs = block(section, "rust");
    assert!(specs.starts_with("// tests/specs.rs\n"), "the README says where the file goes: {specs}");
    [block(section, "toml"), specs]
}

fn section(heading: &str) -> &'static str {
    let (_, section) = README.split_once(heading).unwrap_or_else(|| panic!("the README has `{heading}`"));
    section.split("\n## ").next().unwrap_or_default()
}

/// The only block of the section in this language.
fn block(section: &'static str, language: &str) -> &'static str {
    let fence = format!("```{language}\n");
    let mut blocks = section.split(&fence).skip(1);
    let block = blocks.next().and_then(|rest| rest.split_once("```"));
    assert_eq!(blocks.count(), 0, "there is one block of {language} in the section");
    block.unwrap_or_else(|| panic!("there is a block of {language} in the section")).0
}
