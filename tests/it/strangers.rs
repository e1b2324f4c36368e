//! Nothing crosses an organization: every operation of the OpenAPI document is tried without
//! credentials and with a stranger's. New endpoints are in the matrix by being in the document.
//! Whether people inside an organization may do something is tested elsewhere.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use reqwest::{Client, Method, RequestBuilder, multipart};
use serde_json::{Map, Value, json};

use crate::campaign::{BRIEF, Files};
use crate::desk::text;
use crate::world::{World, both};

both!(no_endpoint_shows_a_stranger_anything);

async fn no_endpoint_shows_a_stranger_anything(world: &World) {
    let campaign = world.approved_campaign().await;
    let release = text(&world.release(&campaign).await.expect("all of it is sealed")["id"]);
    world.run_until_idle().await;
    let other = world.create(&Files::tiny().with(BRIEF, "campaign: tiny", "campaign: other")).await;
    let theirs = belongings(world, &campaign, release).await;
    let strangers = [
        Stranger {
            name: "another organization's admin",
            authorization: world.token(&world.stranger().await).await,
            statuses: &[404],
            knows: &[],
        },
        Stranger {
            name: "another campaign's guest",
            authorization: format!("Guest {}", text(&invite(world, &other).await["secret"])),
            statuses: &[403, 404],
            knows: &["brands"],
        },
    ];
    let found = complaints(world.nobody().server(), &theirs, &strangers).await.expect("the matrix can be asked");
    assert!(found.is_empty(), "{} complaints\n{}", found.len(), found.join("\n"));
}

async fn invite(world: &World, campaign: &str) -> Value {
    let link = json!({ "name": "The client", "expires_at": "2026-12-31T00:00:00Z" });
    let path = format!("/campaigns/{campaign}/guest_links");
    world.as_("producer").post(&path, &link).await.expect("a producer invites")
}

/// Something of every kind, by asking those who may see it.
async fn belongings(world: &World, campaign: &str, release: String) -> Belongings {
    let producer = world.as_("producer");
    let plans = producer.list(&format!("/campaigns/{campaign}/plans")).await.expect("it was planned");
    let runs = producer.list(&format!("/runs?campaign={campaign}")).await.expect("it was launched");
    let people = world.as_("admin").list("/people").await.expect("an admin sees people");
    let token = json!({ "name": "a script", "scopes": ["read"] });
    let token = producer.post("/tokens", &token).await.expect("people make tokens of their own");
    let ads = world.ads(campaign).await;
    // Of its own: the schema that everybody may read names global-launch as an example.
    let workflow = Files::workflow("social-refresh").uploads();
    let pushed = world.as_("admin").upload(Method::PUT, "/workflows/social-refresh", workflow).await;
    let preview = producer.upload(Method::POST, "/previews", Files::tiny().uploads()).await;
    let calls = world.as_("finance").list(&format!("/runs/{}/calls", text(&runs[0]["id"]))).await;
    let calls = match calls.expect("finance sees calls") {
        calls if calls.is_empty() => {
            let made = runs.last().expect("it was launched");
            world.as_("finance").list(&format!("/runs/{}/calls", text(&made["id"]))).await.expect("finance sees calls")
        }
        calls => calls,
    };
    let wish = json!({ "campaign_id": campaign, "amount": "1.00", "reason": "A second round." });
    let wish = producer.post("/budget_overrides", &wish).await.expect("a producer asks for more");
    let copy = json!({ "template": "brand-voice", "brand_id": world.brand });
    let skill = world.as_("brand_manager").post("/skill_copies", &copy).await.expect("a copy is a draft");
    [
        ("brands", world.brand.clone()),
        ("budget_overrides", text(&wish["id"])),
        ("calls", text(&calls[0]["id"])),
        ("campaigns", campaign.to_owned()),
        ("guest_links", text(&invite(world, campaign).await["id"])),
        ("media", text(&ads[0]["revision"]["hash"])),
        ("people", text(&people[0]["id"])),
        ("plans", text(&plans[0]["id"])),
        ("previews", text(&preview.expect("the brief is right")["id"])),
        ("releases", release),
        ("revisions", text(&ads[0]["revision"]["id"])),
        ("runs", text(&runs[0]["id"])),
        ("skills", text(&skill["id"])),
        ("tokens", text(&token["id"])),
        ("variants", text(&ads[0]["id"])),
        ("workflows", text(&pushed.expect("the workflow is right")["name"])),
    ]
    .map(|(resource, id)| (resource.to_owned(), id))
    .into()
}

