//! A bucket of an S3-compatible store. Writes only where nothing stands yet, and compares contents
//! where something does. Making buckets and giving rights is the operator's work.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use galley_domain::bundle::check_path;
use galley_domain::digest::Digest;
use galley_domain::ports::{Delivery, Destination, Fault, Receipt};
use object_store::aws::{AmazonS3Builder, Checksum, S3ConditionalPut};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, RetryConfig,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::Kind;
use crate::SettingsError;

/// The engine tries again later and says so; the client itself does not linger.
const MAX_RETRIES: usize = 2;
const RETRY_TIMEOUT: Duration = Duration::from_secs(20);

/// `[destinations.<name>]` with `kind = "s3"`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// `s3://bucket/prefix`.
    url: String,
    /// The server, for stores other than AWS.
    endpoint: Option<String>,
    region: Option<String>,
    /// From the environment or from the `_file` beside it; without either, the `AWS_*` variables.
    access_key_id: Option<String>,
    access_key_id_file: Option<PathBuf>,
    secret_access_key: Option<String>,
    secret_access_key_file: Option<PathBuf>,
    /// Whether the store knows `If-None-Match` on writes. Without it, two writers of one name at the
    /// same moment cannot both be stopped.
    #[serde(default = "yes")]
    conditional: bool,
}

fn yes() -> bool {
    true
}

pub(super) struct S3 {
    name: String,
    store: Arc<dyn ObjectStore>,
    bucket: String,
    prefix: String,
    is_conditional: bool,
}

impl Kind for S3 {
    const WORD: &'static str = "s3";
    type Settings = Settings;

    fn open(name: &str, settings: Settings) -> Result<S3, SettingsError> {
        let (bucket, prefix) = split_url(&settings.url)?;
        let retry = RetryConfig { max_retries: MAX_RETRIES, retry_timeout: RETRY_TIMEOUT, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(&bucket)
            .with_checksum_algorithm(Checksum::SHA256)
            .with_conditional_put(S3ConditionalPut::ETagMatch)
            .with_retry(retry);
        if let Some(endpoint) = &settings.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        if let Some(region) = &settings.region {
            builder = builder.with_region(region);
        }
        if let Some(id) = secret("access_key_id", settings.access_key_id, settings.access_key_id_file)? {
            builder = builder.with_access_key_id(id);
        }
        if let Some(key) = secret("secret_access_key", settings.secret_access_key, settings.secret_access_key_file)? {
            builder = builder.with_secret_access_key(key);
        }
        let store = builder.build().map_err(|error| SettingsError::new("url", error.to_string()))?;
        Ok(S3::over(name, Arc::new(store), (bucket, prefix), settings.conditional))
    }
}

impl S3 {
    pub(super) fn over(
        name: &str,
        store: Arc<dyn ObjectStore>,
        (bucket, prefix): (String, String),
        is_conditional: bool,
    ) -> S3 {
        S3 { name: name.to_owned(), store, bucket, prefix, is_conditional }
    }

    /// Whether the same bytes stand there already; other bytes under the name end it.
    async fn is_same(&self, path: &Path, delivery: &Delivery) -> Result<bool, Fault> {
        let found = match self.store.get(path).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(fault("could not look", error)),
        };
        if found.meta.size == delivery.bytes.len() as u64 {
            let bytes = found.bytes().await.map_err(|error| fault("could not read", error))?;
            if Digest::of(&bytes) == Digest::of(&delivery.bytes) {
                return Ok(true);
            }
        }
        Err(Fault::GiveUp { reason: format!("other bytes stand under the name {}", delivery.name) })
    }

    async fn put(&self, path: &Path, delivery: &Delivery) -> object_store::Result<()> {
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, delivery.mime.clone().into());
        let mode = if self.is_conditional { PutMode::Create } else { PutMode::Overwrite };
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        self.store.put_opts(path, PutPayload::from(delivery.bytes.clone()), options).await?;
        Ok(())
    }
}

#[async_trait]
impl Destination for S3 {
    fn name(&self) -> &str {
        &self.name
    }

    async fn deliver(&self, delivery: Delivery) -> Result<Receipt, Fault> {
        check_path(&delivery.name).map_err(|reason| Fault::GiveUp { reason })?;
        let key = [self.prefix.as_str(), delivery.name.as_str()].join("/");
        let path = Path::parse(key.trim_start_matches('/'))
            .map_err(|_| Fault::GiveUp { reason: format!("the name {} is no object's name", delivery.name) })?;
        let receipt = Receipt { location: format!("s3://{}/{path}", self.bucket) };
        // Most names are new, so the write comes first; only a store that cannot refuse is asked before.
        if !self.is_conditional && self.is_same(&path, &delivery).await? {
            return Ok(receipt);
        }
        match self.put(&path, &delivery).await {
            Ok(()) => Ok(receipt),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => {
                if self.is_same(&path, &delivery).await? {
                    return Ok(receipt);
                }
                Err(Fault::Retry { reason: "the object came and went".to_owned(), after_ms: None })
            }
            Err(error) => Err(fault("could not write", error)),
        }
    }
}

fn split_url(url: &str) -> Result<(String, String), SettingsError> {
    let wrong = || SettingsError::new("url", "expected s3://bucket or s3://bucket/prefix");
    let rest = url.strip_prefix("s3://").ok_or_else(wrong)?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = prefix.trim_matches('/');
    if bucket.is_empty() || !(prefix.is_empty() || check_path(prefix).is_ok()) {
        return Err(wrong());
    }
    Ok((bucket.to_owned(), prefix.to_owned()))
}

fn secret(key: &str, direct: Option<String>, file: Option<PathBuf>) -> Result<Option<String>, SettingsError> {
    let Some(file) = file else { return Ok(direct) };
    let text = std::fs::read_to_string(&file)
        .map_err(|error| SettingsError::new(&format!("{key}_file"), format!("{}: {error}", file.display())))?;
    Ok(Some(text.trim().to_owned()))
}

/// What the store's answer means for the task. The whole answer goes to the log, not to people.
fn fault(what: &str, error: Error) -> Fault {
    tracing::debug!(%error, "the store answered with an error");
    let give_up = |why: &str| Fault::GiveUp { reason: format!("{what}: {why}") };
    match error {
        Error::NotFound { .. } => give_up("there is no such bucket"),
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => give_up("the store refuses the key"),
        Error::NotImplemented { .. } | Error::NotSupported { .. } => {
            give_up("the store does not know conditional writes; set conditional = false if it is the only writer's")
        }
        Error::InvalidPath { .. } => give_up("the name is no object's name"),
        _ => Fault::Retry { reason: format!("{what}: the store did not answer well"), after_ms: None },
    }
}
