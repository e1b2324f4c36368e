//! A campaign's lines, for translators: out as XLIFF or TMX, and back as XLIFF. The glossary of a brand as TBX.

use actix_web::http::header::{CONTENT_DISPOSITION, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::ids::{BrandId, CampaignId};
use galley_engine::actions::import_copy::{CopyFile, ImportedCopy as Imported, import_copy as import};
use galley_engine::languages::{self, Export, Form, Pair};
use galley_store::{brands, campaigns};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::plans::{PlanSummary, wire_summary};
use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::upload::{FilesForm, Upload};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_languages).service(export_copy).service(import_copy).service(export_glossary);
}

/// The languages of a campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct Languages {
    pub items: Vec<CopyLanguage>,
}

/// How far a language is.
#[derive(Debug, Serialize, ToSchema)]
pub struct CopyLanguage {
    pub tag: String,
    pub title: String,
    /// The copy deck's first language, from which the others are translated unless one says otherwise.
    pub is_source: bool,
    /// Lines that the source has.
    pub lines: usize,
    /// Those of them that have one in this language.
    pub written: usize,
    /// Those of them that are not for translators: prices, claims and legal lines.
    pub locked: usize,
}

/// Which lines, and how.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CopyQuery {
    /// The language to translate into: `de-DE`.
    pub locale: Option<String>,
    /// The language to translate from; the copy deck's first where none is named.
    pub source: Option<String>,
    /// xliff (2.1), xliff12 (1.2, for old tools) or tmx (what is translated already); xliff where none is named
    pub format: Option<String>,
}

/// Whether to do it.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// Only say what would come of it.
    pub dry_run: Option<bool>,
}

/// Of which language the glossary's terms are words.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GlossaryQuery {
    /// `en-GB`
    pub source: Option<String>,
}

/// What a translator's file changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedCopy {
    pub source: String,
    pub locale: String,
    pub lines: Vec<ImportedLine>,
    /// Lines that came back as they are now.
    pub unchanged: usize,
    /// Lines that still have no translation.
    pub untranslated: usize,
    /// Lines that were sent and did not come back.
    pub left_out: usize,
    /// The new version of the brief; null where nothing changed, and in a dry run.
    pub brief_version: Option<i32>,
    /// What launching it would do.
    pub summary: PlanSummary,
}

/// A line that is new.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedLine {
    /// `*` is every message.
    pub message: String,
    pub slot: String,
    pub before: Option<String>,
    pub after: String,
    /// How far the translator says it is: initial, translated, reviewed or final.
    pub state: String,
}

/// List the languages of a campaign
#[utoipa::path(tag = "copy", responses((status = 200, body = Languages)))]
#[get("/campaigns/{id}/languages")]
async fn list_languages(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: CampaignId = wire::id("campaign", &path)?;
    let found = languages::list_languages(&state.engine, &caller.access, id).await?;
    let title = |tag: &str| state.engine.catalog.locales.get(tag).map_or(tag, |locale| &locale.title).to_owned();
    let items = found.into_iter().map(|language| CopyLanguage {
        title: title(&language.tag),
        tag: language.tag,
        is_source: language.is_source,
        lines: language.lines,
        written: language.written,
        locked: language.locked,
    });
    Ok(HttpResponse::Ok().json(Languages { items: items.collect() }))
}

/// Take a campaign's lines out for a translator
#[utoipa::path(tag = "copy", params(CopyQuery),
    responses((status = 200, content_type = "application/xliff+xml", body = Vec<u8>)))]
#[get("/campaigns/{id}/copy")]
async fn export_copy(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<CopyQuery>,
) -> Result<HttpResponse, ApiError> {
    let id: CampaignId = wire::id("campaign", &path)?;
    campaigns::get_campaign(&state.engine.store, &caller.scope(), id).await?;
    let CopyQuery { locale, source, format } = query.into_inner();
    let (form, content_type) = match format.as_deref() {
        None | Some("xliff") => (Form::Xliff21, "application/xliff+xml"),
        Some("xliff12") => (Form::Xliff12, "application/xliff+xml"),
        Some("tmx") => (Form::Tmx, "application/x-tmx+xml"),
        Some(_) => return Err(ApiError::field("/format", "expected xliff, xliff12 or tmx")),
    };
    let pair = Pair { source, target: locale.unwrap_or_default() };
    let export = languages::export_copy(&state.engine, &caller.access, id, &pair, form).await?;
    Ok(download(export, content_type))
}

