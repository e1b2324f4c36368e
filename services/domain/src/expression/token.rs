//! Splits a condition into words, texts and signs.

use std::fmt;

use super::{ExpressionError, error};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    Name(String),
    Text(String),
    And,
    Or,
    Not,
    In,
    Equal,
    Unequal,
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    End,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub column: u32,
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self {
            TokenKind::Name(name) => return write!(f, "“{name}”"),
            TokenKind::Text(text) => return write!(f, "the text “{text}”"),
            TokenKind::End => return f.write_str("the end"),
            TokenKind::And => "and",
            TokenKind::Or => "or",
            TokenKind::Not => "not",
            TokenKind::In => "in",
            TokenKind::Equal => "==",
            TokenKind::Unequal => "!=",
            TokenKind::Open => "(",
            TokenKind::Close => ")",
            TokenKind::OpenList => "[",
            TokenKind::CloseList => "]",
            TokenKind::Comma => ",",
        };
        write!(f, "“{sign}”")
    }
}

/// All tokens, with an end behind them.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, ExpressionError> {
    let letters: Vec<char> = text.chars().collect();
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        let column = at as u32 + 1;
        let rest = &letters[at..];
        let (kind, length) = match rest {
            [c, ..] if c.is_whitespace() => {
                at += 1;
                continue;
            }
            ['=', '=', ..] => (TokenKind::Equal, 2),
            ['!', '=', ..] => (TokenKind::Unequal, 2),
            ['(', ..] => (TokenKind::Open, 1),
            [')', ..] => (TokenKind::Close, 1),
            ['[', ..] => (TokenKind::OpenList, 1),
            [']', ..] => (TokenKind::CloseList, 1),
            [',', ..] => (TokenKind::Comma, 1),
            ['"' | '\'', ..] => quoted(rest, column)?,
            [c, ..] if c.is_alphabetic() || *c == '_' => name(rest),
            [c, ..] => {
                let hint = if matches!(c, '=' | '&' | '|' | '!') {
                    "==, !=, and, or or not"
                } else {
                    "a name, a text in quotes, ==, !=, in, and, or, not"
                };
                return Err(error(column, format!("the character {c:?} cannot stand here"), Some(hint)));
            }
            [] => break,
        };
        tokens.push(Token { kind, column });
        at += length;
    }
    tokens.push(Token { kind: TokenKind::End, column: letters.len() as u32 + 1 });
    Ok(tokens)
}

fn quoted(rest: &[char], column: u32) -> Result<(TokenKind, usize), ExpressionError> {
    let end = rest.iter().skip(1).position(|c| *c == rest[0]);
    let Some(length) = end else {
        return Err(error(column, "this quote is never closed".to_owned(), None));
    };
    Ok((TokenKind::Text(rest[1..=length].iter().collect()), length + 2))
}

fn name(rest: &[char]) -> (TokenKind, usize) {
    let is_part = |c: &&char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let word: String = rest.iter().take_while(is_part).collect();
    let length = word.chars().count();
    let kind = match word.as_str() {
        "and" => TokenKind::And,
        "or" => TokenKind::Or,
        "not" => TokenKind::Not,
        "in" => TokenKind::In,
        _ => TokenKind::Name(word),
    };
    (kind, length)
}
