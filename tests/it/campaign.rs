//! The tiny campaign's files, and changed ones. Knows nothing of servers.

use std::collections::BTreeMap;

use galley::client::Upload;
use galley::workflows::Workflows;
use galley_domain::bundle::Bundle;

pub const BRIEF: &str = "brief.yaml";
pub const COPY: &str = "copy.csv";
const PRODUCT: &str = "cup.png";
/// How many ads the brief asks for.
pub const ADS: usize = 8;

/// Files that go to the server together.
#[derive(Clone)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// The tiny campaign.
    pub fn tiny() -> Files {
        let product = embedded("demo").find(PRODUCT).expect("the demo shows a cup").to_vec();
        Files(BTreeMap::from([
            (BRIEF.to_owned(), include_bytes!("files/brief.yaml").to_vec()),
            (COPY.to_owned(), include_bytes!("files/copy.csv").to_vec()),
            (PRODUCT.to_owned(), product),
        ]))
    }

    /// The demo's brand kit.
    pub fn kit() -> Files {
        let demo = embedded("demo");
        let inside = demo
            .files
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix("brand/")?.to_owned(), bytes.to_vec())));
        Files(inside.collect())
    }

    /// A shipped workflow.
    pub fn workflow(name: &str) -> Files {
        Files(embedded(name).files.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect())
    }

    /// One file's bytes.
    pub fn get(&self, file: &str) -> &[u8] {
        self.0.get(file).expect("the file is among them")
    }

    /// The same with other words in one file.
    pub fn with(mut self, file: &str, from: &str, to: &str) -> Files {
        let bytes = self.0.get_mut(file).expect("the file is among them");
        let text = std::str::from_utf8(bytes).expect("the file is text");
        assert!(text.contains(from), "{file} does not say “{from}”");
        *bytes = text.replace(from, to).into_bytes();
        self
    }

    /// The same with another file in one's place.
    pub fn replaced(mut self, file: &str, bytes: Vec<u8>) -> Files {
        self.0.insert(file.to_owned(), bytes);
        self
    }

    /// The same without one file.
    pub fn without(mut self, file: &str) -> Files {
        self.0.remove(file).expect("the file is among them");
        self
    }

    /// As the parts of a form; the brief has a field of its own.
    pub fn uploads(&self) -> Vec<Upload> {
        let upload = |(name, bytes): (&String, &Vec<u8>)| Upload {
            field: if name == BRIEF { "brief" } else { "files" },
            name: name.clone(),
            bytes: bytes.clone(),
        };
        self.0.iter().map(upload).collect()
    }
}

fn embedded(folder: &str) -> Bundle {
    Workflows::open("").and_then(|all| all.folder(folder)).expect("it is embedded in the program")
}
