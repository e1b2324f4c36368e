//! Two organizations, one of them with two brands, and one row of everything in the first brand.

use std::collections::BTreeMap;

use galley_domain::access::{Grant, Role, Scope, TokenScope};
use galley_domain::digest::Digest;
use galley_domain::ids::*;
use galley_store::{
    Store, brands, campaigns, guest_links, journal, learned_states, ledger, media, organizations, people, plans,
};
use galley_store::{releases, sessions, tokens, workflows};
use sea_orm::{ConnectionTrait, Statement, Value};

/// Some time in 2025.
pub const NOW_MS: i64 = 1_750_000_000_000;

/// The same number is the same id of one kind; two kinds never share one, or a mixed-up column would not show.
pub fn id<T: Id>(number: u8) -> T {
    let mut random = [number; 10];
    random[..3].copy_from_slice(T::PREFIX.as_bytes());
    T::at(NOW_MS.unsigned_abs() + u64::from(number), &random)
}

pub fn digest(number: u8) -> Digest {
    Digest::of(&[number])
}

pub fn scope(organization: u8) -> Scope {
    Scope::whole(id(organization))
}

/// A tenant with one campaign of brand 1 (slug `first`), in a budget.
pub async fn campaign(store: &Store, limit_nano: Option<i64>, is_hard: bool) -> (Scope, CampaignId) {
    let scope = scope(1);
    let tx = store.begin().await.expect("begins");
    organizations::insert_organization_everywhere(&tx, id(1), "first", "First", NOW_MS).await.expect("is new");
    add_brand(&tx, &scope, 1, "first").await;
    add_campaign(&tx, &scope, limit_nano, is_hard).await;
    tx.commit().await.expect("commits");
    (scope, id(1))
}

async fn add_brand(tx: &galley_store::Tx, scope: &Scope, number: u8, slug: &str) {
    let new = brands::NewBrand { id: id(number), slug: slug.into(), title: slug.into(), created_ms: NOW_MS };
    brands::insert_brand(tx, scope, new).await.expect("is new");
}

async fn add_campaign(tx: &galley_store::Tx, scope: &Scope, limit_nano: Option<i64>, is_hard: bool) {
    let new = campaigns::NewCampaign {
        id: id(1),
        brand: id(1),
        slug: "spring".into(),
        title: "Spring 100%".into(),
        workflow: "global-launch".into(),
        is_sensitive: false,
        currency: "EUR".into(),
        limit_nano,
        is_hard,
        created_by: "galley".into(),
        created_ms: NOW_MS,
    };
    campaigns::insert_campaign(tx, scope, new).await.expect("is new");
}

/// Everything: organization 1 with brands 1 and 2, organization 2 with brand 3; rows in brand 1.
pub async fn everything(store: &Store) {
    let (scope, _) = campaign(store, None, false).await;
    let tx = store.begin().await.expect("begins");
    add_brand(&tx, &scope, 2, "second").await;
    organizations::insert_organization_everywhere(&tx, id(2), "other", "Other", NOW_MS).await.expect("is new");
    add_brand(&tx, &self::scope(2), 3, "first").await;
    add_people(&tx, &scope).await;
    add_files(&tx, &scope).await;
    add_work(&tx).await;
    add_release(&tx, &scope).await;
    add_books(&tx, &scope).await;
    tx.commit().await.expect("commits");
}

async fn add_people(tx: &galley_store::Tx, scope: &Scope) {
    let ada = people::NewPerson {
        id: id(1),
        email: "Ada@Example.test".into(),
        name: "Ada".into(),
        password_hash: None,
        created_ms: NOW_MS,
    };
    people::insert_person(tx, scope, ada).await.expect("is new");
    let grant = Grant { role: Role::Producer, brand: Some(id(1)), market: Some("de".into()) };
    people::replace_grants(tx, scope, id(1), &[grant]).await.expect("may hold it");
    let token = tokens::NewToken {
        id: id(1),
        person: id(1),
        name: "script".into(),
        secret_hash: digest(1),
        scopes: vec![TokenScope::Read],
        created_ms: NOW_MS,
        expires_ms: Some(NOW_MS + 1_000),
    };
    tokens::insert_token(tx, scope, token).await.expect("is new");
    let session = sessions::NewSession {
        id: id(1),
        holder: sessions::Holder::Person(id(1)),
        secret_hash: digest(2),
        created_ms: NOW_MS,
        expires_ms: NOW_MS + 1_000,
    };
    sessions::insert_session(tx, scope, session).await.expect("is new");
    let link = guest_links::NewGuestLink {
        id: id(1),
        campaign: id(1),
        secret_hash: digest(3),
        password_hash: None,
        name: "The client".into(),
        created_by: "galley".into(),
        created_ms: NOW_MS,
        expires_ms: NOW_MS + 1_000,
    };
    guest_links::insert_guest_link(tx, scope, link).await.expect("is new");
}

