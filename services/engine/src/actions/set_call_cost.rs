//! Finance says what a call cost that nobody knew the price of: by the vendor's bill, or 0 where the bill has none of it.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::CallId;
use galley_store::{StoreError, calls, journal};
use serde_json::json;

use super::notes::note_campaign;
use crate::calls::learn_cost;
use crate::{ActionError, Engine};

/// Most that one call is believed to have cost, nano units.
const MOST_NANO: i64 = 1_000_000 * 1_000_000_000;
/// The basis of a cost that somebody read off a bill.
const BILLED: &str = "billed";

/// Books the cost of a call that is over and whose cost is unknown, once.
pub async fn set_call_cost(engine: &Engine, access: &Access, id: CallId, nano: i64) -> Result<(), ActionError> {
    let scope = access.scope();
    let call = calls::find(&engine.store, &scope, id).await?.ok_or(StoreError::NotFound { what: "call" })?;
    if !access.may(Permission::SetBudget, call.brand) {
        return Err(ActionError::NotAllowed("finance or an admin says what a call cost".to_owned()));
    }
    if !(0..=MOST_NANO).contains(&nano) {
        return Err(ActionError::invalid("/amount", "expected an amount from 0 to 1 million"));
    }
    let tx = engine.store.begin().await?;
    if !learn_cost(engine, &tx, &call, (nano, BILLED), access.actor).await? {
        let detail = "the call is not over, or its cost is known: correct that instead";
        return Err(ActionError::conflict("cost_known", detail));
    }
    let payload = json!({ "call": id, "amount_nano": nano });
    let entry = note_campaign(engine, access, "set_call_cost", (call.brand, call.campaign), payload);
    journal::append(&tx, &scope, engine.now_ms(), vec![entry]).await?;
    tx.commit().await?;
    engine.changed();
    Ok(())
}
