//! Formats and markets: what this Galley knows, whoever asks.

use actix_web::{HttpRequest, HttpResponse, get, web};
use galley_domain::format::Format as Known;
use galley_domain::locale::{Direction, Locale, Market as Place};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::etag;
use crate::paging::{List, whole};

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_formats).service(list_markets);
}

/// A size and the limits of a channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct Format {
    /// `<channel>.<name>`
    pub id: String,
    pub channel: String,
    pub title: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// tower, tall, square, wide or strip
    pub shape: String,
    pub mime: String,
    pub max_bytes: u64,
    /// Shares of width and height that stay free of text and logo.
    pub safe: SafeZone,
    /// The day the rule was last compared with its source.
    pub checked: String,
    pub source: String,
    /// A, B or C.
    pub confidence: String,
}

/// Shares of width and height at each edge.
#[derive(Debug, Serialize, ToSchema)]
pub struct SafeZone {
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
    pub left: f32,
}

/// A place ads are made for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Market {
    pub id: String,
    pub title: String,
    pub locale: MarketLocale,
    pub currency: String,
    pub symbol: String,
    pub fraction_digits: u8,
    /// The days nobody works: mon, tue, …
    pub weekend: Vec<String>,
}

/// The language a market reads.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarketLocale {
    pub tag: String,
    pub title: String,
    pub script: String,
    /// ltr or rtl
    pub direction: String,
}

/// List formats
#[utoipa::path(tag = "catalog", responses((status = 200, body = List<Format>)))]
#[get("/formats")]
async fn list_formats(state: web::Data<ApiState>, request: HttpRequest, _: Caller) -> Result<HttpResponse, ApiError> {
    let formats = state.engine.catalog.formats.values().map(Format::from).collect();
    Ok(etag::json(&request, &whole::<Format>(formats)))
}

/// List markets
#[utoipa::path(tag = "catalog", responses((status = 200, body = List<Market>)))]
#[get("/markets")]
async fn list_markets(state: web::Data<ApiState>, request: HttpRequest, _: Caller) -> Result<HttpResponse, ApiError> {
    let catalog = &state.engine.catalog;
    let markets = catalog.markets.values().filter_map(|market| {
        let locale = catalog.locales.get(&market.locale)?;
        Some(wire_market(market, locale))
    });
    Ok(etag::json(&request, &whole(markets.collect())))
}

fn wire_market(market: &Place, locale: &Locale) -> Market {
    Market {
        id: market.id.clone(),
        title: market.title.clone(),
        locale: MarketLocale {
            tag: locale.tag.clone(),
            title: locale.title.clone(),
            script: locale.script.clone(),
            direction: match locale.direction {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
            }
            .to_owned(),
        },
        currency: market.currency.clone(),
        symbol: market.symbol.clone(),
        fraction_digits: market.fraction_digits,
        weekend: market.weekend.iter().map(|day| day.to_string().to_lowercase()).collect(),
    }
}

impl From<&Known> for Format {
    fn from(format: &Known) -> Format {
        Format {
            id: format.id.clone(),
            channel: format.channel.clone(),
            title: format.title.clone(),
            width: format.width,
            height: format.height,
            shape: format.shape().word().to_owned(),
            mime: format.mime.word().to_owned(),
            max_bytes: format.max_bytes,
            safe: SafeZone {
                top: format.safe.top,
                right: format.safe.right,
                bottom: format.safe.bottom,
                left: format.safe.left,
            },
            checked: format.checked.clone(),
            source: format.source.clone(),
            confidence: format.confidence.clone(),
        }
    }
}
