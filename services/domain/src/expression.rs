//! The small language of `when:`: comparisons of axis values and brief fields with texts, joined
//! by `and`, `or`, `not`. No numbers, no functions, nothing that could run long.

mod token;

use crate::source::{list, nearest};
use token::{Token, TokenKind, tokens};

/// Longest expression, in characters.
pub const MAX_CHARS: usize = 500;
/// Deepest nesting of parentheses and `not`.
pub const MAX_DEPTH: usize = 16;

/// A name that an expression may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    pub name: String,
    /// It is true or false and stands alone; otherwise it is a text and is compared.
    pub is_flag: bool,
    /// The texts it can have; empty if any.
    pub words: Vec<String>,
}

impl Identifier {
    /// A name with any text.
    pub fn text(name: &str) -> Identifier {
        Identifier { name: name.to_owned(), is_flag: false, words: Vec::new() }
    }

    /// A name with one of these texts.
    pub fn word(name: &str, words: &[&str]) -> Identifier {
        Identifier { words: words.iter().map(|w| (*w).to_owned()).collect(), ..Identifier::text(name) }
    }

    /// A name that is true or false.
    pub fn flag(name: &str) -> Identifier {
        Identifier { is_flag: true, ..Identifier::text(name) }
    }
}

/// What is wrong with an expression. The column counts characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionError {
    pub column: u32,
    pub message: String,
    pub expected: Option<String>,
    pub nearest: Option<String>,
}

/// A condition that was read and whose names are all known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    text: String,
    node: Node,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Flag(String),
    OneOf { name: String, words: Vec<String> },
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
}

impl Expression {
    /// Reads an expression that may use the `known` names.
    pub fn parse(text: &str, known: &[Identifier]) -> Result<Expression, ExpressionError> {
        if text.chars().count() > MAX_CHARS {
            let message = format!("this condition is longer than {MAX_CHARS} characters");
            return Err(error(1, message, None));
        }
        let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0, known };
        let node = parser.either()?;
        match parser.peek() {
            TokenKind::End => Ok(Expression { text: text.to_owned(), node }),
            other => {
                let message = format!("{other} cannot stand here");
                Err(error(parser.column(), message, Some("“and”, “or” or the end")))
            }
        }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the condition holds. A flag is true if its text is `true`; a name that `lookup`
    /// does not have equals nothing.
    pub fn eval(&self, lookup: &dyn Fn(&str) -> Option<String>) -> bool {
        self.node.eval(lookup)
    }

    /// The names used.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.node.names(&mut names);
        names
    }
}

impl Node {
    fn eval(&self, lookup: &dyn Fn(&str) -> Option<String>) -> bool {
        match self {
            Node::Flag(name) => lookup(name).is_some_and(|text| text == "true"),
            Node::OneOf { name, words } => lookup(name).is_some_and(|text| words.contains(&text)),
            Node::Not(inner) => !inner.eval(lookup),
            Node::And(a, b) => a.eval(lookup) && b.eval(lookup),
            Node::Or(a, b) => a.eval(lookup) || b.eval(lookup),
        }
    }

    fn names<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            Node::Flag(name) | Node::OneOf { name, .. } => into.push(name),
            Node::Not(inner) => inner.names(into),
            Node::And(a, b) | Node::Or(a, b) => {
                a.names(into);
                b.names(into);
            }
        }
    }
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    known: &'a [Identifier],
}

