//! ComfyUI: a studio's own graph with named inputs. One process works through its queue one after the
//! other, so the time between start and end is a lease of its GPU. It runs a repeated id again, so a call
//! is looked for before it is sent twice. Its history is the truth; its websocket, which tells progress
//! that nobody is shown yet, is not listened to.

use std::path::PathBuf;

use async_trait::async_trait;
use galley_domain::digest::Digest;
use galley_domain::ports::{
    Backend, Blob, Body, Cancelled, Fault, Found, GpuBasis, GpuTime, Handle, Media, Offer, Outcome, Phase, Piece,
    Request, Submitted, Terms, Usage, Work,
};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Url};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::http::{Auth, Http, Sent, segment};
use super::inputs::{Inputs, Makes};
use super::settings::Setup;
use super::{Adapter, media};
use crate::SettingsError;

const MAX_GRAPH_BYTES: u64 = 4 << 20;
/// A step of a sampler takes about as long.
const LOOK_AGAIN_MS: u64 = 500;

/// What `[backends.<name>]` with `adapter = "comfyui"` has of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The graph, saved in the API's format.
    graph: PathBuf,
    /// Where our inputs go in it: `prompt = "6.text"` is the input `text` of the node `6`.
    inputs: Inputs,
    /// The node whose files are the output; all nodes' where it is left out.
    output: Option<String>,
    /// What it makes.
    #[serde(default)]
    makes: Makes,
}

pub(super) struct ComfyUi {
    name: String,
    model: Option<String>,
    terms: Terms,
    http: Http,
    graph: Map<String, Value>,
    inputs: Inputs,
    output: Option<String>,
    work: Work,
}

impl Adapter for ComfyUi {
    const WORD: &'static str = "comfyui";
    type Settings = Settings;

    fn open(setup: Setup, settings: Settings) -> Result<ComfyUi, SettingsError> {
        let wrong = |why: String| SettingsError::new("graph", format!("{}: {why}", settings.graph.display()));
        let bytes = std::fs::metadata(&settings.graph).map_err(|error| wrong(error.to_string()))?.len();
        if bytes > MAX_GRAPH_BYTES {
            return Err(wrong(format!("has {bytes} bytes; at most {MAX_GRAPH_BYTES}")));
        }
        let text = std::fs::read_to_string(&settings.graph).map_err(|error| wrong(error.to_string()))?;
        let graph: Map<String, Value> = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        settings.inputs.check()?;
        for place in settings.inputs.places() {
            let node = split(place).and_then(|(node, _)| graph.get(node));
            if !node.is_some_and(|node| node["inputs"].is_object()) {
                return Err(SettingsError::new("inputs", format!("the graph has no place {place}")));
            }
        }
        if let Some(node) = settings.output.as_ref().filter(|node| !graph.contains_key(*node)) {
            return Err(SettingsError::new("output", format!("the graph has no node {node}")));
        }
        let work = settings.makes.work();
        let http = Http::open(&setup, Auth::Scheme("Bearer"))?;
        let Setup { name, model, terms, .. } = setup;
        let Settings { inputs, output, .. } = settings;
        Ok(ComfyUi { name, model, terms, http, graph, inputs, output, work })
    }
}

#[async_trait]
impl Backend for ComfyUi {
    fn name(&self) -> &str {
        &self.name
    }

