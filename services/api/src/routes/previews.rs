//! Live previews: a brief that nobody has saved, or an ad that somebody adjusts, kept in memory for that person, and
//! its ads, drawn as they type. Nothing is stored and nothing costs.

use std::collections::BTreeMap;
use std::convert::Infallible;

use actix_web::{HttpResponse, delete, post, web};
use base64::Engine as _;
use bytes::Bytes;
use futures::{Stream, stream};
use galley_domain::ids::{CampaignId, PreviewId, VariantId};
use galley_engine::actions::open_preview::{open_preview as open, open_variant_preview};
use galley_engine::actions::upload::BriefUpload;
use galley_engine::preview::{Drawn, Picture, Preview as Opened, Wanted};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::adjustments::{WireAdjustment, parse_adjustments, slots_schema};
use super::variants::{Finding, Unchecked};
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::streamed::streamed;
use crate::upload::Upload;
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(create_preview).service(draw_preview).service(delete_preview);
}

/// Pictures that may be ready before the client has taken the first.
const AHEAD: usize = 4;

/// A brief that is previewed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    pub id: String,
    pub title: String,
    /// Of an ad's preview, what to draw to see it: its values on each axis but `format`. Null for a brief.
    pub cell: Option<BTreeMap<String, String>>,
    /// The values of each axis but `format`: a drawing picks one of each.
    pub axes: Vec<PreviewAxis>,
    pub formats: Vec<String>,
}

/// An axis and its values.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewAxis {
    pub name: String,
    pub values: Vec<String>,
}

/// Either `variant`, or a brief with the files it names; files of `campaign` that are not sent again are its last ones.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body; the body is read part by part")]
pub struct PreviewForm {
    /// brief.yaml
    brief: Option<String>,
    /// An ad that was made, at the versions that it was made from and with the adjustments in force.
    variant: Option<String>,
    /// A campaign whose brief this changes.
    campaign: Option<String>,
    /// One part a file; the part's file name is the name the brief uses.
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<web::Bytes>,
}

/// What to draw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawPreview {
    /// A value for each axis of the preview.
    pub cell: BTreeMap<String, String>,
    /// Formats of the brief; at most 60.
    pub formats: Vec<String>,
    /// Texts that stand in for those of the copy deck, by slot.
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
    /// Adjustments by slot, over those in force: what a turn with them would make.
    #[serde(default)]
    #[schema(schema_with = slots_schema)]
    pub adjustments: BTreeMap<String, Option<WireAdjustment>>,
}

/// One line of the answer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DrawnLine {
    /// An ad as it would be.
    Picture {
        format: String,
        width: u32,
        height: u32,
        mime: String,
        /// Base 64.
        data: String,
        findings: Vec<Finding>,
        /// Rules that could not look at everything.
        unchecked: Vec<Unchecked>,
        /// The scene is a stand-in: the backend that will make it was not asked.
        is_stand_in: bool,
    },
    /// There is no ad, and why.
    Refused { format: String, reason: String },
    /// A newer request of the same preview came; nothing more follows.
    Superseded,
}

/// Open a preview
///
/// The brief and its files are read and checked as for a campaign and kept in memory, for this person, until half an
/// hour after they were last used or until newer previews need the room. No campaign is made. With `variant` in place of
/// a brief the ad is drawn as its run drew it, on the same picture, so that adjustments can be seen before a turn.
#[utoipa::path(tag = "previews", request_body(content = PreviewForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Preview)))]
#[post("/previews")]
async fn create_preview(
    state: web::Data<ApiState>,
    caller: Member,
    mut upload: Upload,
) -> Result<HttpResponse, ApiError> {
    if upload.fields.contains_key("variant") {
        return open_variant(&state, &caller, &mut upload).await;
    }
    let text = upload.take_text("brief")?;
    let campaign = match upload.fields.contains_key("campaign") {
        true => Some(wire::parse_id::<CampaignId>("campaign", &upload.take_text("campaign")?)?),
        false => None,
    };
    let upload = BriefUpload { text, files: upload.files };
    let (id, preview) = open(&state.engine, &caller.access, campaign, upload).await?;
    Ok(HttpResponse::Created().json(opened(&state, id, &preview, None)))
}

