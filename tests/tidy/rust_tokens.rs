//! A Rust file as a flat list of words with their lines: comments and strings are gone, macros' insides are not.
//!
//! Enough to ask "is this path written here?"; not enough to know what it resolves to. Clippy does that.

use proc_macro2::{TokenStream, TokenTree};

pub struct Word {
    /// An identifier, `::`, or one other character.
    pub text: String,
    pub line: usize,
}

/// Empty for what is not Rust; the sizes rule says so.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    if let Ok(stream) = text.parse::<TokenStream>() {
        flatten(stream, &mut words);
    }
    words
}

fn flatten(stream: TokenStream, words: &mut Vec<Word>) {
    for token in stream {
        let line = token.span().start().line;
        match token {
            TokenTree::Group(group) => {
                words.push(Word { text: "(".to_owned(), line });
                flatten(group.stream(), words);
                words.push(Word { text: ")".to_owned(), line });
            }
            TokenTree::Ident(ident) => words.push(Word { text: ident.to_string(), line }),
            TokenTree::Punct(punct) if punct.as_char() == ':' && words.last().is_some_and(|word| word.text == ":") => {
                "::".clone_into(&mut words.last_mut().expect("it was just looked at").text);
            }
            TokenTree::Punct(punct) => words.push(Word { text: punct.as_char().to_string(), line }),
            TokenTree::Literal(_) => words.push(Word { text: "\"".to_owned(), line }),
        }
    }
}

/// The lines where `path` (such as `Utc::now`) is written, whatever stands before it.
pub fn lines_with_path(words: &[Word], path: &str) -> Vec<usize> {
    let wanted: Vec<&str> = path.split("::").collect();
    let length = wanted.len() * 2 - 1;
    let is_here = |window: &[Word]| {
        window.iter().enumerate().all(|(index, word)| {
            let expected = if index % 2 == 0 { wanted[index / 2] } else { "::" };
            word.text == expected
        })
    };
    words.windows(length).filter(|window| is_here(window)).map(|window| window[0].line).collect()
}

/// The lines where a path starts with a crate's name: `sqlx::…`, `use sqlx;`. `crate::sqlx::…` is a module of ours.
pub fn lines_with_crate(words: &[Word], is_crate: impl Fn(&str) -> bool) -> Vec<usize> {
    let mut lines = Vec::new();
    for (index, word) in words.iter().enumerate().filter(|(_, word)| is_crate(&word.text)) {
        let before = index.checked_sub(1).map_or("", |before| words[before].text.as_str());
        let after = words.get(index + 1).map_or("", |after| after.text.as_str());
        let is_inside_path =
            before == "::" && index >= 2 && words[index - 2].text.chars().all(|c| c == '_' || c.is_alphanumeric());
        if !is_inside_path && (after == "::" || before == "use") {
            lines.push(word.line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_code_and_macros_but_not_in_comments_and_strings() {
        let text = "//! Utc::now\nfn f() {\n  // Utc::now()\n  let a = \"Utc::now\";\n  chrono::Utc::now();\n  g!(x => Utc::now());\n}";
        assert_eq!(lines_with_path(&words(text), "Utc::now"), [5, 6]);
        assert_eq!(lines_with_path(&words("fn f() { UtcNow::now(); }"), "Utc::now"), Vec::<usize>::new());
    }

    #[test]
    fn a_crate_is_a_path_that_starts_with_it() {
        let text = "use sqlx::Row;\nuse sqlx;\nfn f() { ::sqlx::query(); crate::sqlx::f(); let sqlx = 1; }";
        assert_eq!(lines_with_crate(&words(text), |word| word == "sqlx"), [1, 2, 3]);
    }
}
