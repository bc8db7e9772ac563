//! The cookbook shows what `cargo run --example cookbook` runs, and leaves nothing out that the macros can be given.

const PAGE: &str = include_str!("../../docs/cookbook.md");
const EXAMPLE: &str = include_str!("../../examples/cookbook.rs");
const MACROS: &str = include_str!("../../macros/src/lib.rs");
const ARGUMENTS: &str = include_str!("../../macros/src/family.rs");
const FIELDS: &str = include_str!("../../macros/src/schema.rs");

/// The examples on the page.
fn blocks() -> Vec<&'static str> {
    PAGE.split("```rust\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect()
}

/// What stands between `before` and `after`, wherever both stand in one line.
fn between(source: &'static str, before: &str, after: &str) -> Vec<&'static str> {
    let found = source.lines().flat_map(|line| {
        line.split(before).skip(1).filter_map(|rest| Some(rest.split_once(after)?.0)).collect::<Vec<_>>()
    });
    found.collect()
}

/// The strings in the list that begins with this line.
fn words(source: &'static str, list: &str) -> Vec<&'static str> {
    let (_, rest) = source.split_once(list).unwrap_or_else(|| panic!("the macros have `{list}`"));
    let list = rest.split("];").next().and_then(|rest| rest.split("};").next()).unwrap_or_default();
    list.split('"').skip(1).step_by(2).collect()
}

#[test]
fn every_example_of_the_cookbook_is_in_the_example() {
    let blocks = blocks();
    assert!(blocks.len() >= 20, "the page has examples: {}", blocks.len());
    for block in blocks {
        assert!(EXAMPLE.contains(block), "examples/cookbook.rs does not have:\n{block}");
    }
}

#[test]
fn every_test_of_the_example_is_in_the_cookbook() {
    let told: Vec<&str> = EXAMPLE.lines().map(str::trim).filter(|line| line.starts_with("/// ")).collect();
    assert!(told.len() >= 25, "the example has tests: {}", told.len());
    for line in told {
        assert!(PAGE.contains(line), "docs/cookbook.md does not show what is told by `{line}`");
    }
}

/// The attributes and macros that are exported are the functions of the crate of macros.
#[test]
fn every_annotation_has_an_example() {
    let annotations = between(MACROS, "pub fn ", "(");
    assert!(annotations.contains(&"suite") && annotations.contains(&"hapi_test"), "{annotations:?}");
    for name in annotations {
        let forms = [format!("#[{name}]"), format!("#[{name}("), format!("{name}! {{")];
        let is_shown = |block: &&str| forms.iter().any(|form| block.contains(form));
        assert!(blocks().iter().any(is_shown), "no example in docs/cookbook.md has `#[{name}]`");
    }
}

#[test]
fn every_argument_has_an_example() {
    let arguments = between(ARGUMENTS, "(\"", "\", Shape::");
    assert!(arguments.contains(&"overrides") && arguments.contains(&"restart_type"), "{arguments:?}");
    // `crate = ..` is for crates that depend on this one under another name, which an example cannot.
    for name in arguments.into_iter().filter(|name| *name != "crate") {
        let is_said = |line: &str| {
            let mut words = line.split(|other: char| !other.is_alphanumeric() && other != '_');
            words.any(|word| word == name)
        };
        let is_shown = |block: &&str| attributes(block).any(is_said);
        assert!(blocks().iter().any(is_shown), "no example in docs/cookbook.md gives `{name}` to a macro");
    }
}

/// The lines of an example that belong to attributes, and to `suite!`.
fn attributes(block: &str) -> impl Iterator<Item = &str> {
    let mut is_inside = false;
    block.lines().filter(move |line| {
        let line = line.trim();
        is_inside |= line.starts_with("#[") || line.starts_with("suite!");
        let is_attribute = is_inside && !line.starts_with("///");
        is_inside &= !(line.ends_with(")]") || line.ends_with(']') || line == "}");
        is_attribute
    })
}

#[test]
fn every_reason_need_and_field_is_told() {
    let lists = [
        (ARGUMENTS, "const LEAKY: Reasons"),
        (ARGUMENTS, "const EMBEDDED: Reasons"),
        (ARGUMENTS, "const REPEATABLE: Reasons"),
        (ARGUMENTS, "const RESTART_TYPES"),
    ];
    let words = lists.into_iter().flat_map(|(source, list)| words(source, list));
    let words = words.filter(|word| !word.contains(' '));
    let needs = words_of_pairs(ARGUMENTS, "const NEED_WORDS");
    let fields = between(FIELDS, "(\"", "\", Kind::");
    assert!(needs.contains(&"grpc") && fields.contains(&"decline_reward"), "{needs:?} {fields:?}");
    for word in words.chain(needs).chain(fields) {
        let forms = [format!("`{word}`"), format!("`{word} = ")];
        assert!(forms.iter().any(|form| PAGE.contains(form)), "docs/cookbook.md does not tell of `{word}`");
    }
}

/// The first strings of the pairs in the list that begins with this line.
fn words_of_pairs(source: &'static str, list: &str) -> Vec<&'static str> {
    words(source, list).into_iter().step_by(2).collect()
}
