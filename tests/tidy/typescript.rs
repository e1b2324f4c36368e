//! How long TypeScript files and functions may be, read off the indentation that the formatter makes. Not a parser.

use super::tree::{Tree, Violation};

const FILE_LINES: usize = 300;
const FUNCTION_LINES: usize = 120;
/// Made from the OpenAPI document.
const GENERATED: &str = "web/src/api/";

pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts(&[".ts", ".tsx"]) {
        if path.starts_with(GENERATED) || path.contains(".test.") {
            continue;
        }
        let lines = text.lines().count();
        if lines > FILE_LINES {
            let message = format!("{lines} lines, at most {FILE_LINES}");
            violations.push(Violation::new(path, 1, message).measured(lines));
        }
        for (line, length, name) in functions(text).into_iter().filter(|(_, length, _)| *length > FUNCTION_LINES) {
            let message = format!("{name} has {length} lines, at most {FUNCTION_LINES}");
            violations.push(Violation::new(path, line, message).item(&name).measured(length));
        }
    }
    violations
}

/// First line, length and name of each function that spans lines.
fn functions(text: &str) -> Vec<(usize, usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| starts_function(line)) {
        let end = lines[index + 1..].iter().position(|later| ends_block(later, indentation(line)));
        if let Some(after) = end {
            functions.push((index + 1, after + 2, name(line)));
        }
    }
    functions
}

fn starts_function(line: &str) -> bool {
    let code = line.trim_start();
    let is_open = ["{", "("].iter().any(|bracket| code.ends_with(bracket));
    !code.starts_with("//") && !code.starts_with('*') && is_open && (code.contains("function") || code.contains("=>"))
}

/// A closing bracket at the function's own indentation that opens nothing new (`}: Props) {` ends only the parameters).
fn ends_block(line: &str, depth: usize) -> bool {
    let code = line.trim();
    let is_closing = code.starts_with(['}', ')']);
    let opens_again = code.ends_with(['{', '(']);
    is_closing && indentation(line) <= depth && !opens_again
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn name(line: &str) -> String {
    let noise = ["export", "default", "async", "function", "const", "let"];
    let words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$');
    words.filter(|word| !word.is_empty()).find(|word| !noise.contains(word)).unwrap_or("a function").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_their_lengths() {
        let text = "export function Grid({\n  ads,\n}: Props) {\n  return (\n    <p>{ads}</p>\n  );\n}\n\nconst pick = (a: Ad) => {\n  return a;\n};\n";
        assert_eq!(functions(text), [(1, 7, "Grid".to_owned()), (9, 3, "pick".to_owned())]);
    }

    #[test]
    fn a_component_of_121_lines_is_too_long() {
        let component = |lines: usize| format!("export function Grid() {{\n{}}}\n", "  a();\n".repeat(lines - 2));
        assert!(check(&Tree::of(&[("web/src/ui/grid.tsx", &component(120))])).is_empty());
        let violations = check(&Tree::of(&[("web/src/ui/grid.tsx", &component(121))]));
        assert_eq!(violations[0].message, "Grid has 121 lines, at most 120");
        assert!(check(&Tree::of(&[("web/src/api/client.ts", &component(500))])).is_empty());
    }
}
