//! "Did you mean": the nearest of the valid choices.

/// What to say about a word that is none of the `choices`: the nearest of them, if one is near, and all of them.
pub(crate) fn hint(word: &str, choices: &[&str]) -> String {
    let all = choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ");
    match nearest(word, choices) {
        Some(choice) => format!("did you mean `{choice}`? valid: {all}"),
        None => format!("valid: {all}"),
    }
}

/// The choice that `word` was most likely meant to be.
fn nearest<'a>(word: &str, choices: &[&'a str]) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    let near = |choice: &&str| {
        let edits = distance(&word, choice);
        // A third of the letters wrong is still a typo; more is another word.
        (edits * 3 <= choice.len().max(word.len())).then_some(edits)
    };
    let typo =
        choices.iter().filter_map(|choice| Some((near(choice)?, *choice))).min_by_key(|(edits, _)| *edits);
    // `initial_balance` for `balance`: the protocol's name where ours is shorter.
    let part = || choices.iter().copied().find(|choice| choice.len() > 3 && word.contains(choice));
    typo.map(|(_, choice)| choice).or_else(part)
}

/// How many letters have to be inserted, removed, replaced or swapped with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped { best.min(rows[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        for (a, b, edits) in [
            ("", "", 0),
            ("", "memo", 4),
            ("memo", "memo", 0),
            ("mem", "memo", 1),
            ("memmo", "memo", 1),
            ("nemo", "memo", 1),
            ("meom", "memo", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), edits, "{a} to {b}");
            assert_eq!(distance(b, a), edits, "{b} to {a}");
        }
    }

    #[test]
    fn guesses_what_is_near_and_nothing_else() {
        let choices = ["name", "balance", "max_auto_associations", "memo"];
        assert_eq!(nearest("balence", &choices), Some("balance"));
        assert_eq!(nearest("BALANCE", &choices), Some("balance"));
        assert_eq!(nearest("max_automatic_associations", &choices), Some("max_auto_associations"));
        assert_eq!(nearest("initial_balance", &choices), Some("balance"));
        assert_eq!(nearest("nmae", &choices), Some("name"));
        assert_eq!(nearest("alias", &choices), None);
        assert_eq!(nearest("", &choices), None);
    }

    #[test]
    fn hint_names_guess_and_choices() {
        assert_eq!(hint("nam", &["name", "kind"]), "did you mean `name`? valid: `name`, `kind`");
        assert_eq!(hint("colour", &["name", "kind"]), "valid: `name`, `kind`");
    }
}