    fn adapter(&self) -> &'static str {
        ComfyUi::WORD
    }

    fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn offer(&self, work: Work) -> Option<Offer> {
        // A batch comes from one run of the graph; which node makes it is the graph's secret.
        self.inputs.offer(work, false).filter(|_| work == self.work)
    }

    async fn submit(&self, call: &Request) -> Result<Submitted, Fault> {
        let mut graph = self.graph.clone();
        for (place, value) in self.inputs.values(call) {
            set(&mut graph, place, value);
        }
        for (place, media) in self.inputs.media(call) {
            if let Some(first) = media.first() {
                set(&mut graph, place, json!(self.upload(first).await?));
            }
        }
        let id = id_of(&call.key);
        let body = json!({ "prompt": graph, "prompt_id": id, "client_id": "galley" });
        let answer = self.http.post("prompt", &body).await?;
        // Older servers choose an id of their own.
        let id = answer.body["prompt_id"].as_str().map_or(id.as_str(), |own| own);
        let id = segment(id).map_err(|_| self.http.lost(Sent::Work, "took the work and gave it no name"))?;
        let phase = Phase::Working { progress: None, look_again_ms: LOOK_AGAIN_MS };
        Ok(Submitted { handle: Handle(id.to_owned()), phase, pace: answer.pace() })
    }

    async fn poll(&self, handle: &Handle) -> Result<Phase, Fault> {
        let id = segment(&handle.0)?;
        let history = self.http.get(&format!("history/{id}")).await?.body;
        if let Some(run) = history.get(id) {
            return self.ended(run);
        }
        if self.is_queued(id).await? {
            return Ok(Phase::Working { progress: None, look_again_ms: LOOK_AGAIN_MS });
        }
        // It may have ended between the two questions; else the process was started anew and forgot it.
        match self.http.get(&format!("history/{id}")).await?.body.get(id) {
            Some(run) => self.ended(run),
            None => Err(Fault::retry(format!("{} has forgotten the work", self.name))),
        }
    }

    async fn cancel(&self, handle: &Handle) -> Result<Cancelled, Fault> {
        let id = segment(&handle.0)?;
        // Out of the queue where it waits, broken off where it runs. Both answer with nothing.
        for (path, body) in [("queue", json!({ "delete": [id] })), ("interrupt", json!({ "prompt_id": id }))] {
            let request = self.http.request(Method::POST, path)?.json(&body);
            self.http.file(request, Sent::Question).await?;
        }
        let history = self.http.get(&format!("history/{id}")).await?.body;
        let is_over = history.get(id).is_some();
        let is_there = !is_over && self.is_queued(id).await?;
        Ok(match (is_over, is_there) {
            (true, _) => Cancelled::TooLate,
            (_, true) => Cancelled::Requested,
            _ => Cancelled::Stopped,
        })
    }

    async fn fetch(&self, place: &str) -> Result<Blob, Fault> {
        let bytes = self.http.fetch(place).await?;
        media::read(bytes).map_err(|why| self.http.lost(Sent::Question, why))
    }

    async fn find(&self, key: &str) -> Result<Found, Fault> {
        let id = id_of(key);
        let is_there = self.http.get(&format!("history/{id}")).await?.body.get(&id).is_some();
        if is_there || self.is_queued(&id).await? {
            return Ok(Found::There(Handle(id)));
        }
        Ok(Found::NotThere)
    }

    async fn check(&self) -> Result<String, Fault> {
        let stats = self.http.get("system_stats").await?.body;
        let version = stats.pointer("/system/comfyui_version").and_then(Value::as_str).unwrap_or("of some version");
        let nodes = self.http.get("object_info").await?.body;
        let is_missing = |kind: &&str| nodes.get(*kind).is_none();
        let kinds = self.graph.values().filter_map(|node| node["class_type"].as_str());
        match kinds.into_iter().find(is_missing) {
            Some(kind) => {
                Err(Fault::Closed { reason: format!("the graph needs the node {kind}, which is not installed") })
            }
            None => Ok(self.http.clean(&format!("ComfyUI {version} knows every node of the graph"))),
        }
    }
}

