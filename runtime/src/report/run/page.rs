//! One self-contained page: nothing in it asks the network for anything.

const HTML: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// The page around the data of a run.
pub(super) fn with(data: &str) -> String {
    // Within a script element only `<` can end what is data; JSON has another way to write it.
    let data = data.replace('<', "\\u003c");
    HTML.replace("{{style}}", STYLE).replace("{{script}}", SCRIPT).replace("{{data}}", &data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_leave_its_element() {
        let page = with(r#"{"name":"</script><script>alert(1)</script>"}"#);
        assert!(!page.contains("<script>alert"), "{page}");
        assert!(!page.contains("{{"), "every part is filled in");
    }

    #[test]
    fn the_page_refers_to_nothing_outside() {
        let page = with("{}");
        for reference in ["src=", "href=\"http", "url(", "@import", "fetch("] {
            assert!(!page.contains(reference), "the page has {reference}");
        }
    }
}
