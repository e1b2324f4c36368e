//! What a campaign may spend. Cutting always works.

use actix_web::{HttpResponse, patch, web};
use galley_domain::ids::CampaignId;
use galley_engine::actions::set_budget::set_budget;
use galley_store::campaigns;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::campaigns::Budget;
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(update_budget);
}

/// A budget.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBudget {
    /// In the campaign's currency; null is no limit, and has to be said.
    #[serde(deserialize_with = "given")]
    #[schema(required = true)]
    pub amount: Option<String>,
    /// A hard limit refuses; a soft one warns.
    pub is_hard: bool,
}

/// Left out must not mean without limit.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

/// Change a budget
#[utoipa::path(tag = "spend", request_body = NewBudget, responses((status = 200, body = Budget)))]
#[patch("/campaigns/{id}/budget")]
async fn update_budget(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<NewBudget>,
) -> Result<HttpResponse, ApiError> {
    let id: CampaignId = wire::id("campaign", &path)?;
    let limit_nano = body.value.amount.as_deref().map(|text| wire::parse_money("/amount", text)).transpose()?;
    set_budget(&state.engine, &caller.access, id, limit_nano, body.value.is_hard).await?;
    let row = campaigns::get_campaign(&state.engine.store, &caller.scope(), id).await?;
    Ok(HttpResponse::Ok().json(Budget::from(&row)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_limit_has_to_be_said() {
        let read = |text: &str| serde_json::from_str::<NewBudget>(text).map(|budget| budget.amount);
        assert_eq!(read(r#"{"amount":null,"is_hard":true}"#).ok(), Some(None));
        assert!(read(r#"{"is_hard":true}"#).is_err());
    }
}