/// What belongs to the organization under test: an id by the word that stands before it in paths:
/// `campaigns`, `runs`, `media` (a hash), `workflows` (a name that strangers do not have), …
type Belongings = BTreeMap<String, String>;

/// Somebody from elsewhere.
struct Stranger {
    /// For the complaints.
    name: &'static str,
    /// The value of `Authorization`: `Bearer gly_…` of another organization's admin with every
    /// scope, or `Guest …` of another campaign's link.
    authorization: String,
    /// How they may be answered where an id is named: 404, and for a guest also 403.
    statuses: &'static [u16],
    /// Resources of which they rightly know the one among the belongings.
    knows: &'static [&'static str],
}

/// Every cell of the matrix that was answered wrongly, in words. Empty is good.
async fn complaints(base: &str, theirs: &Belongings, strangers: &[Stranger]) -> Result<Vec<String>> {
    let client = Client::new();
    let document: Value = client.get(format!("{base}/api/v1/openapi.json")).send().await?.json().await?;
    let mut found = Vec::new();
    for operation in operations(&document)? {
        let cell = Cell { client: &client, base, document: &document, theirs, operation: &operation };
        if operation.is_public() {
            continue;
        }
        if !operation.resource().is_none_or(|resource| theirs.contains_key(resource)) {
            found.push(format!("{}: no id to ask for; add one to Belongings", operation.id));
            continue;
        }
        found.extend(cell.without_credentials().await?);
        for stranger in strangers {
            found.extend(cell.as_stranger(stranger).await?);
        }
    }
    Ok(found)
}

/// One operation of the document.
struct Operation<'a> {
    id: String,
    method: Method,
    path: &'a str,
    content: &'a Value,
}

fn operations(document: &Value) -> Result<Vec<Operation<'_>>> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().context("a document has paths")? {
        for (method, content) in item.as_object().context("a path has operations")? {
            let id = content["operationId"].as_str().context("an operation has a name")?.to_owned();
            let method = Method::from_bytes(method.to_uppercase().as_bytes())?;
            found.push(Operation { id, method, path, content });
        }
    }
    Ok(found)
}

impl Operation<'_> {
    /// Signing in needs no credentials, and the document says so with an empty requirement.
    fn is_public(&self) -> bool {
        self.content["security"].as_array().is_some_and(|list| list.iter().all(|one| *one == json!({})))
    }

    /// The word before the first parameter of the path.
    fn resource(&self) -> Option<&str> {
        let (before, _) = self.path.split_once("/{")?;
        before.rsplit('/').next()
    }

    /// Query parameters that take an id, with the word of what they name.
    fn id_queries(&self) -> impl Iterator<Item = (&str, String)> {
        let parameters = self.content["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .filter_map(|parameter| parameter["name"].as_str())
            .filter(|name| matches!(*name, "campaign" | "brand"))
            .map(|name| (name, format!("{name}s")))
    }
}

/// One operation about to be asked for.
struct Cell<'a> {
    client: &'a Client,
    base: &'a str,
    document: &'a Value,
    theirs: &'a Belongings,
    operation: &'a Operation<'a>,
}