/// Take a translator's file over
///
/// An XLIFF file (1.2, 2.0, 2.1 or 2.2) that was taken out of this campaign. The lines that the translator changed become
/// the next version of the brief; if anything in the file is wrong, nothing changes and every error is told.
#[utoipa::path(tag = "copy", params(IdempotencyHeader, ImportQuery),
    request_body(content = FilesForm, content_type = "multipart/form-data"), responses((status = 200, body = ImportedCopy)))]
#[post("/campaigns/{id}/copy")]
async fn import_copy(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<ImportQuery>,
    mut upload: Upload,
) -> Result<HttpResponse, ApiError> {
    let id: CampaignId = wire::id("campaign", &path)?;
    let known = campaigns::get_campaign(&state.engine.store, &caller.scope(), id).await?;
    let is_dry = query.dry_run.unwrap_or(false);
    if is_dry {
        // A key used for a dry run is not the key of the real one.
        upload.fields.insert("dry_run".to_owned(), "true".into());
    }
    let digest = upload.digest();
    let make = async {
        let mut files = upload.files.into_iter();
        let (Some((name, bytes)), None) = (files.next(), files.next()) else {
            return Err(ApiError::field("/files", "expected one XLIFF file"));
        };
        let imported = import(&state.engine, &caller.access, id, CopyFile { name, bytes }, is_dry).await?;
        wire_imported(&state, &caller, imported, &known.currency).await
    };
    Once::new(&state, &caller, &request, digest)?.done(make).await
}

/// Take a brand's glossary out
///
/// As TBX-Basic (ISO 30042:2019): how each language writes the brand's terms, and the words that are not to be used.
#[utoipa::path(tag = "copy", params(GlossaryQuery),
    responses((status = 200, content_type = "application/x-tbx+xml", body = Vec<u8>)))]
#[get("/brands/{id}/glossary")]
async fn export_glossary(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<GlossaryQuery>,
) -> Result<HttpResponse, ApiError> {
    let id: BrandId = wire::id("brand", &path)?;
    brands::get_brand(&state.engine.store, &caller.scope(), id).await?;
    let source = query.into_inner().source.unwrap_or_default();
    let export = languages::export_glossary(&state.engine, &caller.access, id, &source).await?;
    Ok(download(export, "application/x-tbx+xml"))
}

async fn wire_imported(
    state: &ApiState,
    caller: &Member,
    imported: Imported,
    currency: &str,
) -> Result<ImportedCopy, ApiError> {
    let brief = match imported.brief {
        Some(id) => campaigns::find_brief(&state.engine.store, &caller.scope(), id).await?,
        None => None,
    };
    let line = |line: galley_engine::actions::import_copy::ImportedLine| ImportedLine {
        message: line.message,
        slot: line.slot,
        before: line.before,
        after: line.after,
        state: line.state.to_owned(),
    };
    Ok(ImportedCopy {
        source: imported.source,
        locale: imported.target,
        lines: imported.lines.into_iter().map(line).collect(),
        unchanged: imported.unchanged,
        untranslated: imported.untranslated,
        left_out: imported.left_out,
        brief_version: brief.map(|brief| brief.version),
        summary: wire_summary(imported.summary, currency),
    })
}

/// Names are slugs and tags: nothing in them needs quoting.
fn download(export: Export, content_type: &'static str) -> HttpResponse {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", export.name));
    let mut answer = HttpResponse::Ok();
    answer.content_type(content_type);
    answer.insert_header((CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment"))));
    answer.body(export.bytes)
}
