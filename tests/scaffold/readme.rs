//! What the README tells its readers to write.

const README: &str = include_str!("../../README.md");

/// The blocks of the section on projects of one's own: what goes into `Cargo.toml`, and `tests/specs.rs`.
pub(crate) fn in_your_project() -> [&'static str; 2] {
    let section = section("## In your project\n");
    let specs = block(section, "rust");
    assert!(specs.starts_with("// tests/specs.rs\n"), "the README says where the file goes: {specs}");
    [block(section, "toml"), specs]
}

/// What runs elsewhere is all that the README shows of specs.
#[test]
fn every_spec_of_the_readme_is_in_an_example() {
    let first_spec = include_str!("../../examples/first_spec.rs");
    let cookbook = include_str!("../../examples/cookbook.rs");
    for (heading, example, least) in
        [("## A spec\n", first_spec, 4), ("## Tests that share a network\n", cookbook, 1)]
    {
        let items: Vec<&str> = block(section(heading), "rust").trim_end().split("\n\n").collect();
        assert!(items.len() >= least, "{heading} has specs: {items:?}");
        for item in items {
            assert!(example.contains(item), "no example has what {heading} shows:\n{item}");
        }
    }
    let shown = README.matches("```rust\n").count();
    assert_eq!(shown, 3, "each block of Rust in the README is compiled somewhere");
}

/// The annotations are the functions of the crate of macros.
#[test]
fn every_annotation_is_in_the_readme() {
    let macros = include_str!("../../macros/src/lib.rs");
    let names = macros.lines().filter_map(|line| line.strip_prefix("pub fn ")?.split('(').next());
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 15, "there are annotations: {names:?}");
    for name in names {
        let forms = [format!("`#[{name}]"), format!("`#[{name}("), format!("`{name}! {{")];
        assert!(forms.iter().any(|form| README.contains(form)), "the README does not tell of `#[{name}]`");
    }
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
