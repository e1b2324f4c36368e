//! The two walls, for every function that reads: another organization sees nothing, another brand
//! sees nothing of this one. A function that is missing here fails the last test.

use galley_domain::access::{Brands, Grant, Role, Scope, TokenScope};
use galley_domain::ledger::Month;
use galley_store::{
    Page, Store, StoreError, accounts, brands, budget_overrides, calls, campaigns, closed_months, consents,
    guest_links, idempotency, journal, learned_states, ledger, media,
};
use galley_store::{
    adjustments, decisions, organizations, people, plans, read_provenance, read_review, read_skills, read_spend,
    releases, revision_features, revision_skills, revisions, runs,
};
use galley_store::{sessions, skills, stages, tasks, tokens, turns, variants, workflows};

use crate::fixture::{NOW_MS, brief, digest, everything, id, line, scope};
use crate::support::{TestDatabase, both};

both!(readers_keep_to_their_scope, writers_keep_to_their_scope, secrets_end, accounts_are_replaced_whole);

/// What a scope sees of the first brand's rows, by function: of the organization, and of the brand.
struct Seen {
    organization: Vec<(&'static str, usize)>,
    brand: Vec<(&'static str, usize)>,
}

macro_rules! seen {
    (find: $($module:ident :: $find:ident ($($argument:expr),*);)*) => {
        vec![$((stringify!($find), $module::$find($($argument),*).await.expect(stringify!($find)).iter().count()),)*]
    };
    (get: $($module:ident :: $get:ident ($($argument:expr),*);)*) => {
        vec![$((stringify!($get), match $module::$get($($argument),*).await {
            Ok(_) => 1,
            Err(StoreError::NotFound { .. }) => 0,
            Err(error) => panic!("{}: {error}", stringify!($get)),
        }),)*]
    };
}

async fn seen(c: &Store, s: &Scope) -> Seen {
    let filter = campaigns::CampaignFilter::default();
    let mut organization = seen![find:
        people::find_person(c, s, id(1));
        people::list_people(c, s, Page::first());
        people::list_grants(c, s, id(1));
        people::list_all_grants(c, s);
        tokens::find_token(c, s, id(1));
        tokens::list_tokens(c, s, id(1), Page::first());
        workflows::find_workflow(c, s, id(1));
        workflows::find_workflow_by_name(c, s, "global-launch", None);
        workflows::list_workflows(c, s);
        workflows::list_workflow_versions(c, s, "global-launch");
        learned_states::find_learned_state(c, s);
        closed_months::list_closed_months(c, s);
    ];
    organization.extend(seen![get: people::get_person(c, s, id(1));]);
    let mut brand = seen![find:
        accounts::find_budget(c, s, budget(Some(1)));
        accounts::list_budgets(c, s, Month::of(NOW_MS));
        budget_overrides::find_override(c, s, id(1));
        budget_overrides::list_overrides(c, s, Page::first());
        brands::find_brand(c, s, id(1));
        brands::list_brand_kits(c, s, id(1));
        brands::find_brand_kit(c, s, id(1));
        brands::find_latest_brand_kit(c, s, id(1));
        calls::find(c, s, id(1));
        calls::list(c, s, id(1), None, Page::first());
        campaigns::find_campaign(c, s, id(1));
        campaigns::find_campaign_by_slug(c, s, id(1), "spring");
        campaigns::list_campaigns(c, s, &filter, Page::first());
        campaigns::find_brief(c, s, id(1));
        campaigns::find_latest_brief(c, s, id(1));
        campaigns::list_briefs(c, s, id(1));
        guest_links::find_guest_link(c, s, id(1));
        guest_links::list_guest_links(c, s, id(1), Page::first());
        consents::list_consents(c, s, id(1));
        journal::export(c, s, 0, 100);
        journal::find_entries(c, s, &[id(1)]);
        journal::list_of_kinds(c, s, &["launch"], 0, 100);
        ledger::list_lines(c, s, None, Page::first());
        ledger::list_lines(c, s, Some(id(1)), Page::first());
        ledger::statement(c, s, None);
        ledger::statement(c, s, Some(id(1)));
        media::find_medium(c, s, digest(4));
        plans::find_plan(c, s, id(1));
        plans::list_plans(c, s, id(1), Page::first());
        releases::find_release(c, s, id(1));
        releases::list_releases(c, s, id(1), Page::first());
        releases::list_release_items(c, s, id(1), 0, 100);
        releases::find_release_item(c, s, id(1), id(1));
        releases::list_released_revisions(c, s, id(1), "folder");
    ];
    brand.extend(seen_work(c, s).await);
    brand.extend(seen![get:
        brands::get_brand(c, s, id(1));
        campaigns::get_campaign(c, s, id(1));
        ledger::recount(c, s, id(1));
        plans::get_plan(c, s, id(1));
        releases::get_release(c, s, id(1));
        revisions::get(c, s, id(1));
        runs::get(c, s, id(1));
        skills::get_skill(c, s, id(1));
        variants::get(c, s, id(1));
    ]);
    Seen { organization, brand }
}

/// The same for what a run makes and what people say about it.
async fn seen_work(c: &Store, s: &Scope) -> Vec<(&'static str, usize)> {
    let filter = variants::VariantFilter::default();
    let reached = variants::Reached { campaign: id(1), market: None, format: None };
    let grants = [Grant { role: Role::BrandManager, brand: None, market: None }];
    let asked = read_review::ReviewFilter { actor: "per_1", grants: &grants, campaign: None, stage: None };
    seen![find:
        adjustments::list(c, s, id(1));
        decisions::list(c, s, &[id(1)]);
        decisions::list_first_refusals(c, s, &[id(1)]);
        decisions::list_marked(c, s, 10);
        decisions::list_recent(c, s, 10);
        read_provenance::list_origins(c, s, &[id(1)]);
        read_review::list_asked(c, s, &asked, Page::first());
        read_spend::list_charges(c, s, id(1));
        read_spend::list_focus_rows(c, s, (0, i64::MAX));
        read_spend::list_needs(c, s, id(1));
        read_spend::list_uses(c, s, id(1));
        read_skills::list_first_marks(c, s, id(1), 10);
        read_skills::list_first_passes(c, s, id(1));
        revision_features::list(c, s, &[id(1)]);
        revision_skills::list(c, s, &[id(1)]);
        revisions::find_many(c, s, &[id(1)]);
        revisions::list(c, s, id(1));
        revisions::list_of(c, s, &[id(1)]);
        runs::find(c, s, id(1));
        runs::list(c, s, None, Page::first());
        skills::find_latest_skill_version(c, s, id(1));
        skills::find_skill(c, s, id(1));
        skills::find_skill_by_name(c, s, Some(id(1)), "calm");
        skills::find_skill_set(c, s, id(1));
        skills::find_skill_version(c, s, id(1), 1);
        skills::list_published_skills(c, s, id(1));
        skills::list_skill_versions(c, s, &[id(1)]);
        skills::list_skills(c, s, Page::first());
        stages::list(c, s, &[id(1)]);
        tasks::count(c, s, id(1));
        tasks::list(c, s, id(1), None, Page::first());
        turns::list(c, s, id(1));
        turns::list_of(c, s, &[id(1)]);
        variants::count(c, s, id(1));
        variants::existing(c, s, id(1));
        variants::find(c, s, id(1));
        variants::find_many(c, s, &[id(1)]);
        variants::list(c, s, &filter, Page::first());
        variants::list_reached(c, s, reached, 10);
        variants::list_sealed(c, s, id(1));
    ]
}

/// A budget in euros.
fn budget(brand: Option<u8>) -> accounts::BudgetKey<'static> {
    accounts::BudgetKey { brand: brand.map(id), month: None, currency: "EUR" }
}

/// What a function that reads is called.
const READS: [&str; 9] = ["count", "existing", "export", "find", "get", "head", "list", "recount", "statement"];

/// Rows of one run. The engine writes them under a run, a campaign or a variant that it has read in
/// its scope in the same transaction, in bulk; their own scoped readers are tested here like all.
const OF_A_RUN: [&str; 15] = [
    "adjustments",
    "calls",
    "decisions",
    "insert",
    "outputs",
    "revision_features",
    "revision_skills",
    "revisions",
    "runs",
    "signals",
    "stages",
    "tasks",
    "turns",
    "variants",
    "wanted",
];

/// Blobs take an organization, the database and raw SQL are below all scopes, leases belong to processes.
const WITHOUT_SCOPE: [&str; 5] = ["blobs", "database", "leases", "scratch", "sql"];

fn only(brand: u8) -> Scope {
    Scope { brands: Brands::Only(vec![id(brand)]), ..scope(1) }
}

async fn readers_keep_to_their_scope(database: &TestDatabase) {
    let store = &database.store;
    everything(store).await;
    let tx = store.begin().await.expect("begins");
    ledger::correct(&tx, &scope(1), line(2), 1).await.expect("writes");
    let closed = closed_months::ClosedMonth {
        month: "2026-10".into(),
        totals: Default::default(),
        closed_by: "galley".into(),
        at_ms: NOW_MS,
    };
    closed_months::insert_closed_month(&tx, &scope(1), &closed).await.expect("is new");
    tx.commit().await.expect("commits");
    let nobody = Scope { brands: Brands::Only(Vec::new()), ..scope(1) };
    for (scope, sees_organization, sees_brand) in [
        (scope(1), true, true),
        (only(1), true, true),
        (only(2), true, false),
        (nobody, true, false),
        (scope(2), false, false),
        (Scope { brands: Brands::Only(vec![id(1)]), ..scope(2) }, false, false),
    ] {
        let seen = seen(store, &scope).await;
        for (function, count) in seen.organization {
            assert_eq!(count > 0, sees_organization, "{function} by {scope:?}");
        }
        for (function, count) in seen.brand {
            assert_eq!(count > 0, sees_brand, "{function} by {scope:?}");
        }
    }
    for (scope, count) in [(scope(1), 2), (only(1), 1), (only(2), 1), (scope(2), 1), (only(3), 0)] {
        let brands = brands::list_brands(store, &scope, Page::first()).await.expect("answers");
        assert_eq!(brands.len(), count, "{scope:?}");
    }
    let theirs = brands::find_brand_by_slug(store, &scope(2), "first").await.expect("answers").expect("is there");
    assert_eq!(theirs.id(), id(3), "the same slug in another organization is another brand");
    assert!(brands::find_brand_by_slug(store, &only(2), "first").await.expect("answers").is_none());
    let ours = organizations::get_organization(store, &scope(1)).await.expect("is there");
    assert_eq!(ours.slug, "first");
    assert_eq!(journal::head(store, &scope(2)).await.expect("answers").0, 0);
}

async fn writers_keep_to_their_scope(database: &TestDatabase) {
    everything(&database.store).await;
    for s in [&scope(2), &only(2)] {
        let tx = &database.store.begin().await.expect("begins");
        let holder = "galley";
        assert_absent(ledger::hold(tx, s, line(50), 1).await.map(drop));
        assert_absent(ledger::settle(tx, s, line(51), Some(1), 0).await.map(drop));
        assert_absent(campaigns::insert_brief(tx, s, brief(50, Default::default())).await.map(drop));
        assert_absent(campaigns::set_budget(tx, s, id(1), None, false, NOW_MS).await);
        assert_absent(campaigns::set_weight(tx, s, id(1), 9, NOW_MS).await);
        let limit = accounts::Limit { nano: Some(1), is_hard: true, warn_percent: 80 };
        assert_absent(accounts::set_limit(tx, s, budget(Some(1)), limit).await);
        assert_absent(accounts::raise_limit(tx, s, budget(Some(1)), 1).await.map(drop));
        let decided = budget_overrides::decide_override(tx, s, id(1), "approved", (holder, NOW_MS)).await;
        assert!(!decided.expect("answers"));
        assert_eq!(calls::release(tx, s, id(1), None, holder).await.expect("answers"), 0);
        assert_absent(plans::approve_plan(tx, s, id(1), holder, NOW_MS).await);
        assert_absent(plans::launch_plan(tx, s, id(1)).await);
        assert_absent(guest_links::revoke_guest_link(tx, s, id(1), NOW_MS).await);
        assert_absent(releases::finish_release(tx, s, id(1), releases::DONE, None, NOW_MS).await);
        let there = releases::Delivered::At { location: "elsewhere".into() };
        releases::set_delivered(tx, s, (id(1), id(1)), there, NOW_MS).await.expect("touches nothing");
        let item = releases::find_release_item(tx, &scope(1), id(1), id(1)).await.expect("answers");
        assert_eq!(item.expect("is there").delivered_ms, None);
        let there = releases::Delivered::At { location: "here".into() };
        releases::set_delivered(tx, &scope(1), (id(1), id(1)), there, NOW_MS).await.expect("notes");
        for (who, count) in [(s, 0), (&only(1), 1)] {
            let delivered = releases::delivered_of(tx, who, &[id(1)]).await.expect("answers");
            assert_eq!(delivered.len(), count, "{who:?}");
        }
    }
    assert_absent(media::note_media(&database.store, &only(2), id(1), &[], NOW_MS).await);
    let (tx, other) = (&database.store.begin().await.expect("begins"), &scope(2));
    assert_absent(people::update_person(tx, other, id(1), people::PersonChange::default()).await);
    assert_absent(people::replace_grants(tx, other, id(1), &[]).await);
    assert_absent(tokens::revoke_token(tx, other, id(1), NOW_MS).await);
    sessions::delete_session(tx, other, id(1)).await.expect("touches nothing");
    assert_eq!(sessions::delete_sessions_of(tx, other, sessions::Holder::Person(id(1))).await.expect("answers"), 0);
    let key = idempotency::Key { actor: "per_1", key: "k" };
    for organization in [1, 2] {
        let claim = idempotency::claim(tx, &scope(organization), key, digest(organization), NOW_MS, 1_000).await;
        assert_eq!(claim.expect("answers"), idempotency::Claim::Fresh, "keys of organizations are apart");
    }
    let foreign =
        galley_domain::access::Grant { role: galley_domain::access::Role::Admin, brand: Some(id(3)), market: None };
    assert_absent(people::replace_grants(tx, &scope(1), id(1), &[foreign]).await);
}

fn assert_absent(result: Result<(), StoreError>) {
    assert!(matches!(result, Err(StoreError::NotFound { .. })), "{result:?}");
}

async fn secrets_end(database: &TestDatabase) {
    let store = &database.store;
    everything(store).await;
    let over = NOW_MS + 1_000;
    for (now_ms, count) in [(NOW_MS, 1), (over, 0)] {
        let session = sessions::find_session_everywhere(store, digest(2), now_ms).await.expect("answers");
        let token = tokens::find_token_everywhere(store, digest(1), now_ms).await.expect("answers");
        let link = guest_links::find_guest_link_everywhere(store, digest(3), now_ms).await.expect("answers");
        assert_eq!([session.iter().count(), token.iter().count(), link.iter().count()], [count; 3], "{now_ms}");
    }
    let tx = store.begin().await.expect("begins");
    tokens::touch_token(&tx, &scope(1), id(1), NOW_MS).await.expect("notes");
    tokens::revoke_token(&tx, &scope(1), id(1), NOW_MS).await.expect("ends");
    guest_links::revoke_guest_link(&tx, &scope(1), id(1), NOW_MS).await.expect("ends");
    tx.commit().await.expect("commits");
    assert!(tokens::find_token_everywhere(store, digest(1), NOW_MS).await.expect("answers").is_none());
    assert!(guest_links::find_guest_link_everywhere(store, digest(3), NOW_MS).await.expect("answers").is_none());
    let token = tokens::find_token(store, &scope(1), id(1)).await.expect("answers").expect("is kept");
    assert_eq!((token.last_used_ms, token.revoked_ms), (Some(NOW_MS), Some(NOW_MS)));
    assert_eq!(token.scopes().expect("reads back"), [TokenScope::Read]);
    assert_eq!(sessions::delete_expired_sessions_everywhere(store, over).await.expect("answers"), 1);
}

async fn accounts_are_replaced_whole(database: &TestDatabase) {
    let store = &database.store;
    everything(store).await;
    let found = people::find_person_by_email_everywhere(store, " ADA@example.test").await.expect("answers");
    assert_eq!(found.expect("is there").id(), id(1));
    let finance = Grant { role: Role::Finance, brand: None, market: None };
    let tx = store.begin().await.expect("begins");
    people::replace_grants(&tx, &scope(1), id(1), std::slice::from_ref(&finance)).await.expect("replaces");
    let held = people::list_grants(&tx, &scope(1), id(1)).await.expect("answers");
    assert_eq!(held, std::slice::from_ref(&finance));
    let twice = people::replace_grants(&tx, &scope(1), id(1), &[finance.clone(), finance]).await;
    assert!(matches!(twice, Err(StoreError::Conflict { what: "grant" })), "{twice:?}");
    drop(tx);
    let tx = store.begin().await.expect("begins");
    let change = people::PersonChange { is_disabled: Some(true), ..Default::default() };
    people::update_person(&tx, &scope(1), id(1), change).await.expect("disables");
    assert!(people::list_all_grants(&tx, &scope(1)).await.expect("answers").is_empty(), "nobody to ask");
}

/// Every public reader of this crate stands in this file, and every public function has a scope or says
/// that it has none.
#[test]
fn no_function_is_forgotten() {
    let tested = include_str!("isolation.rs");
    let tested: String = tested.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    for (module, text) in sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        for (at, start) in text.match_indices("pub async fn ") {
            let signature = &text[at + start.len()..];
            let signature = &signature[..signature.find('{').expect("a function has a body")];
            let name = &signature[..signature.find(['(', '<']).expect("a function has parameters")];
            let is_scoped = signature.contains("scope: &Scope");
            let is_free = OF_A_RUN.contains(&module.as_str()) || WITHOUT_SCOPE.contains(&module.as_str());
            assert!(
                is_scoped || is_free || name.ends_with("_everywhere"),
                "{module}::{name} takes no scope and does not say so"
            );
            let reads = READS.iter().any(|word| name == *word || name.starts_with(&format!("{word}_")));
            let is_tested = tested.contains(&format!("{module}::{name}("));
            assert!(is_tested || !(reads && is_scoped), "{module}::{name} is not tested in isolation.rs");
        }
    }
}

fn sources(folder: &std::path::Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("is a folder") {
        let path = entry.expect("can be read").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            let name = path.file_stem().expect("has a name").to_string_lossy().into_owned();
            // What a noun's own folder holds is seen under the noun.
            let name = if name == "statement" { "ledger".to_owned() } else { name };
            found.push((name, std::fs::read_to_string(&path).expect("is text")));
        }
    }
    found
}
