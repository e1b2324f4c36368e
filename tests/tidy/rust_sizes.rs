//! How long Rust files and functions may be, and how many parameters a function may take. Tests do not count as file.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, FnArg, ImplItemFn, Item, ItemFn, ItemMod, Signature, TraitItemFn};

use super::tree::{Tree, Violation};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;
const PARAMETERS: usize = 6;

pub fn check(tree: &Tree) -> Vec<Violation> {
    tree.texts(&[".rs"]).flat_map(|(path, text)| check_file(path, text)).collect()
}

fn check_file(path: &str, text: &str) -> Vec<Violation> {
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => return vec![Violation::new(path, error.span().start().line, format!("is not Rust: {error}"))],
    };
    let mut functions = Functions { path, violations: Vec::new() };
    functions.visit_file(&file);
    let mut violations = functions.violations;

    let lines = text.lines().count() - test_lines(&file.items);
    if lines > FILE_LINES && !is_test_module(path) {
        let message = format!("{lines} lines without tests, at most {FILE_LINES}");
        violations.push(Violation::new(path, 1, message).measured(lines));
    }
    violations
}

/// `mod tests;` in a file of its own, which its parent declares under `#[cfg(test)]`.
fn is_test_module(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.split('/').skip(1).any(|folder| folder == "tests")
}

fn test_lines(items: &[Item]) -> usize {
    items
        .iter()
        .map(|item| match item {
            Item::Mod(module) if is_for_tests(&module.attrs) => lines_of(module.span()),
            Item::Fn(function) if is_for_tests(&function.attrs) => lines_of(function.span()),
            Item::Mod(ItemMod { content: Some((_, items)), .. }) => test_lines(items),
            _ => 0,
        })
        .sum()
}

/// `#[cfg(test)]`, `#[test]`, `#[tokio::test]` and their like.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path();
        let is_test = path.segments.last().is_some_and(|segment| segment.ident == "test");
        let is_cfg_test = path.is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test");
        is_test || is_cfg_test
    })
}

fn lines_of(span: Span) -> usize {
    span.end().line + 1 - span.start().line
}

struct Functions<'a> {
    path: &'a str,
    violations: Vec<Violation>,
}

impl Functions<'_> {
    fn check(&mut self, signature: &Signature, body: Option<&Block>) {
        let name = signature.ident.to_string();
        let first = signature.span().start().line;
        let last = body.map_or(first, |block| block.brace_token.span.close().end().line);
        let lines = last + 1 - first;
        if lines > FUNCTION_LINES {
            self.push(first, &name, lines, format!("fn {name} has {lines} lines, at most {FUNCTION_LINES}"));
        }
        let parameters = signature.inputs.iter().filter(|input| matches!(input, FnArg::Typed(_))).count();
        if parameters > PARAMETERS {
            let message = format!("fn {name} takes {parameters} parameters, at most {PARAMETERS} (self not counted)");
            self.push(first, &name, parameters, message);
        }
    }

    fn push(&mut self, line: usize, name: &str, measured: usize, message: String) {
        self.violations.push(Violation::new(self.path, line, message).item(name).measured(measured));
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.check(&function.sig, Some(&function.block));
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.check(&function.sig, Some(&function.block));
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        self.check(&function.sig, function.default.as_ref());
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        check_file("a.rs", text)
            .into_iter()
            .map(|violation| format!("{} {}", violation.line, violation.message))
            .collect()
    }

    #[test]
    fn a_function_of_70_lines_is_allowed_and_one_of_71_is_not() {
        let body = |lines: usize| format!("/// doc\n#[inline]\npub fn long() {{\n{}}}\n", "f();\n".repeat(lines - 2));
        assert_eq!(messages(&body(70)), Vec::<String>::new());
        assert_eq!(messages(&body(71)), ["3 fn long has 71 lines, at most 70"]);
    }

    #[test]
    fn methods_are_counted_too() {
        let text = format!("impl A {{ fn long(&self) {{\n{}}} }}", "f();\n".repeat(80));
        assert_eq!(messages(&text).len(), 1);
        let text = format!("trait A {{ fn long(&self) {{\n{}}} }}", "f();\n".repeat(80));
        assert_eq!(messages(&text).len(), 1);
    }

    #[test]
    fn self_is_no_parameter() {
        assert_eq!(
            messages("impl A { fn f(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) {} }"),
            Vec::<String>::new()
        );
        let seven = messages("fn f(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8) {}");
        assert_eq!(seven, ["1 fn f takes 7 parameters, at most 6 (self not counted)"]);
    }

    #[test]
    fn tests_are_not_counted_as_file() {
        let code = "const A: u8 = 1;\n".repeat(400);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "const B: u8 = 1;\n".repeat(100));
        assert_eq!(messages(&format!("{code}{tests}")), Vec::<String>::new());
        assert_eq!(messages(&format!("{code}const C: u8 = 1;\n{tests}")), ["1 401 lines without tests, at most 400"]);
        let case = "#[tokio::test]\nasync fn case() {\n}\n".repeat(50);
        assert_eq!(messages(&format!("{code}{case}")), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_rust_is_said() {
        assert!(messages("fn (").first().is_some_and(|message| message.contains("is not Rust")));
    }
}
