//! Every endpoint, one file a resource. A handler parses, calls one action or reads the store, and
//! converts; what is allowed and what happens is decided further in.

use utoipa_actix_web::service_config::ServiceConfig;

mod adjustments;
mod brand_kits;
mod brands;
mod briefs;
mod budget_overrides;
mod budgets;
mod calls;
mod campaigns;
mod closed_months;
mod copy;
mod decisions;
mod document;
mod exports;
mod feedback;
mod forecasts;
mod formats;
mod guest_links;
mod guest_sessions;
pub mod health;
mod journal;
mod learning;
mod limits;
mod me;
mod media;
mod people;
mod plans;
mod previews;
mod releases;
mod replays;
mod review;
mod revisions;
mod run_events;
mod runs;
mod sessions;
mod skill_effects;
mod skill_offers;
mod skill_templates;
mod skills;
mod spend;
mod spend_parts;
mod tasks;
mod tokens;
mod turns;
mod variant_history;
mod variants;
mod workflows;

/// Where every endpoint stands.
pub const BASE: &str = "/api/v1";

/// All endpoints under [`BASE`]. A handler that no file lists is dead code, which does not compile.
pub fn configure(config: &mut ServiceConfig) {
    let resources: [fn(&mut ServiceConfig); 39] = [
        brand_kits::configure,
        brands::configure,
        briefs::configure,
        budget_overrides::configure,
        budgets::configure,
        calls::configure,
        campaigns::configure,
        closed_months::configure,
        copy::configure,
        decisions::configure,
        document::configure,
        exports::configure,
        feedback::configure,
        forecasts::configure,
        formats::configure,
        guest_links::configure,
        guest_sessions::configure,
        journal::configure,
        learning::configure,
        limits::configure,
        me::configure,
        media::configure,
        people::configure,
        plans::configure,
        previews::configure,
        releases::configure,
        replays::configure,
        review::configure,
        runs::configure,
        sessions::configure,
        skill_effects::configure,
        skill_offers::configure,
        skill_templates::configure,
        skills::configure,
        spend::configure,
        spend_parts::configure,
        tokens::configure,
        turns::configure,
        variants::configure,
    ];
    for resource in resources {
        resource(config);
    }
    run_events::configure(config);
    tasks::configure(config);
    workflows::configure(config);
}
