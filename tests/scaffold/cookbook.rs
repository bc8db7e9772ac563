//! The cookbook shows what `cargo run --example cookbook` runs.

#[test]
fn every_example_of_the_cookbook_is_in_the_example() {
    let page = include_str!("../../docs/cookbook.md");
    let example = include_str!("../../examples/cookbook.rs");
    let blocks: Vec<_> =
        page.split("```rust\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
    assert!(blocks.len() >= 8, "the page has examples: {}", blocks.len());
    for block in blocks {
        assert!(example.contains(block), "examples/cookbook.rs does not have:\n{block}");
    }
}
