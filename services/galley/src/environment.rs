//! Settings from environment variables, as text that the configuration reads like a file. Which
//! settings exist is not known here.

/// What all our variables begin with.
const PREFIX: &str = "GALLEY_";

/// One variable that sets one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// `GALLEY_LANES__CPU__CONCURRENCY`.
    pub variable: String,
    /// `lanes`, `cpu`, `concurrency`.
    pub path: Vec<String>,
    pub value: String,
}

impl Setting {
    /// The settings among the variables: `GALLEY_<SECTION>__<KEY>` always, `GALLEY_<KEY>` where
    /// `top` knows the key. Others are somebody else's: a cluster sets `GALLEY_PORT` and its like
    /// for a service called galley. A destination's kind comes before its other keys.
    pub fn list(variables: impl IntoIterator<Item = (String, String)>, top: &[&str]) -> Vec<Setting> {
        let mut settings: Vec<Setting> =
            variables.into_iter().filter_map(|(name, value)| Setting::of(name, value, top)).collect();
        settings.sort_by_key(|setting| {
            (setting.path.len(), setting.path.last().is_none_or(|key| key != "kind"), setting.variable.clone())
        });
        settings
    }

    fn of(variable: String, value: String, top: &[&str]) -> Option<Setting> {
        let path: Vec<String> =
            variable.strip_prefix(PREFIX)?.split("__").map(|part| part.to_ascii_lowercase()).collect();
        let is_ours = match path.as_slice() {
            [key] => top.contains(&key.as_str()),
            parts => parts.iter().all(|part| !part.is_empty()),
        };
        is_ours.then_some(Setting { variable, path, value })
    }

    /// The setting as TOML, with the value read as a number, list or truth where it is one.
    pub fn as_value(&self) -> Option<String> {
        let text = format!("{} = {}", self.key(), self.value);
        let is_one_line = !self.value.contains(['\n', '#']);
        (is_one_line && text.parse::<toml::Table>().is_ok()).then_some(text)
    }

    /// The setting as TOML, with the value as a text.
    pub fn as_text(&self) -> String {
        format!("{} = {}", self.key(), toml::Value::String(self.value.clone()))
    }

    fn key(&self) -> String {
        self.path.iter().map(|part| format!("{part:?}")).collect::<Vec<_>>().join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_variables_are_settings() {
        let variables = [
            ("GALLEY_LISTEN", "0.0.0.0:80"),
            ("GALLEY_LANES__CPU__CONCURRENCY", "8"),
            ("GALLEY_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
            ("GALLEY_TOKEN", "x"),
            ("PATH", "/bin"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let settings = Setting::list(variables, &["listen"]);
        let written: Vec<String> =
            settings.iter().map(|setting| setting.as_value().unwrap_or_else(|| setting.as_text())).collect();
        assert_eq!(written, ["\"listen\" = \"0.0.0.0:80\"", "\"lanes\".\"cpu\".\"concurrency\" = 8"]);
    }
}