async fn open_variant(state: &ApiState, caller: &Member, upload: &mut Upload) -> Result<HttpResponse, ApiError> {
    let variant: VariantId = wire::parse_id("variant", &upload.take_text("variant")?)?;
    if !upload.fields.is_empty() || !upload.files.is_empty() {
        return Err(ApiError::field("variant", "an ad's preview takes nothing else: it is made from what the ad is"));
    }
    let (id, preview, variant) = open_variant_preview(&state.engine, &caller.access, variant).await?;
    let cell = wire::cell(&variant.cell).into_iter().filter(|(axis, _)| axis != "format");
    Ok(HttpResponse::Created().json(opened(state, id, &preview, Some(cell.collect()))))
}

fn opened(state: &ApiState, id: PreviewId, preview: &Opened, cell: Option<BTreeMap<String, String>>) -> Preview {
    let axes = preview.axes(&state.engine).into_iter().map(|(name, values)| PreviewAxis { name, values });
    Preview {
        id: id.to_string(),
        title: preview.brief().title.clone(),
        cell,
        axes: axes.collect(),
        formats: preview.brief().formats.clone(),
    }
}

/// Draw ads of a preview
///
/// One JSON object a line, each as soon as its ad is ready. Asking again ends the answer before: its last line is
/// `superseded`.
#[utoipa::path(tag = "previews", request_body = DrawPreview,
    responses((status = 200, content_type = "application/x-ndjson", body = DrawnLine)))]
#[post("/previews/{id}/pictures")]
async fn draw_preview(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<DrawPreview>,
) -> Result<HttpResponse, ApiError> {
    let id: PreviewId = wire::id("preview", &path)?;
    let preview = state.engine.previews.get(&caller.access, id, state.engine.now_ms())?;
    let DrawPreview { cell, formats, texts, adjustments } = body.value;
    let adjustments = parse_adjustments("/adjustments", &adjustments)?;
    let drawing = preview.start(&state.engine, Wanted { cell, formats, texts, adjustments })?;
    let (send, drawn) = mpsc::channel(AHEAD);
    let engine = state.engine.clone();
    tokio::spawn(async move { drawing.run(&engine, send).await });
    Ok(streamed("application/x-ndjson", lines(drawn)))
}

/// Close a preview
#[utoipa::path(tag = "previews", responses((status = 204)))]
#[delete("/previews/{id}")]
async fn delete_preview(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: PreviewId = wire::id("preview", &path)?;
    state.engine.previews.close(&caller.access, id)?;
    Ok(HttpResponse::NoContent().finish())
}

fn lines(drawn: mpsc::Receiver<Drawn>) -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream::unfold(drawn, |mut drawn| async {
        let mut text = serde_json::to_vec(&line(drawn.recv().await?)).expect("a line is plain data");
        text.push(b'\n');
        Some((Ok(Bytes::from(text)), drawn))
    })
}

fn line(drawn: Drawn) -> DrawnLine {
    match drawn {
        Drawn::Picture(picture) => drawn_picture(picture),
        Drawn::Refused { format, reason } => DrawnLine::Refused { format, reason },
        Drawn::Superseded => DrawnLine::Superseded,
    }
}

fn drawn_picture(picture: Picture) -> DrawnLine {
    let size = [picture.width, picture.height];
    DrawnLine::Picture {
        format: picture.format,
        width: picture.width,
        height: picture.height,
        mime: picture.mime,
        data: base64::engine::general_purpose::STANDARD.encode(picture.bytes),
        findings: picture.findings.into_iter().map(|found| Finding::new(found, size)).collect(),
        unchecked: picture.unchecked.into_iter().map(Unchecked::from).collect(),
        is_stand_in: picture.is_stand_in,
    }
}