impl Parser<'_> {
    fn either(&mut self) -> Result<Node, ExpressionError> {
        let mut node = self.both()?;
        while self.take(&TokenKind::Or) {
            node = Node::Or(Box::new(node), Box::new(self.both()?));
        }
        Ok(node)
    }

    fn both(&mut self) -> Result<Node, ExpressionError> {
        let mut node = self.single()?;
        while self.take(&TokenKind::And) {
            node = Node::And(Box::new(node), Box::new(self.single()?));
        }
        Ok(node)
    }

    fn single(&mut self) -> Result<Node, ExpressionError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("this condition nests deeper than {MAX_DEPTH}");
            return Err(error(self.column(), message, None));
        }
        let node = if self.take(&TokenKind::Not) {
            Node::Not(Box::new(self.single()?))
        } else if self.take(&TokenKind::Open) {
            let node = self.either()?;
            self.need(TokenKind::Close)?;
            node
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn comparison(&mut self) -> Result<Node, ExpressionError> {
        let column = self.column();
        let TokenKind::Name(name) = self.peek().clone() else {
            let message = format!("{} cannot stand here", self.peek());
            return Err(error(column, message, Some("a name such as market")));
        };
        let Some(known) = self.known.iter().find(|known| known.name == name) else {
            let names: Vec<&str> = self.known.iter().map(|known| known.name.as_str()).collect();
            let mut error = error(column, format!("“{name}” is not known here"), Some(&list(&names)));
            error.nearest = nearest(&name, names);
            return Err(error);
        };
        let known = known.clone();
        self.at += 1;
        if known.is_flag {
            return self.flag(known.name);
        }
        let column = self.column();
        let is_negated = self.take(&TokenKind::Unequal);
        if is_negated || self.take(&TokenKind::Equal) {
            let words = vec![self.word(&known)?];
            return Ok(negate_if(is_negated, Node::OneOf { name: known.name, words }));
        }
        let is_negated = self.take(&TokenKind::Not);
        if !self.take(&TokenKind::In) {
            let message = format!("“{}” is a text and needs a comparison", known.name);
            return Err(error(column, message, Some("==, !=, in [..] or not in [..]")));
        }
        self.need(TokenKind::OpenList)?;
        let mut words = vec![self.word(&known)?];
        while self.take(&TokenKind::Comma) {
            words.push(self.word(&known)?);
        }
        self.need(TokenKind::CloseList)?;
        Ok(negate_if(is_negated, Node::OneOf { name: known.name, words }))
    }

    /// `brief.regulated`, or compared with `true` or `false`.
    fn flag(&mut self, name: String) -> Result<Node, ExpressionError> {
        let is_unequal = self.take(&TokenKind::Unequal);
        if !is_unequal && !self.take(&TokenKind::Equal) {
            return Ok(Node::Flag(name));
        }
        let column = self.column();
        let wanted = match self.peek() {
            TokenKind::Name(word) if word == "true" => true,
            TokenKind::Name(word) if word == "false" => false,
            other => {
                let message = format!("“{name}” is true or false and cannot be {other}");
                return Err(error(column, message, Some("true or false")));
            }
        };
        self.at += 1;
        Ok(negate_if(wanted == is_unequal, Node::Flag(name)))
    }

    fn word(&mut self, known: &Identifier) -> Result<String, ExpressionError> {
        let column = self.column();
        let TokenKind::Text(text) = self.peek().clone() else {
            let message = format!("{} cannot stand here", self.peek());
            return Err(error(column, message, Some("a text in quotes")));
        };
        if !known.words.is_empty() && !known.words.contains(&text) {
            let words: Vec<&str> = known.words.iter().map(String::as_str).collect();
            let message = format!("“{}” is never “{text}”", known.name);
            let mut error = error(column, message, Some(&list(&words)));
            error.nearest = nearest(&text, words);
            return Err(error);
        }
        self.at += 1;
        Ok(text)
    }

    fn need(&mut self, kind: TokenKind) -> Result<(), ExpressionError> {
        if self.take(&kind) {
            return Ok(());
        }
        let message = format!("{} cannot stand here", self.peek());
        Err(error(self.column(), message, Some(&kind.to_string())))
    }

    fn take(&mut self, kind: &TokenKind) -> bool {
        let is_there = self.peek() == kind;
        self.at += usize::from(is_there);
        is_there
    }

    fn peek(&self) -> &TokenKind {
        &self.tokens[self.at.min(self.tokens.len() - 1)].kind
    }

    fn column(&self) -> u32 {
        self.tokens[self.at.min(self.tokens.len() - 1)].column
    }
}

fn negate_if(is_negated: bool, node: Node) -> Node {
    if is_negated { Node::Not(Box::new(node)) } else { node }
}

fn error(column: u32, message: String, expected: Option<&str>) -> ExpressionError {
    ExpressionError { column, message, expected: expected.map(str::to_owned), nearest: None }
}
