//! Makes a token with which a program acts as the person who made it, within narrower bounds.

use galley_domain::access::{Access, Actor, TokenScope};
use galley_domain::ids::TokenId;
use galley_store::journal;
use galley_store::tokens::{NewToken as Row, insert_token};
use serde_json::json;

use super::fields::Fields;
use super::notes::note;
use super::secrets;
use crate::{ActionError, Engine};

/// A token to make.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub name: String,
    pub scopes: Vec<TokenScope>,
    /// `None`: until it is revoked.
    pub expires_ms: Option<i64>,
}

/// Makes a token; answers it and its secret, which is shown this once.
pub async fn create_token(engine: &Engine, access: &Access, new: NewToken) -> Result<(TokenId, String), ActionError> {
    let Actor::Person(person) = access.actor else {
        return Err(ActionError::NotAllowed("only people have tokens".to_owned()));
    };
    if access.token_may.is_some() {
        // A token that makes tokens could give itself more than it was given.
        return Err(ActionError::NotAllowed("sign in to make a token; a token makes none".to_owned()));
    }
    Fields::default().title("/name", &new.name).finish()?;
    let now_ms = engine.now_ms();
    if new.scopes.is_empty() {
        return Err(ActionError::invalid("/scopes", "a token is for something: name at least one scope"));
    }
    if new.expires_ms.is_some_and(|expires_ms| expires_ms <= now_ms) {
        return Err(ActionError::invalid("/expires", "this time has passed"));
    }
    let (id, scope, secret) = (engine.ids.next(), access.scope(), secrets::new(engine, secrets::TOKEN_PREFIX));
    let payload = json!({ "token": id, "scopes": new.scopes, "expires_ms": new.expires_ms });
    let row = Row {
        id,
        person,
        name: new.name.trim().to_owned(),
        secret_hash: secret.hash,
        scopes: new.scopes,
        created_ms: now_ms,
        expires_ms: new.expires_ms,
    };
    let tx = engine.store.begin().await?;
    insert_token(&tx, &scope, row).await?;
    journal::append(&tx, &scope, now_ms, vec![note(engine, access, "create_token", payload)]).await?;
    tx.commit().await?;
    Ok((id, secret.text))
}