impl ComfyUi {
    /// Puts a picture where the graph can load it; the same picture twice is the same file.
    async fn upload(&self, media: &Media) -> Result<String, Fault> {
        let ending = media.mime.rsplit('/').next().unwrap_or("png");
        let part = Part::stream(media.bytes.clone()).file_name(format!("galley-{}.{ending}", media.hash));
        let part =
            part.mime_str(&media.mime).map_err(|_| Fault::give_up(format!("{} is no type of file", media.mime)))?;
        let form = Form::new().part("image", part).text("overwrite", "true");
        let request = self.http.request(Method::POST, "upload/image")?.multipart(form);
        let answer = self.http.json::<Value>(request, Sent::Question).await?.body;
        let name =
            answer["name"].as_str().ok_or_else(|| self.http.lost(Sent::Question, "kept a picture without a name"))?;
        Ok(match answer["subfolder"].as_str().unwrap_or_default() {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        })
    }

    async fn is_queued(&self, id: &str) -> Result<bool, Fault> {
        let queue = self.http.get("queue").await?.body;
        let lists = ["queue_running", "queue_pending"].into_iter().filter_map(|list| queue[list].as_array());
        Ok(lists.flatten().any(|entry| entry[1] == id))
    }

    fn ended(&self, run: &Value) -> Result<Phase, Fault> {
        let messages = run.pointer("/status/messages").and_then(Value::as_array);
        let find = |kind: &str| messages?.iter().find(|message| message[0] == kind).map(|message| &message[1]);
        if find("execution_interrupted").is_some() {
            return Ok(Phase::Cancelled);
        }
        if let Some(error) = find("execution_error") {
            let told = error["exception_message"].as_str().unwrap_or("without a reason");
            let reason =
                format!("{} failed at {}: {}", self.name, error["node_type"].as_str().unwrap_or("a node"), told);
            let kind = error["exception_type"].as_str().unwrap_or_default();
            let is_full = kind.contains("OutOfMemory") || told.contains("out of memory");
            let reason = self.http.clean(&reason);
            return Err(if is_full { Fault::retry(reason) } else { Fault::give_up(reason) });
        }
        let at = |kind| find(kind)?["timestamp"].as_u64();
        let lease_ms = at("execution_success").zip(at("execution_start")).map(|(end, start)| end.saturating_sub(start));
        let pieces = self.files(run)?;
        let is_picture = self.work.makes_pictures();
        Ok(Phase::Done(Outcome {
            usage: Usage { images: if is_picture { pieces.len() as u64 } else { 0 }, ..Usage::default() },
            pieces,
            busy: lease_ms.map(|ms| GpuTime { ms, basis: GpuBasis::ExclusiveLease }),
            model: Some(self.model.clone().unwrap_or_else(|| "a graph of our own".to_owned())),
            ..Outcome::default()
        }))
    }

    /// The files that the graph saved, as paths to fetch them from.
    fn files(&self, run: &Value) -> Result<Vec<Piece>, Fault> {
        let outputs = run["outputs"].as_object().into_iter().flatten();
        let wanted = outputs.filter(|(node, _)| self.output.as_ref().is_none_or(|output| output == *node));
        let lists = wanted
            .flat_map(|(_, output)| output.as_object().into_iter().flatten())
            .filter_map(|(_, list)| list.as_array());
        let mut pieces = Vec::new();
        for file in lists.flatten().filter(|file| file["type"] == "output") {
            let part = |key: &str| file[key].as_str().unwrap_or_default();
            // Only for its escaping of the query.
            let url = Url::parse_with_params(
                "http://path/view",
                [("filename", part("filename")), ("subfolder", part("subfolder")), ("type", "output")],
            );
            let url = url.map_err(|_| Fault::give_up("the file's name is none"))?;
            pieces.push(Piece::from(Body::There(format!("view?{}", url.query().unwrap_or_default()))));
        }
        Ok(pieces)
    }
}

/// `6.text`: the node and its input.
fn split(place: &str) -> Option<(&str, &str)> {
    place.split_once('.').filter(|(node, input)| !node.is_empty() && !input.is_empty())
}

