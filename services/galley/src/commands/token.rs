//! `galley token`: makes, lists and takes back the API tokens that scripts use.

use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};

use super::campaigns::text;
use super::{Context, secret};
use crate::client::{Client, escape};
use crate::output::table;

/// API tokens for scripts.
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a token; its secret is shown once.
    Create {
        /// What the token is for, in your words.
        name: String,
        /// read, produce, decide, publish or administer; several times for several.
        #[arg(long = "scope", default_values = ["read"])]
        scopes: Vec<String>,
        /// When it ends, as RFC 3339.
        #[arg(long)]
        expires: Option<String>,
        /// Sign in as this person; else the present token is used.
        #[arg(long)]
        email: Option<String>,
        /// Keep it for this program's next commands instead of showing it.
        #[arg(long)]
        save: bool,
    },
    /// List your tokens.
    List,
    /// Take a token back.
    Revoke {
        /// The token's id.
        id: String,
    },
}

impl Token {
    pub async fn run(self, context: &Context) -> Result<()> {
        match self {
            Token::Create { name, scopes, expires, email, save } => {
                let client = signed_in(context, email.as_deref()).await?;
                let body = json!({ "name": name, "scopes": scopes, "expires": expires });
                let token = client.post("/tokens", &body).await?;
                show(context, token, save)
            }
            Token::List => {
                let tokens = context.client()?.list("/tokens").await?;
                context.output.line(list(&tokens));
                context.output.value(&json!({ "items": tokens }));
                Ok(())
            }
            Token::Revoke { id } => {
                context.client()?.delete(&format!("/tokens/{}", escape(&id))).await?;
                context.output.line(format_args!("{id} is revoked"));
                context.output.value(&json!({ "id": id }));
                Ok(())
            }
        }
    }
}

async fn signed_in(context: &Context, email: Option<&str>) -> Result<Client> {
    let Some(email) = email else { return context.client() };
    let password = secret::read_password(&format!("password of {email}"))?;
    Ok(context.stranger()?.sign_in(email, &password).await?)
}

fn show(context: &Context, mut token: Value, is_saved: bool) -> Result<()> {
    if !is_saved {
        context.output.line(text(&token, "secret"));
        context.output.note("this secret is shown only now");
        context.output.value(&token);
        return Ok(());
    }
    let file = secret::save_token(text(&token, "secret"))?;
    if let Some(fields) = token.as_object_mut() {
        fields.remove("secret");
        fields.insert("file".to_owned(), json!(file.display().to_string()));
    }
    context.output.line(format_args!("the token is kept in {}", file.display()));
    context.output.value(&token);
    Ok(())
}

fn list(tokens: &[Value]) -> String {
    let row = |token: &Value| {
        let scopes = token["scopes"].as_array().into_iter().flatten().filter_map(Value::as_str);
        vec![text(token, "id").to_owned(), text(token, "name").to_owned(), scopes.collect::<Vec<_>>().join(" ")]
    };
    table(&["id", "name", "may"], &tokens.iter().map(row).collect::<Vec<_>>())
}
