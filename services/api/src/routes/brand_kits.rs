//! Kits of brands: uploaded as a folder, shown as what they say.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, get, put, web};
use galley_domain::brand_kit::{BrandKit as Parsed, FILE};
use galley_domain::bundle::Bundle;
use galley_domain::ids::BrandId;
use galley_engine::actions::push_brand_kit::push_brand_kit;
use galley_store::brands::{self, BrandKit as Row};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::upload::{FilesForm, Upload};
use crate::{etag, wire};

pub fn configure(config: &mut ServiceConfig) {
    config.service(push_kit).service(get_kit);
}

/// Most bytes of a text file of a kit that is read here.
const MAX_TEXT_BYTES: u64 = 1 << 20;

/// The newest version of a brand's kit.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrandKit {
    pub id: String,
    pub version: i32,
    /// SHA-256 over all files.
    pub digest: String,
    pub title: String,
    /// Colours as `#rrggbb` by token.
    pub palette: BTreeMap<String, String>,
    /// Font families in order of preference by role.
    pub fonts: BTreeMap<String, Vec<String>>,
    pub logo: KitLogo,
    pub voice: KitVoice,
    /// The legal line of a market; a market that is not here has none.
    pub legal: BTreeMap<String, String>,
    pub banned: Vec<BannedWord>,
    /// For a term, how each locale writes it.
    pub glossary: BTreeMap<String, BTreeMap<String, String>>,
    pub files: Vec<KeptFile>,
    pub created_at: String,
}

/// The brand's logo; its bytes are at `/media/{hash}`.
#[derive(Debug, Serialize, ToSchema)]
pub struct KitLogo {
    pub file: String,
    /// The version for dark grounds.
    pub on_dark: Option<String>,
    /// In logo heights.
    pub clear_space: f32,
    pub min_width_px: u32,
}

/// How the brand speaks.
#[derive(Debug, Serialize, ToSchema)]
pub struct KitVoice {
    pub tone: String,
    pub r#do: Vec<String>,
    pub dont: Vec<String>,
}

/// A word the brand never uses.
#[derive(Debug, Serialize, ToSchema)]
pub struct BannedWord {
    pub word: String,
    /// Empty: everywhere.
    pub locales: Vec<String>,
    pub why: String,
}

/// A file that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptFile {
    pub path: String,
    /// SHA-256.
    pub hash: String,
}

/// Give a brand a new version of its kit
///
/// A folder with `brand.yaml`; each part's file name is the path in it. The same files again are
/// the version that is there already.
#[utoipa::path(tag = "brands", request_body(content = FilesForm, content_type = "multipart/form-data"),
    responses((status = 201, body = BrandKit)))]
#[put("/brands/{id}/kit")]
async fn push_kit(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    upload: Upload,
) -> Result<HttpResponse, ApiError> {
    let id: BrandId = wire::id("brand", &path)?;
    push_brand_kit(&state.engine, &caller.access, id, upload.into_bundle()?).await?;
    let row = latest(&state, &caller, id).await?;
    Ok(HttpResponse::Created().json(kit(&state, &caller, row).await?))
}

/// Get a brand's kit
#[utoipa::path(tag = "brands", responses((status = 200, body = BrandKit)))]
#[get("/brands/{id}/kit")]
async fn get_kit(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let row = latest(&state, &caller, wire::id("brand", &path)?).await?;
    Ok(etag::json(&request, &kit(&state, &caller, row).await?))
}

async fn latest(state: &ApiState, caller: &Member, brand: BrandId) -> Result<Row, ApiError> {
    let row = brands::find_latest_brand_kit(&state.engine.store, &caller.scope(), brand).await?;
    row.ok_or_else(|| ApiError::not_found("brand kit"))
}

async fn kit(state: &ApiState, caller: &Member, row: Row) -> Result<BrandKit, ApiError> {
    let files = row.files()?;
    let mut bundle = Bundle::default();
    for (path, &hash) in &files {
        // What a kit says stands in its texts; that pictures and fonts are there is enough.
        let is_text = path == FILE || path.ends_with(".json");
        let bytes: Arc<[u8]> = match is_text {
            true => {
                let blobs = state.engine.store.blobs();
                Arc::from(&*blobs.get(caller.access.organization, hash, MAX_TEXT_BYTES).await?)
            }
            false => Arc::from([]),
        };
        bundle.files.insert(path.clone(), bytes);
    }
    let parsed = Parsed::parse(&bundle, None)?;
    let files = files.iter().map(|(path, hash)| KeptFile { path: path.clone(), hash: hash.to_string() });
    Ok(BrandKit {
        id: row.id().to_string(),
        version: row.version,
        digest: row.digest()?.to_string(),
        title: parsed.title,
        palette: parsed.palette.into_iter().map(|(name, rgb)| (name, wire::colour(rgb))).collect(),
        fonts: parsed.fonts,
        logo: KitLogo {
            file: parsed.logo.file,
            on_dark: parsed.logo.on_dark,
            clear_space: parsed.logo.clear_space,
            min_width_px: parsed.logo.min_width_px,
        },
        voice: KitVoice { tone: parsed.voice.tone, r#do: parsed.voice.does, dont: parsed.voice.donts },
        legal: parsed.legal,
        banned: parsed
            .banned
            .into_iter()
            .map(|banned| BannedWord { word: banned.word, locales: banned.locales, why: banned.why })
            .collect(),
        glossary: parsed.glossary,
        files: files.collect(),
        created_at: wire::time(row.created_ms),
    })
}
