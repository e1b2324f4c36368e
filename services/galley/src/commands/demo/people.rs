//! The demo's organization, brand and people. They arrive as they would in life: whoever runs the
//! program makes the organization and its admin, the admin does the rest through the API.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use galley_domain::bundle::Bundle;
use galley_domain::source::{Document, Problems};
use galley_engine::actions::create_organization::{NewOrganization, create_organization};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::super::campaigns::text;
use super::push_kit;
use crate::client::Client;
use crate::output::table;
use crate::server::Server;

const FILE: &str = "people.yaml";
const ADMIN: &str = "admin@galley.example";

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    people: Vec<PersonRow>,
}

/// One person of the file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PersonRow {
    id: String,
    name: String,
    email: String,
    roles: Vec<String>,
}

/// How somebody signs in.
struct SignIn {
    name: String,
    email: String,
    password: String,
}

/// Everybody, signed in.
pub struct People {
    pub admin: Client,
    clients: BTreeMap<String, Client>,
    sign_ins: Vec<SignIn>,
}

impl People {
    /// Somebody by the id that the demo's files use.
    pub fn get(&self, id: &str) -> Result<&Client> {
        self.clients.get(id).with_context(|| format!("there is nobody called {id} in {FILE}"))
    }

    /// How everybody signs in, for whoever looks at the demo.
    pub fn sign_ins(&self) -> String {
        let row = |person: &SignIn| vec![person.name.clone(), person.email.clone(), person.password.clone()];
        table(&["who", "e-mail", "password"], &self.sign_ins.iter().map(row).collect::<Vec<_>>())
    }
}

/// Lets everybody arrive.
pub async fn arrive(server: &Server, stranger: &Client, demo: &Bundle, suffix: &str) -> Result<People> {
    let doc = Document::parse_yaml(FILE, demo.get_text(FILE).map_err(Problems::from)?)?;
    let (file, problems) = doc.read::<PeopleFile>();
    let file = Problems::unless_empty(file, problems)?.context("the people cannot be read")?;

    let admin_in = SignIn { name: "Admin".to_owned(), email: unique(ADMIN, suffix), password: password(server) };
    let new = NewOrganization {
        slug: format!("demo{suffix}"),
        title: "Demo".to_owned(),
        admin_email: admin_in.email.clone(),
        admin_name: admin_in.name.clone(),
        admin_password: admin_in.password.clone(),
    };
    create_organization(&server.engine, new).await?;
    let admin = stranger.sign_in(&admin_in.email, &admin_in.password).await?;
    push_kit(&admin, demo).await?;
    let brands = admin.list("/brands").await?;
    let brand = text(brands.first().context("the demo has no brand")?, "id").to_owned();

    // So that there is something to see of what decisions teach; a real brand says so itself.
    admin.put(&format!("/brands/{brand}/consent"), &json!({ "level": "everything" })).await?;

    let mut people = People { admin, clients: BTreeMap::new(), sign_ins: vec![admin_in] };
    for person in file.people {
        let grants: Vec<_> =
            person.roles.iter().map(|role| json!({ "role": role, "brand_id": brand, "market": null })).collect();
        let sign_in = SignIn { name: person.name, email: unique(&person.email, suffix), password: password(server) };
        let body = json!({ "name": sign_in.name, "email": sign_in.email, "password": sign_in.password,
                           "grants": grants });
        people.admin.post("/people", &body).await?;
        let client = stranger.sign_in(&sign_in.email, &sign_in.password).await?;
        people.clients.insert(person.id, client);
        people.sign_ins.push(sign_in);
    }
    Ok(people)
}

/// Letters that cannot be taken for one another, from the machine's randomness.
fn password(server: &Server) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
    server.engine.ids.secret()[..16].iter().map(|byte| LETTERS[usize::from(byte % 32)] as char).collect()
}

fn unique(email: &str, suffix: &str) -> String {
    let (name, host) = email.split_once('@').unwrap_or((email, "demo.example"));
    format!("{name}{suffix}@{host}")
}