impl Cell<'_> {
    async fn without_credentials(&self) -> Result<Option<String>> {
        let status = self.request()?.send().await?.status().as_u16();
        Ok((status != 401).then(|| format!("{}: {status} without credentials, not 401", self.operation.id)))
    }

    async fn as_stranger(&self, stranger: &Stranger) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let is_read = self.operation.method == Method::GET;
        if self.operation.resource().is_some() {
            let status = self.signed(stranger)?.send().await?.status().as_u16();
            // A name is no id: a stranger may well give their own workflow the same one.
            let is_own_to_write = self.operation.resource() == Some("workflows") && !is_read;
            let is_good = if is_own_to_write { status >= 400 } else { stranger.statuses.contains(&status) };
            if !is_good {
                found.push(format!("{}: {status} for {}", self.operation.id, stranger.name));
            }
        } else if is_read {
            found.extend(self.leak(stranger, "").await?);
            for (name, resource) in self.operation.id_queries() {
                let id = self.theirs.get(&resource).with_context(|| format!("no {resource} among Belongings"))?;
                found.extend(self.leak(stranger, &format!("?{name}={id}")).await?);
            }
        } else {
            found.extend(self.deed(stranger).await?);
        }
        Ok(found)
    }

    /// A list may be empty, refused or the stranger's own; nothing of theirs is in it.
    async fn leak(&self, stranger: &Stranger, query: &str) -> Result<Option<String>> {
        let url = format!("{}{}{query}", self.base, self.path()?);
        let answer = self.client.get(url).header("Authorization", &stranger.authorization).send().await?;
        let (status, body) = (answer.status().as_u16(), answer.text().await?);
        // A shipped workflow's name is no secret: the schema says it, too, as an example.
        let is_secret = |resource: &str| resource != "workflows" && !stranger.knows.contains(&resource);
        let secret = self.theirs.iter().filter(|(resource, _)| is_secret(resource));
        let leaked = secret.map(|(_, id)| id).find(|id| body.contains(id.as_str()));
        // What was asked for may be named in a refusal.
        let is_leak = status < 400 && leaked.is_some();
        Ok(is_leak.then(|| format!("{}: {leaked:?} told to {} for {query}", self.operation.id, stranger.name)))
    }

    /// What is written without naming an id in the path names it in the body: nothing of it may
    /// be done.
    async fn deed(&self, stranger: &Stranger) -> Result<Option<String>> {
        let body = self.body()?;
        if !self.theirs.values().any(|id| body.to_string().contains(id.as_str())) {
            return Ok(None);
        }
        let answer = self.signed(stranger)?.send().await?;
        let (status, text) = (answer.status().as_u16(), answer.text().await?);
        let is_done = status < 400 && !text.contains("\"ok\":false");
        Ok(is_done.then(|| format!("{}: {status} for {}: {text}", self.operation.id, stranger.name)))
    }

    fn signed(&self, stranger: &Stranger) -> Result<RequestBuilder> {
        Ok(self.request()?.header("Authorization", &stranger.authorization))
    }

    fn request(&self) -> Result<RequestBuilder> {
        let request = self.client.request(self.operation.method.clone(), format!("{}{}", self.base, self.path()?));
        let content = &self.operation.content["requestBody"]["content"];
        if content["multipart/form-data"].is_object() {
            let part = multipart::Part::bytes(b"x".as_slice()).file_name("x.txt");
            let form = multipart::Form::new().text("brief", "campaign: x").part("files", part);
            return Ok(request.multipart(form));
        }
        Ok(if content["application/json"].is_object() { request.json(&self.body()?) } else { request })
    }

    fn path(&self) -> Result<String> {
        let Some((before, rest)) = self.operation.path.split_once("/{") else {
            return Ok(self.operation.path.to_owned());
        };
        let resource = self.operation.resource().context("a word stands before a parameter")?;
        let behind = rest.split_once('}').context("a parameter is closed")?.1;
        Ok(format!("{before}/{}{behind}", self.theirs[resource]))
    }

    /// The least body that the schema lets pass, about their things.
    fn body(&self) -> Result<Value> {
        let schema = &self.operation.content["requestBody"]["content"]["application/json"]["schema"];
        self.example("", schema)
    }

    fn example(&self, name: &str, schema: &Value) -> Result<Value> {
        if let Some(reference) = schema["$ref"].as_str() {
            let pointer = reference.trim_start_matches('#');
            return self.example(name, self.document.pointer(pointer).context("a schema that is named is there")?);
        }
        let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("object");
        let is_nullable = schema["type"].is_array();
        Ok(match kind {
            _ if is_nullable => Value::Null,
            "boolean" => json!(false),
            "integer" | "number" => json!(1),
            "array" => json!([self.example(name, &schema["items"])?]),
            "string" => json!(self.text(name, schema)),
            _ => {
                let mut object = Map::new();
                for field in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                    object.insert(field.to_owned(), self.example(field, &schema["properties"][field])?);
                }
                Value::Object(object)
            }
        })
    }

    fn text(&self, name: &str, schema: &Value) -> String {
        let one_of = schema["enum"][0].as_str();
        let id = name.strip_suffix("_id").and_then(|word| self.theirs.get(&format!("{word}s")));
        match (one_of, id, name) {
            (Some(word), ..) => word.to_owned(),
            (_, Some(id), _) => id.clone(),
            (.., "expires_at") => "2026-12-31T00:00:00Z".to_owned(),
            (.., "role") => "producer".to_owned(),
            (.., "verdict") => "approve".to_owned(),
            _ => "x".to_owned(),
        }
    }
}