fn set(graph: &mut Map<String, Value>, place: &str, value: Value) {
    if let Some((node, input)) = split(place)
        && let Some(node) = graph.get_mut(node)
    {
        node["inputs"][input] = value;
    }
}

/// The id of a call, the same over all retries, in the form that the server wants.
fn id_of(key: &str) -> String {
    let digest = Digest::of(key.as_bytes()).to_string();
    [&digest[..8], &digest[8..12], &digest[12..16], &digest[16..20], &digest[20..32]].join("-")
}

#[cfg(test)]
mod tests {
    use super::super::tests::scripted::{Reply, Server, Vendor, png};
    use super::*;

    fn graph(dir: &tempfile::TempDir) -> PathBuf {
        let path = dir.path().join("graph.json");
        std::fs::write(&path, include_bytes!("tests/graph.json")).expect("can be written");
        path
    }

    #[test]
    fn a_graph_without_the_places_is_refused() {
        let dir = tempfile::tempdir().expect("a folder for the test");
        let open = |settings: Value| {
            let mut all = json!({ "adapter": "comfyui", "url": "http://h", "graph": graph(&dir) });
            settings.as_object().into_iter().flatten().for_each(|(key, value)| all[key] = value.clone());
            let Value::Object(all) = all else { unreachable!() };
            super::super::open("here", all, &|_| None).err().map(|error| error.to_string())
        };
        assert_eq!(open(json!({ "inputs": { "prompt": "6.text", "seed": "3.seed" }, "output": "9" })), None);
        let cases = [
            (json!({ "inputs": { "seed": "3.seed" } }), "inputs: has no place for the prompt"),
            (json!({ "inputs": { "prompt": "66.text" } }), "inputs: the graph has no place 66.text"),
            (json!({ "inputs": { "prompt": "text" } }), "inputs: the graph has no place text"),
            (json!({ "inputs": { "prompt": "6.text" }, "output": "99" }), "output: the graph has no node 99"),
            (json!({ "inputs": { "prompt": "6.text", "colour": "6.x" } }), "adapter: unknown variant `colour`"),
            (json!({ "inputs": { "prompt": "6.text" }, "graph": "/nowhere.json" }), "graph: /nowhere.json: "),
        ];
        for (settings, expected) in cases {
            let told = open(settings).expect("it is wrong");
            assert!(told.starts_with(expected), "{told}");
        }
    }

    #[tokio::test]
    async fn how_a_run_ended_is_read_from_its_history() {
        let message = |kind: &str, of: Value| json!([kind, of]);
        let cases = [
            (message("execution_interrupted", json!({})), "cancelled"),
            (
                message(
                    "execution_error",
                    json!({ "node_type": "KSampler", "exception_message": "bad\nsize", "exception_type": "ValueError" }),
                ),
                "here failed at KSampler: bad size",
            ),
            (
                message(
                    "execution_error",
                    json!({ "exception_message": "x", "exception_type": "torch.OutOfMemoryError" }),
                ),
                "not now: here failed at a node: x",
            ),
        ];
        let dir = tempfile::tempdir().expect("a folder for the test");
        for (ending, expected) in cases {
            let vendor = Vendor::new(png(8, 8), move |_, _| {
                Reply::json(
                    &json!({ "run": { "outputs": {}, "status": { "status_str": "error", "messages": [ending] } } }),
                )
            });
            let server = Server::start(vendor).await;
            let settings = json!({ "adapter": "comfyui", "url": server.url(), "graph": graph(&dir), "inputs": { "prompt": "6.text" } });
            let Value::Object(settings) = settings else { unreachable!() };
            let backend = super::super::open("here", settings, &|_| None).expect("the settings are right");
            let told = match backend.poll(&Handle("run".to_owned())).await {
                Ok(Phase::Cancelled) => "cancelled".to_owned(),
                Ok(other) => format!("{other:?}"),
                Err(fault) => fault.to_string(),
            };
            assert_eq!(told, expected);
        }
    }
}