async fn add_files(tx: &galley_store::Tx, scope: &Scope) {
    let files = BTreeMap::from([("brand.yaml".to_owned(), digest(4))]);
    let kit = brands::NewBrandKit {
        id: id(1),
        brand: id(1),
        digest: digest(5),
        files: files.clone(),
        created_by: "galley".into(),
        created_ms: NOW_MS,
    };
    assert_eq!(brands::insert_brand_kit(tx, scope, kit).await.expect("is new"), 1);
    let workflow = workflows::NewWorkflow {
        id: id(1),
        name: "global-launch".into(),
        version: 3,
        title: "Global launch".into(),
        digest: digest(6),
        files: files.clone(),
        created_by: "galley".into(),
        created_ms: NOW_MS,
    };
    workflows::insert_workflow(tx, scope, workflow).await.expect("is new");
    assert_eq!(campaigns::insert_brief(tx, scope, brief(1, files)).await.expect("is new"), 1);
    plans::insert_plan(tx, scope, plan()).await.expect("is new");
    let medium = media::NewMedium { hash: digest(4), mime: "image/png".into(), bytes: 7 };
    media::note_media(tx, scope, id(1), &[medium.clone(), medium], NOW_MS).await.expect("twice is no error");
}

/// A version of the campaign's brief.
pub fn brief(number: u8, files: BTreeMap<String, Digest>) -> campaigns::NewBrief {
    campaigns::NewBrief {
        id: id(number),
        campaign: id(1),
        digest: digest(number),
        text: "campaign: spring".into(),
        files,
        title: "Spring 100%".into(),
        workflow: "global-launch".into(),
        is_sensitive: false,
        created_by: "galley".into(),
        created_ms: NOW_MS,
    }
}

fn plan() -> plans::NewPlan {
    plans::NewPlan {
        id: id(1),
        campaign: id(1),
        brief: id(1),
        workflow: id(1),
        brand_kit: id(1),
        skills: None,
        fingerprint: digest(7),
        summary: serde_json::json!({ "variants": 1 }),
        hold_nano: Some(1),
        created_by: "galley".into(),
        created_ms: NOW_MS,
    }
}

async fn add_release(tx: &galley_store::Tx, scope: &Scope) {
    let item = releases::NewReleaseItem {
        variant: id(1),
        revision: id(1),
        name: "a.png".into(),
        hash: digest(4),
        bytes: 7,
        mime: "image/png".into(),
    };
    let release = releases::NewRelease {
        id: id(1),
        campaign: id(1),
        run: id(1),
        destination: "folder".into(),
        items: vec![item],
        created_by: "galley".into(),
        created_ms: NOW_MS,
    };
    releases::insert_release(tx, scope, release).await.expect("is new");
}

/// A run with a task, and a variant with a revision, an open stage, a decision and a turn with an edit.
async fn add_work(tx: &galley_store::Tx) {
    let values: Vec<Value> = vec![
        id::<OrganizationId>(1).uuid().into(),
        id::<BrandId>(1).uuid().into(),
        id::<CampaignId>(1).uuid().into(),
        id::<VariantId>(1).uuid().into(),
        id::<RevisionId>(1).uuid().into(),
        id::<RunId>(1).uuid().into(),
        id::<TaskId>(1).uuid().into(),
        id::<DecisionId>(1).uuid().into(),
        id::<TurnId>(1).uuid().into(),
        digest(9).0.to_vec().into(),
        id::<VariantId>(2).uuid().into(),
        id::<CallId>(1).uuid().into(),
        id::<OverrideId>(1).uuid().into(),
    ];
    for (table, columns, row) in WORK {
        // Both databases want every parameter used, and in order.
        let used: Vec<usize> =
            (1..=values.len()).filter(|at| row.split(", ").any(|cell| cell == format!("${at}"))).collect();
        let row: Vec<String> = row
            .split(", ")
            .map(|cell| match used.iter().position(|at| cell == format!("${at}")) {
                Some(position) => format!("${}", position + 1),
                None => cell.to_owned(),
            })
            .collect();
        let sql = format!("INSERT INTO {table} ({columns}) VALUES ({})", row.join(", "));
        let values: Vec<Value> = used.iter().map(|at| values[at - 1].clone()).collect();
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        tx.execute_raw(statement).await.expect(table);
    }
}

