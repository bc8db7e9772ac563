//! Expected against actual, line by line.

/// Longer texts are shown whole, one after the other: the table of a diff grows with the square of their length.
const MAX_LINES: usize = 2_000;

/// The lines of a diff: `-` is missing from what came, `+` came unexpected, ` ` is in both. Two single lines are labelled
/// instead.
pub(super) fn lines(expected: &str, actual: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    if old.len() <= 1 && new.len() <= 1 {
        return vec![format!("- expected: {expected}"), format!("+ actual:   {actual}")];
    }
    let mut lines = vec!["- expected".to_owned(), "+ actual".to_owned(), String::new()];
    if old.len() > MAX_LINES || new.len() > MAX_LINES {
        lines.extend(old.iter().map(|line| format!("- {line}")));
        lines.extend(new.iter().map(|line| format!("+ {line}")));
    } else {
        lines.extend(merged(&old, &new));
    }
    lines
}

/// Both texts merged along a longest common subsequence of lines.
fn merged(old: &[&str], new: &[&str]) -> Vec<String> {
    // common[i][j]: length of that subsequence of old[i..] and new[j..].
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::with_capacity(old.len().max(new.len()));
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(format!("  {}", old[i]));
            i += 1;
            j += 1;
        } else if i < old.len() && (j == new.len() || common[i + 1][j] >= common[i][j + 1]) {
            lines.push(format!("- {}", old[i]));
            i += 1;
        } else {
            lines.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn single_lines_are_labelled() {
        assert_eq!(lines("1", "2"), ["- expected: 1", "+ actual:   2"]);
        assert_eq!(lines("1", ""), ["- expected: 1", "+ actual:   "]);
    }

    #[test]
    fn common_lines_stay_and_others_are_marked() {
        let shown = lines("a\nb\nc\nd", "a\nx\nc\nd\ne");
        assert_eq!(shown[3..], ["  a", "- b", "+ x", "  c", "  d", "+ e"]);
        assert_eq!(lines("a\nb", "")[3..], ["- a", "- b"]);
    }

    #[test]
    fn huge_texts_are_shown_whole() {
        let shown = lines(&"x\n".repeat(2_001), "x");
        assert_eq!(shown.iter().filter(|line| *line == "- x").count(), 2_001);
        assert_eq!(shown.last().map(String::as_str), Some("+ x"));
    }
}
