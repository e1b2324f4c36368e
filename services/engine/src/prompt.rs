//! Prompt templates: Handlebars without anything that could loop or reach outside. Renders text
//! within a bound; knows no backend.

use std::io::{self, Write};

use handlebars::Handlebars;

/// Longest template and longest prompt, bytes.
const MAX_BYTES: usize = 16 * 1024;

/// A template that was read.
pub struct Prompt {
    registry: Handlebars<'static>,
}

impl Prompt {
    /// Reads a template. Partials and decorators are refused: they are how templates call
    /// themselves.
    pub fn parse(text: &str) -> Result<Prompt, String> {
        if text.len() > MAX_BYTES {
            return Err(format!("a prompt has at most {MAX_BYTES} bytes"));
        }
        let squeezed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '~').collect();
        if ["{{>", "{{#>", "{{#*", "{{*"].iter().any(|mark| squeezed.contains(mark)) {
            return Err("a prompt cannot include other templates".to_owned());
        }
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(handlebars::no_escape);
        registry.register_template_string("prompt", text).map_err(|error| error.to_string())?;
        Ok(Prompt { registry })
    }

    /// The prompt for some values. A value that the template names and nobody gave is an error.
    pub fn render(&self, values: &serde_json::Value) -> Result<String, String> {
        let mut out = Bounded(Vec::new());
        self.registry.render_to_write("prompt", values, &mut out).map_err(|error| error.to_string())?;
        String::from_utf8(out.0).map_err(|_| "a prompt is text".to_owned())
    }
}

/// Takes bytes up to the limit.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_BYTES {
            return Err(io::Error::other(format!("the prompt would be longer than {MAX_BYTES} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_filled_in_as_they_are() {
        let prompt = Prompt::parse("{{a.b}} & {{c}}").expect("a good template");
        assert_eq!(prompt.render(&json!({"a": {"b": "x<y"}, "c": 2})).as_deref(), Ok("x<y & 2"));
    }

    #[test]
    fn templates_that_loop_or_swell_are_refused() {
        for text in ["{{> prompt}}", "{{~ > prompt }}", "{{#*inline \"a\"}}{{/inline}}", "{{#> x}}{{/x}}"] {
            assert!(Prompt::parse(text).is_err(), "{text}");
        }
        let swelling =
            Prompt::parse("{{#each a}}{{#each @root.a}}{{#each @root.a}}xxxxxxxx{{/each}}{{/each}}{{/each}}");
        let values = json!({ "a": vec![0; 200] });
        assert!(swelling.expect("it only swells").render(&values).is_err());
    }

    #[test]
    fn a_missing_value_is_told() {
        let prompt = Prompt::parse("{{message.scene}}").expect("a good template");
        assert!(prompt.render(&json!({})).is_err());
    }
}