/// Table, columns and a row.
const WORK: [(&str, &str, &str); 17] = [
    (
        "run",
        "organization_id, brand_id, campaign_id, id, kind, state, weight, launched_by, launched_ms, currency",
        "$1, $2, $3, $6, 'make', 'active', 1, 'galley', 0, 'EUR'",
    ),
    (
        "variant",
        "organization_id, brand_id, campaign_id, id, revision_id, ordinal, cell, market, subject_key, gate_key, \
         state, revision_count, updated_ms, created_ms",
        "$1, $2, $3, $4, $5, 1, 'market=de', 'de', $10, $10, 'in_review', 1, 0, 0",
    ),
    (
        "variant",
        "organization_id, brand_id, campaign_id, id, ordinal, cell, subject_key, gate_key, state, updated_ms, created_ms",
        "$1, $2, $3, $11, 2, 'market=at', $10, $10, 'approved', 0, 0",
    ),
    (
        "revision",
        "organization_id, brand_id, campaign_id, variant_id, id, number, subject_key, gate_key, output_hash, blobs, \
         findings, authors, run_id, state, created_ms",
        "$1, $2, $3, $4, $5, 1, $10, $10, $10, '[]', '[]', '[]', $6, 'open', 0",
    ),
    (
        "task",
        "organization_id, brand_id, campaign_id, id, run_id, ordinal, step, kind, lane, cell, key, needs, pending, \
         state, ready_ms, created_ms",
        "$1, $2, $3, $7, $6, 1, 'ad', 'compose', 'cpu', 'market=de', $10, $10, 0, 4, 0, 0",
    ),
    (
        "backend_call",
        "organization_id, brand_id, campaign_id, id, run_id, task_id, attempt, step, backend, key, state, held_nano, sent_ms",
        "$1, $2, $3, $12, $6, $7, 0, 'scene', 'studio', 'k', 'ambiguous', 0, 0",
    ),
    (
        "budget_override",
        "organization_id, brand_id, campaign_id, id, month, currency, amount_nano, reason, state, asked_by, asked_ms",
        "$1, $2, $3, $13, '', 'EUR', 1, 'A second round', 'asked', 'galley', 0",
    ),
    (
        "stage",
        "organization_id, brand_id, campaign_id, variant_id, revision_id, position, name, role, rule, state",
        "$1, $2, $3, $4, $5, 0, 'creative', 'brand_manager', '{\"any\":1}', 'open'",
    ),
    (
        "decision",
        "organization_id, brand_id, campaign_id, variant_id, revision_id, id, stage, actor, role, verdict, marks, at_ms",
        "$1, $2, $3, $4, $5, $8, 'creative', 'galley', 'brand_manager', 'reject', \
         '[{\"element\":\"cta\",\"aspect\":\"tone\",\"polarity\":\"negative\",\"reason\":\"\",\"region\":null}]', 0",
    ),
    (
        "turn",
        "organization_id, brand_id, campaign_id, variant_id, revision_id, id, author, words, edits, created_ms",
        "$1, $2, $3, $4, $5, $9, 'galley', 'Warmer', '{}', 0",
    ),
    ("adjustment", "organization_id, brand_id, campaign_id, cell, slots", "$1, $2, $3, 'market=de', '{}'"),
    ("skill", "organization_id, brand_id, id, name, created_by, created_ms", "$1, $2, $8, 'calm', 'galley', 0"),
    (
        "skill_version",
        "organization_id, brand_id, skill_id, id, version, digest, files, markets, description, state, created_by, \
         created_ms",
        "$1, $2, $8, $9, 1, $10, '{}', '[]', 'Calm', 'published', 'galley', 0",
    ),
    ("skill_set", "organization_id, brand_id, id, versions, created_ms", "$1, $2, $8, '[]', 0"),
    ("revision_skill", "organization_id, brand_id, revision_id, skill_version_id", "$1, $2, $5, $9"),
    ("revision_features", "organization_id, brand_id, revision_id, features", "$1, $2, $5, '{}'"),
    ("consent", "organization_id, brand_id, id, level, actor, at_ms", "$1, $2, $9, 'everything', 'galley', 0"),
];

async fn add_books(tx: &galley_store::Tx, scope: &Scope) {
    ledger::hold(tx, scope, line(1), 10).await.expect("writes");
    journal::append(tx, scope, NOW_MS, vec![entry(1)]).await.expect("appends");
    let learned = learned_states::LearnedState { seq: 1, state: vec![7] };
    learned_states::keep_learned_state(tx, scope, learned, NOW_MS).await.expect("writes");
}

/// A ledger line of the campaign.
pub fn line(number: u8) -> ledger::NewLine {
    ledger::NewLine {
        id: id(number),
        campaign: id(1),
        run: None,
        task: None,
        call: None,
        gpu_ms: None,
        gpu_basis: None,
        basis: "estimate".into(),
        note: String::new(),
        actor: "galley".into(),
        at_ms: NOW_MS,
    }
}

/// A journal entry of the campaign.
pub fn entry(number: u8) -> journal::NewEntry {
    journal::NewEntry {
        id: id(number),
        brand: Some(id(1)),
        campaign: Some(id(1)),
        variant: None,
        revision: None,
        actor: "galley".into(),
        kind: "launch",
        payload: serde_json::json!({ "number": number, "text": "Grüße" }),
    }
}
